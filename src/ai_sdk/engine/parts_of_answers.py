"""Answers that came in several parts, put together into the one that they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..types._value import evolve
from ..types.call import CallWarning

if TYPE_CHECKING:
    from ..types.call import ModelResult

__all__ = ["MOST_PARTS", "TOO_MANY", "joined"]

MOST_PARTS: Final = 25
"""How many parts an answer may have: a provider that pauses for ever must not cost for ever."""

TOO_MANY: Final = CallWarning(
    "other", f"the provider paused {MOST_PARTS} times; its answer is left as it is"
)


def joined(first: ModelResult, further: ModelResult) -> ModelResult:
    """An answer and what came after it: content in order, tokens summed, the end of the last.

    Example:
        >>> from ai_sdk.types.call import ModelResult
        >>> from ai_sdk.types.content import TextPart
        >>> one, two = (ModelResult((TextPart(t),), "stop") for t in "ab")
        >>> [part.text for part in joined(one, two).content]
        ['a', 'b']
    """
    return evolve(
        further,
        content=(*first.content, *further.content),
        usage=first.usage + further.usage,
        warnings=(*first.warnings, *(w for w in further.warnings if w not in first.warnings)),
        attempts=(*first.attempts, *further.attempts),
    )
