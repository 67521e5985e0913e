"""`parse_partial_json`: the value of a JSON text that may be cut anywhere, in one call."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from ..json_error import JSONError
from .parser import PartialJSON

__all__ = ["PartialJSONResult", "parse_partial_json"]


class PartialJSONResult(NamedTuple):
    """What came of a text.

    Attributes:
        value: the value; None when there is none.
        state: "successful-parse" for complete JSON, "repaired-parse" for the beginning of some,
            "failed-parse" for anything else, "undefined-input" when there was no text.
    """

    value: Any
    state: Literal["undefined-input", "successful-parse", "repaired-parse", "failed-parse"]


def parse_partial_json(text: str | None, *, fenced: bool = False) -> PartialJSONResult:
    """Read JSON that may be cut off anywhere.

    Open strings, lists and objects are closed, `true`, `false` and `null` completed, keys without
    a value dropped. As the text is over, a cut number counts as far as it has come.

    Args:
        text: the text.
        fenced: allow a Markdown code fence around it.

    Example:
        >>> parse_partial_json('{"a": [1, tr')
        PartialJSONResult(value={'a': [1, True]}, state='repaired-parse')
    """
    if text is None:
        return PartialJSONResult(None, "undefined-input")
    parser = PartialJSON(fenced=fenced)
    try:
        parser.feed(text)
    except JSONError:
        return PartialJSONResult(None, "failed-parse")
    try:
        return PartialJSONResult(parser.end(), "successful-parse")
    except JSONError:
        pass
    if parser.repair():
        return PartialJSONResult(parser.value, "repaired-parse")
    return PartialJSONResult(None, "failed-parse")
