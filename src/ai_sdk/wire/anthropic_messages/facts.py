"""What a Claude model's id tells of it: how much it writes, how it thinks, what it refuses."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from ...types._value import value

__all__ = ["ModelFacts", "Thinking", "claude_facts"]

Thinking: TypeAlias = Literal["no", "budget", "adaptive"]

_NAME = re.compile(
    r"claude-(?:(?P<family>[a-z]+)-)?(?P<major>\d{1,2})(?!\d)(?:[-.](?P<minor>\d{1,2})(?!\d))?"
    r"(?:-(?P<last>[a-z]+))?"
)
_OLD = re.compile(r"claude-(?:instant|v\d)")


@value
class ModelFacts:
    """What must be known of a model before it is asked.

    Attributes:
        max_tokens: how many tokens an answer may have when the caller does not say.
        ceiling: more than the model ever writes; None where that is not known.
        thinking: how it is told to think: not at all, by a budget of tokens, or freely.
        efforts: the values of `effort` it takes.
        native_schema: it can be held to a JSON Schema without a tool.
        sampling: it takes temperature, top_p and top_k.
        one_sampling: of temperature and top_p it takes one.
        mid_system: it takes system messages within a conversation.
    """

    max_tokens: int = 4096
    ceiling: int | None = None
    thinking: Thinking = "budget"
    efforts: tuple[str, ...] = ()
    native_schema: bool = False
    sampling: bool = True
    one_sampling: bool = False
    mid_system: bool = False


_PLAIN: Final = ModelFacts()  # no Claude: another server's model
_FIRST: Final = ModelFacts(4096, 4096, "no")
_NEWEST: Final = (99, 0)  # a name without a number is of a model that is not old
_EFFORTS: Final = ("low", "medium", "high")


@lru_cache(maxsize=256)
def claude_facts(model_id: str) -> ModelFacts:
    """What the id tells, in all the spellings that Anthropic and the clouds use.

    Example:
        >>> claude_facts("claude-3-5-haiku-latest").max_tokens
        8192
        >>> claude_facts("us.anthropic.claude-opus-4-6-v1:0").thinking
        'adaptive'
    """
    found = _NAME.search(model_id)
    if found is None:
        if _OLD.search(model_id):
            return _FIRST
        return _later("", _NEWEST) if "claude" in model_id else _PLAIN
    family = found["family"] or found["last"] or ""
    version = int(found["major"]), int(found["minor"] or 0)
    if version < (4, 0):
        return _third(version)
    return _later(family, version)


def _third(version: tuple[int, int]) -> ModelFacts:
    if version >= (3, 7):
        return ModelFacts(64_000, 128_000)
    return ModelFacts(8192, 8192, "no") if version == (3, 5) else _FIRST


def _later(family: str, version: tuple[int, int]) -> ModelFacts:
    """Claude 4 and what came after. (Anthropic's models overview; migration guides.)"""
    opus = family == "opus"
    adaptive = version >= (4, 6)
    most = 64_000
    if opus:
        most = 128_000 if adaptive else 64_000 if version == (4, 5) else 32_000
    return ModelFacts(
        most,
        None if version >= (4, 7) else 128_000 if version == (4, 6) else most,
        "adaptive" if adaptive else "budget",
        _efforts(version, opus=opus),
        native_schema=version >= (4, 5) or (opus and version == (4, 1)),
        sampling=version <= (4, 6),
        one_sampling=version >= (4, 1),
        mid_system=version >= (4, 8),
    )


def _efforts(version: tuple[int, int], *, opus: bool) -> tuple[str, ...]:
    if version >= (4, 7):
        return (*_EFFORTS, "xhigh", "max")
    if version == (4, 6):
        return (*_EFFORTS, "max")
    return _EFFORTS if opus and version == (4, 5) else ()
