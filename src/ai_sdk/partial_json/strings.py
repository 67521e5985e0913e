"""A JSON string that arrives in pieces."""

from __future__ import annotations

import re

__all__ = ["OpenString", "StringProblem"]

_RUN = re.compile(r'[^"\\\x00-\x1f]*')
_HEX = re.compile(r"[0-9a-fA-F]{4}", re.ASCII)
_ESCAPED = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_LOST = "\ufffd"  # stands for half of a surrogate pair


class StringProblem(Exception):
    """No JSON string goes on like this; `at` is the place in the text."""

    def __init__(self, problem: str, at: int) -> None:
        self.problem = problem
        self.at = at
        super().__init__(problem)


class OpenString:
    """The string so far.

    Attributes:
        is_key: it is a key of an object.
        grown: it has got longer since this was last set to False.
        closed: its end has come.
        revisited: characters looked at twice, those of escapes that were cut.
    """

    __slots__ = ("_escape", "_high", "_pieces", "closed", "grown", "is_key", "revisited")

    def __init__(self, start: str, is_key: bool) -> None:
        self._pieces = [start]
        self._escape = ""  # an escape cut in two
        self._high = 0  # the first half of a surrogate pair
        self.is_key = is_key
        self.grown = False
        self.closed = False
        self.revisited = 0

    def text(self) -> str:
        """What has come so far, without what is not certain yet."""
        whole = "".join(self._pieces)
        self._pieces[:] = [whole]
        return whole

    def feed(self, text: str, at: int) -> int:
        """Go on at a place in a text.

        Returns:
            The place after the string, or the end of the text.

        Raises:
            StringProblem: this is no string.
        """
        if self._escape:
            held, self._escape = self._escape, ""
            self.revisited += len(held)
            at = self._escaped(held + text[at : at + 6 - len(held)], 0, at) - len(held)
        end = len(text)
        while at < end:
            stop = _RUN.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing too
            if stop > at:
                if self._high:
                    self._append("")
                self._pieces.append(text[at:stop])
                self.grown = True
                if stop == end:
                    return end
                at = stop
            mark = text[at]
            if mark == '"':
                if self._high:
                    self._append("")
                self.closed = True
                return at + 1
            if mark != "\\":
                raise StringProblem(f"control character {mark!r} in a string", at)
            at = self._escaped(text, at, at)
        return at

    def _append(self, piece: str) -> None:
        if self._high:
            self._high = 0
            self._pieces.append(_LOST)
        self._pieces.append(piece)
        self.grown = True

    def _escaped(self, text: str, at: int, where: int) -> int:
        """One escape; returns the place after it. One that is cut is held back."""
        letter = text[at + 1 : at + 2]
        if letter != "u":
            if not letter:
                self._escape = "\\"
                return at + 1
            if letter not in _ESCAPED:
                raise StringProblem(f"bad escape \\{letter}", where)
            self._append(_ESCAPED[letter])
            return at + 2
        digits = text[at + 2 : at + 6]
        if _HEX.fullmatch(digits.ljust(4, "0")) is None:
            raise StringProblem(f"bad escape \\u{digits}", where)
        if len(digits) < 4:
            self._escape = text[at : at + 6]
            return at + 2 + len(digits)
        self._code_unit(int(digits, 16))
        return at + 6

    def _code_unit(self, unit: int) -> None:
        if 0xDC00 <= unit < 0xE000 and self._high:
            high, self._high = self._high, 0
            self._append(chr(0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00)))
        elif 0xD800 <= unit < 0xDC00:
            if self._high:
                self._append("")
            self._high = unit
        else:
            self._append(_LOST if 0xDC00 <= unit < 0xE000 else chr(unit))
