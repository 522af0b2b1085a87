"""Words counted: concordance, trends over time, key words and collocates, and their tables."""
