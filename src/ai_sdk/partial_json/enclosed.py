"""JSON with talk or a code fence around it, found as the text arrives or in a whole text."""

from __future__ import annotations

import json
import re

__all__ = ["Enclosed", "enclosed_json"]

# How an object begins, and an object or list: talk has brackets, too, as in "[1]", "[ ]" or "{}".
_OBJECT = re.compile(r'\{\s*"')
_ANY = re.compile(r'\{\s*"|\[\s*[\[{"]')
_OPEN_END = re.compile(r"[\[{]\s{0,80}\Z")  # what may still become such a beginning
_FENCED = re.compile(r"\s*```\w*\s*\n(.*?)\n?\s*```\s*", re.DOTALL)
_DECODER = json.JSONDecoder()


class Enclosed:
    r"""Gives the text on from where the first object (or list) begins.

    Args:
        objects_only: a list is no beginning.

    Example:
        >>> found = Enclosed()
        >>> found.feed("Here you are:\n```json\n{"), found.feed('"a": 1}')
        ('', '{"a": 1}')
    """

    def __init__(self, *, objects_only: bool = False) -> None:
        self._start = _OBJECT if objects_only else _ANY
        self._bare = "{" if objects_only else '{["-0123456789tfn'
        self._held = ""
        self._talk = False  # the text does not begin with JSON
        self._begun = False

    def feed(self, text: str) -> str:
        """Take more text; returns what of it belongs to the JSON, or comes after it."""
        if self._begun:
            return text
        held = self._held + text
        if not self._talk:
            held = held.lstrip()
            if not held:
                return ""
            if held[0] in self._bare:
                self._begun = True
                return held
            self._talk = True
        found = self._start.search(held)
        if found is not None:
            self._begun = True
            return held[found.start() :]
        tail = _OPEN_END.search(held)
        self._held = held[tail.start() :] if tail is not None else ""
        return ""


def enclosed_json(text: str, *, objects_only: bool = False) -> str | None:
    """The first JSON object (or list) in a text with something around it; None if there is none.

    Only the first beginning counts: what looks like JSON inside of something that is cut off is
    not taken for the whole.

    Args:
        text: the text.
        objects_only: a list is no beginning.

    Example:
        >>> enclosed_json('Sure: {"a": 1}. Anything else?')
        '{"a": 1}'
    """
    start = (_OBJECT if objects_only else _ANY).search(text)
    if start is None:
        fenced = _FENCED.fullmatch(text)
        return fenced[1] if fenced is not None else None
    try:
        _, end = _DECODER.raw_decode(text, start.start())
    except (ValueError, RecursionError):
        return None
    return text[start.start() : end]
