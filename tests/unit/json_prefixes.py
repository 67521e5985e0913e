"""A second reader of cut JSON, simple and slow: cut back until closing the brackets makes it JSON."""

from __future__ import annotations

import json
import random
import re
from typing import Any

NOTHING: Any = type("NOTHING", (), {"__repr__": lambda self: "NOTHING"})()
_NUMBER_AT_END = re.compile(r"-?[0-9][-+.0-9eE]*\Z|-\Z")
_LITERAL_AT_END = re.compile(r"[a-z]+\Z")


def closers(text: str) -> tuple[str, bool]:
    """What would close all that is open, and whether a string is."""
    stack: list[str] = []
    in_string = escaped = False
    for char in text:
        if in_string:
            if escaped:
                escaped = False
            elif char == "\\":
                escaped = True
            elif char == '"':
                in_string = False
        elif char == '"':
            in_string = True
        elif char in "{[":
            stack.append("}" if char == "{" else "]")
        elif char in "}]":
            stack.pop()
    return ('"' if in_string else "") + "".join(reversed(stack)), in_string


def value_of_prefix(prefix: str) -> Any:
    """What one can be sure of: open strings and containers closed, literals completed, a number
    that may go on left out. NOTHING when there is no value yet."""
    if not closers(prefix)[1]:
        prefix = _NUMBER_AT_END.sub("", prefix)
        literal = _LITERAL_AT_END.search(prefix)
        if literal is not None:
            whole = next(w for w in ("true", "false", "null") if w.startswith(literal[0]))
            prefix = prefix[: literal.start()] + whole
    for end in range(len(prefix), 0, -1):
        ends, in_string = closers(prefix[:end])
        try:
            value = json.loads(prefix[:end] + ends)
        except ValueError:
            continue
        return _mended(value, in_string)
    return NOTHING


def _mended(value: Any, open_string: bool) -> Any:
    """Half a surrogate pair at the very end may still be completed."""
    if isinstance(value, str):
        if open_string and value and "\ud800" <= value[-1] < "\udc00":
            value = value[:-1]
        return "".join("\ufffd" if "\ud800" <= char < "\ue000" else char for char in value)
    if isinstance(value, list) and value:
        last = len(value) - 1
        return [_mended(each, open_string and at == last) for at, each in enumerate(value)]
    if isinstance(value, dict) and value:
        last_key = list(value)[-1]
        return {
            _mended(k, False): _mended(v, open_string and k == last_key) for k, v in value.items()
        }
    return value


class Documents:
    """Random JSON texts from a seed: odd spacing, escapes, deep and flat."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def text(self) -> str:
        value = self.value(self.random.choice((1, 2, 3, 5)))
        return self.space() + self.write(value) + self.space()

    def cuts(self, text: str) -> list[str]:
        """The text in pieces of random sizes."""
        size = self.random.choice((1, 2, 3, 7, 20, 60))
        pieces: list[str] = []
        at = 0
        while at < len(text):
            step = self.random.randint(1, size)
            pieces.append(text[at : at + step])
            at += step
        return pieces

    def value(self, depth: int) -> Any:
        pick = self.random
        kind = pick.randrange(8 if depth else 5)
        if kind == 0:
            return pick.choice((None, True, False))
        if kind == 1:
            return pick.choice((0, -0.0, 7, -12, 3.25, 1e30, -2.5e-8, 10**25, pick.random()))
        if kind < 5:
            return self.string()
        size = pick.choice((0, 1, 2, 3, 40 if depth == 1 else 4))
        if kind == 5:
            return {f"{self.string()}{n}": self.value(depth - 1) for n in range(size)}
        return [self.value(depth - 1) for _ in range(size)]

    def string(self) -> str:
        letters = 'ab"\\/\b\n\t é漢\U0001f600{}[]:,\ud83d\ude00'
        return "".join(self.random.choice(letters) for _ in range(self.random.choice((0, 1, 3, 9))))

    def space(self) -> str:
        return self.random.choice(("", "", "", " ", "\n", "\t \r\n"))

    def write(self, value: Any) -> str:
        gap = self.space
        if isinstance(value, list):
            inner = f"{gap()},{gap()}".join(map(self.write, value))
            return f"[{gap()}{inner}{gap()}]"
        if isinstance(value, dict):
            inner = f"{gap()},{gap()}".join(
                f"{self.write(key)}{gap()}:{gap()}{self.write(each)}" for key, each in value.items()
            )
            return f"{{{gap()}{inner}{gap()}}}"
        if isinstance(value, str):
            plain = json.dumps(value, ensure_ascii=self.random.random() < 0.5)
            return re.sub(r"[\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", plain)
        return json.dumps(value)
