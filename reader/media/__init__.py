"""Listening to the recording of an episode: where it is, and mpv, which plays it."""

from reader.media.mpv import SPEEDS, Player
from reader.media.recording import recording

__all__ = ["SPEEDS", "Player", "recording"]
