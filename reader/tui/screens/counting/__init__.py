"""The screens that count every occurrence of a query."""
