"""The reading screen: the page in the middle, and all that is done from it."""
