"""Citations: an episode and a place in it, as a quotation with its reference.

`cite` makes one of a passage and `bibliography` the list of many works; a style is one function
from a `Reference` to a `Citation`.
"""

from reader.cite.kinds import KINDS, kind_of, lacking
from reader.cite.links import Links, address, links_to, parse_address
from reader.cite.reference import Citation, Reference, Wishes, gather
from reader.cite.styles import STYLES, bibliography, cite

__all__ = [
    "KINDS",
    "STYLES",
    "Citation",
    "Links",
    "Reference",
    "Wishes",
    "address",
    "bibliography",
    "cite",
    "gather",
    "kind_of",
    "lacking",
    "links_to",
    "parse_address",
]
