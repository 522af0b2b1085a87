"""Citations: an episode and a place in it, as a quotation with its reference.

`cite` is the whole of the room; a style is one function from a `Reference` to a `Citation`.
"""

from reader.cite.reference import Citation
from reader.cite.styles import STYLES, cite

__all__ = ["STYLES", "Citation", "cite"]
