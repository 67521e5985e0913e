"""What the ids of OpenAI's models tell of the settings that they take, in both of its protocols."""

from __future__ import annotations

import re
from typing import Any, Final, Literal, TypeAlias, get_args

from ..errors import InvalidArgumentError
from ..types._value import value

__all__ = [
    "ModelFacts",
    "SystemMode",
    "TokensField",
    "openai_facts",
    "plain_facts",
    "refusal_of",
    "system_mode_of",
]

SystemMode: TypeAlias = Literal["system", "developer", "remove"]
TokensField: TypeAlias = Literal["max_tokens", "max_completion_tokens"]

_REASONING = re.compile(r"(?:ft:)?(?:o\d|gpt-(?:5(?!-chat)|[6-9]|\d\d)|codex-)")
_GPT = re.compile(r"(?:ft:)?gpt-(\d+)(?:\.(\d+))?")


@value
class ModelFacts:
    """What a model's id tells of the settings it takes.

    Attributes:
        system_mode: the role in which instructions are sent.
        tokens_field: the field of the answer's token limit.
        reasoning: it thinks first, so `reasoning_effort` applies.
        dropped: settings it refuses.
        dropped_when_thinking: settings it refuses unless its effort is "none".
    """

    system_mode: SystemMode = "system"
    tokens_field: TokensField = "max_tokens"
    reasoning: bool = True
    dropped: frozenset[str] = frozenset()
    dropped_when_thinking: frozenset[str] = frozenset()


_SAMPLING: Final = frozenset(("temperature", "top_p", "presence_penalty", "frequency_penalty"))
_PLAIN: Final = ModelFacts()
_CHAT: Final = ModelFacts(reasoning=False)
_SEARCH: Final = ModelFacts(reasoning=False, dropped=frozenset(("temperature",)))
_THINKS: Final = ModelFacts("developer", "max_completion_tokens", dropped=_SAMPLING)
_MAY_THINK: Final = ModelFacts(
    "developer", "max_completion_tokens", dropped_when_thinking=_SAMPLING
)


def plain_facts(_model_id: str, force_reasoning: bool = False) -> ModelFacts:
    """The facts where a model's id tells nothing: every setting is sent."""
    return _THINKS if force_reasoning else _PLAIN


def openai_facts(model_id: str, force_reasoning: bool = False) -> ModelFacts:
    """What OpenAI's model ids tell.

    Args:
        model_id: the id, also of a fine-tuned model.
        force_reasoning: treat an unknown id as that of a reasoning model.

    Example:
        >>> openai_facts("gpt-5-mini").system_mode, openai_facts("gpt-4o").tokens_field
        ('developer', 'max_tokens')
    """
    if force_reasoning or _REASONING.match(model_id):
        gpt = _GPT.match(model_id)
        may = gpt is not None and (int(gpt[1]), int(gpt[2] or 0)) >= (5, 1)
        return _MAY_THINK if may else _THINKS
    return _SEARCH if "-search-preview" in model_id or "-search-api" in model_id else _CHAT


def system_mode_of(asked: Any, usual: SystemMode) -> SystemMode:
    """The role in which instructions are sent.

    Args:
        asked: what the option `system_message_mode` says; None for the usual one.
        usual: the role that the provider or the model wants.

    Raises:
        InvalidArgumentError: there is no such role.
    """
    if asked is None:
        return usual
    if asked not in get_args(SystemMode):
        raise InvalidArgumentError(
            f"system_message_mode must be one of {get_args(SystemMode)}, not {asked!r}",
            parameter="provider_options",
            value=asked,
        )
    known: SystemMode = asked
    return known


def refusal_of(facts: ModelFacts, name: str, thinks: bool) -> str | None:
    """Why a model does not take a setting; None if it does."""
    if name in facts.dropped:
        return f"this model does not take {name}"
    if thinks and name in facts.dropped_when_thinking:
        return f'this model takes {name} only with reasoning "none"'
    return None
