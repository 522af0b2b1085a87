"""reader: read, search, mark and quote transcripts in the terminal."""

__version__ = "0.1.0"
