"""Where transcripts come from: a file, a folder, standard input."""

from reader.sources.local import Source, sources

__all__ = ["Source", "sources"]
