"""Searching as one types, over the whole library."""
