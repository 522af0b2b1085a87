"""Captions: cues with times, and what is said in them as a text that flows."""
