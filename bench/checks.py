"""What every reply has to be: a contestant that loses something fails instead of being fast."""

from __future__ import annotations

import json
from typing import Any

from .provider.canned import TEXT
from .provider.documents import document, vector, words


class WrongReplyError(AssertionError):
    """A contestant returned something else than the server sent."""


def _need(holds: bool, what: str, found: object) -> None:
    if not holds:
        raise WrongReplyError(f"{what}: {str(found)[:200]}")


def _unary(size: int) -> Any:
    return lambda text: _need(text == TEXT, "another text", text)


def _stream(size: int) -> Any:
    characters = sum(map(len, words(10))) * (size // 10) + sum(map(len, words(size % 10)))

    def check(heard: Any) -> None:
        _need(heard.characters == characters, f"not {characters} characters", heard.characters)
        _need(abs(heard.deltas - size) <= 1, f"not {size} deltas", heard.deltas)

    return check


def _tool(size: int) -> Any:
    expected = json.loads(document(size))
    return lambda found: _need(found == expected, "other arguments", found)


def _partial(size: int) -> Any:
    expected = json.loads(document(size))

    def check(found: tuple[int, Any]) -> None:
        count, value = found
        _need(count > 0, "no partial objects", count)
        _need(value == expected, "another object", value)

    return check


def _embed(size: int) -> Any:
    def check(vectors: Any) -> None:
        _need(len(vectors) == size, f"not {size} vectors", len(vectors))
        expected = vector(len(vectors[0]))
        _need(abs(vectors[-1][0] - expected[0]) < 1e-6, "other numbers", vectors[-1][0])

    return check


CHECKS = {
    "unary": _unary,
    "threads": _unary,
    "history": _unary,
    "tools": _unary,
    "stream": _stream,
    "crowd": _stream,
    "tool": _tool,
    "partial": _partial,
    "typed": _partial,
    "embed": _embed,
}
"""Kind of a job -> what makes the check for its size."""
