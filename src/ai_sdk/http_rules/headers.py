"""Header lines: what may stand in one, and whose word counts when two say different things."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from ..errors import ConfigurationError, InvalidArgumentError, InvalidResponseError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["FRAMING", "check_head", "check_headers", "join_lists", "lower_headers", "merge_headers"]

_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
FRAMING = frozenset(
    (
        "connection",
        "content-length",
        "expect",
        "host",
        "keep-alive",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    )
)
"""What belongs to the connection and to the framing of a message: no caller can get it right."""
_KEYS = frozenset(("authorization", "proxy-authorization", "api-key", "x-api-key"))


def merge_headers(*layers: Mapping[str, str]) -> dict[str, str]:
    """One set of headers, names in lower case; later layers win.

    What belongs to the connection and the framing of the message (`host`, `content-length`, ...) is
    left out: no caller can get it right.

    Example:
        >>> merge_headers({"User-Agent": "a", "Accept": "b"}, {"user-agent": "c", "Host": "d"})
        {'user-agent': 'c', 'accept': 'b'}
    """
    merged: dict[str, str] = {}
    for layer in layers:
        for name, line in layer.items():
            low = name.lower()
            if low not in FRAMING:
                merged[low] = line
    return merged


def join_lists(
    first: Mapping[str, str], second: Mapping[str, str], lists: Iterable[str]
) -> dict[str, str]:
    """Two sets of headers; the second wins, but for lists, which are joined.

    Args:
        first: headers with names in lower case.
        second: headers with names in lower case.
        lists: names of the headers whose values are lists, parted by commas.

    Example:
        >>> join_lists({"a": "1", "l": "x,y"}, {"a": "2", "l": "y, z"}, ["l"])
        {'a': '2', 'l': 'x,y,z'}
    """
    merged = {**first, **second}
    for name in lists:
        items = [item.strip() for each in (first, second) for item in each.get(name, "").split(",")]
        if line := ",".join(dict.fromkeys(filter(None, items))):
            merged[name] = line
    return merged


def check_headers(headers: Mapping[str, str]) -> None:
    """Refuse what no header may hold, before anything is sent; the message shows no value.

    Raises:
        ConfigurationError: A header that carries a key has a character no key can have.
        InvalidArgumentError: Any other header has a bad name or value.
    """
    for name, line in headers.items():
        if not isinstance(name, str) or not _is_name(name):
            raise InvalidArgumentError(
                f"headers: {name!r} cannot be the name of a header", parameter="headers"
            )
        if isinstance(line, str) and _is_value(line):
            continue
        what = _problem(line)
        if name.lower() in _KEYS:
            raise ConfigurationError(
                f"the API key (header {name!r}) {what}; check where the key comes from: "
                "it may have been copied with something around it"
            )
        raise InvalidArgumentError(f"headers: the value of {name!r} {what}", parameter="headers")


@lru_cache(maxsize=256)  # the same few, in every request
def _is_name(name: str) -> bool:
    return _TOKEN.fullmatch(name) is not None


def _is_value(line: str) -> bool:
    plain = line.isascii() and line.isprintable()  # faster than the pattern, and nearly all are
    return bool(plain or _VALUE.fullmatch(line)) and line == line.strip(" \t")


def _problem(line: object) -> str:
    if not isinstance(line, str):
        return f"is a {type(line).__name__}, not a string"
    if "\r" in line or "\n" in line:
        return "has a line break in it"
    if line != line.strip(" \t"):
        return "has spaces before or after it"
    if any(ord(char) > 255 for char in line):
        return "has a character that headers cannot carry (not Latin-1)"
    return "has a control character in it"


def check_head(lines: Iterable[tuple[bytes, bytes]], cap: int) -> None:
    """Refuse a reply whose header lines have more than `cap` bytes.

    Raises:
        InvalidResponseError: They have.
    """
    if sum(len(name) + len(line) + 4 for name, line in lines) > cap:
        raise InvalidResponseError(f"the head of the reply is larger than {cap} bytes")


def lower_headers(lines: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """A reply's header lines by lower-case name; repeated ones joined by commas."""
    found: dict[str, str] = {}
    for raw_name, raw_line in lines:
        name, line = raw_name.decode("latin-1").lower(), raw_line.decode("latin-1")
        found[name] = f"{found[name]}, {line}" if name in found else line
    return found
