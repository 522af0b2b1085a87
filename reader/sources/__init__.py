"""Where transcripts come from: files, folders, standard input, addresses, podcast feeds.

What needs the network is in modules that are loaded only when an address is given.
"""

from reader.sources.local import find, sources
from reader.sources.source import Chapter, Found, Source, Unchanged, gather

__all__ = ["Chapter", "Found", "Source", "Unchanged", "find", "gather", "sources"]
