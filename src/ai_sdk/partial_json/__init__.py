"""JSON that is still arriving: the value so far, in work linear in the text."""

from __future__ import annotations

from .elements import ElementReader
from .enclosed import Enclosed, enclosed_json
from .errors import PartialJSONDepthError, PartialJSONError
from .once import PartialJSONResult, parse_partial_json
from .parser import PartialJSON
from .reader import PartialReader, Shape

__all__ = [
    "ElementReader",
    "Enclosed",
    "PartialJSON",
    "PartialJSONDepthError",
    "PartialJSONError",
    "PartialJSONResult",
    "PartialReader",
    "Shape",
    "enclosed_json",
    "parse_partial_json",
]
