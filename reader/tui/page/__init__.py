"""The page: a text cut into lines, drawn, and moved over; a leaf is a page and all it shows."""
