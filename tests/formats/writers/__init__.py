"""For each format, a writer: a made-up talk becomes a file of that format."""

from . import captions, documents, services, text
from .talk import SAMPLE, WRITERS, Talk, Writer, talks

__all__ = [
    "SAMPLE",
    "WRITERS",
    "Talk",
    "Writer",
    "captions",
    "documents",
    "services",
    "talks",
    "text",
]
