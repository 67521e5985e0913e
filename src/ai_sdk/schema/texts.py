"""Classes that JSON writes as text: how each is named in a schema and read back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from .nodes import Node, TextNode

__all__ = ["text_node"]

_DURATION = re.compile(
    r"([-+])?P(?:(\d+)W)?(?:(\d+)D)?"
    r"(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?)?"
)


def text_node(cls: type) -> Node | None:
    """The node of a class of the standard library that is text in JSON; None for others."""
    made = _MADE.get(f"{cls.__module__}.{cls.__qualname__}")
    return made() if made is not None else None


def _date(text: str) -> date:
    if len(text) > 10:  # fromisoformat would take a whole timestamp in some versions
        raise ValueError(text)
    return date.fromisoformat(text)


def _duration(text: str) -> timedelta:
    found = _DURATION.fullmatch(text)
    if found is None or text[-1] in "PT":
        raise ValueError(text)
    weeks, days, hours, minutes = (int(each or 0) for each in found.groups()[1:5])
    seconds = float((found[6] or "0").replace(",", "."))
    span = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -span if found[1] == "-" else span


def _decimal() -> Node:
    from decimal import Decimal

    kinds = ("string", "integer", "number")
    return TextNode("decimal number", {"format": "decimal"}, lambda v: Decimal(str(v)), kinds)


def _bytes() -> Node:
    from base64 import b64decode

    words = {"contentEncoding": "base64"}
    return TextNode("text in base64", words, lambda text: b64decode(text, validate=True))


def _format(label: str, name: str, read: Callable[[Any], Any]) -> Callable[[], Node]:
    return lambda: TextNode(label, {"format": name}, read)


def _lazy(label: str, words: dict[str, Any], module: str, name: str) -> Callable[[], Node]:
    def make() -> Node:
        import importlib

        return TextNode(label, words, getattr(importlib.import_module(module), name))

    return make


_MADE: dict[str, Callable[[], Node]] = {
    "datetime.datetime": _format(
        "timestamp like 2024-05-17T09:30:00Z", "date-time", datetime.fromisoformat
    ),
    "datetime.date": _format("date like 2024-05-17", "date", _date),
    "datetime.time": _format("time like 09:30:00", "time", time.fromisoformat),
    "datetime.timedelta": _format("duration like PT1H30M", "duration", _duration),
    "uuid.UUID": _lazy("UUID", {"format": "uuid"}, "uuid", "UUID"),
    "decimal.Decimal": _decimal,
    "builtins.bytes": _bytes,
    "pathlib.Path": _lazy("path", {}, "pathlib", "Path"),
    "pathlib._local.Path": _lazy("path", {}, "pathlib", "Path"),
    "pathlib.PurePath": _lazy("path", {}, "pathlib", "PurePath"),
    "pathlib._local.PurePath": _lazy("path", {}, "pathlib", "PurePath"),
    "ipaddress.IPv4Address": _lazy("IPv4 address", {"format": "ipv4"}, "ipaddress", "IPv4Address"),
    "ipaddress.IPv6Address": _lazy("IPv6 address", {"format": "ipv6"}, "ipaddress", "IPv6Address"),
}
