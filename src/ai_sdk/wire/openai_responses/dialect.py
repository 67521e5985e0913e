"""Where the servers that speak the Responses API differ from each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...types._value import value
from ..errors import error_from_reply
from ..openai_models import ModelFacts, SystemMode, openai_facts, plain_facts

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...errors import APICallError
    from ...types.http import HTTPReply

__all__ = ["OPENAI", "ResponsesDialect", "compatible"]


@value
class ResponsesDialect:
    """How one provider speaks the Responses API.

    Attributes:
        name: the provider's name; the key of its metadata.
        option_namespaces: names under which `provider_options` are read; the first wins.
        path: path of the endpoint below the base URL.
        pass_unknown_options: send options that the protocol does not know.
        facts: what a model's id tells of it.
        system_mode: the role of instructions; None to go by the model.
        strict_schema: value of `strict` for a schema when the caller does not say.
        encrypted_reasoning: ask for encrypted reasoning when the server does not store answers.
        unsupported: settings the protocol does not know.
        read_error: the typed error of a reply with an error status.
    """

    name: str = "openai"
    option_namespaces: tuple[str, ...] = ("openai",)
    path: str = "/responses"
    pass_unknown_options: bool = False
    facts: Callable[[str, bool], ModelFacts] = openai_facts
    system_mode: SystemMode | None = None
    strict_schema: bool = True
    encrypted_reasoning: bool = True
    unsupported: frozenset[str] = frozenset(
        ("top_k", "seed", "presence_penalty", "frequency_penalty", "stop_sequences")
    )
    read_error: Callable[[HTTPReply], APICallError] = error_from_reply


def compatible(name: str) -> ResponsesDialect:
    """The dialect of a server that speaks the Responses API and of which nothing more is known.

    Example:
        >>> compatible("acme").option_namespaces
        ('acme', 'openai_compatible')
    """
    return ResponsesDialect(
        name,
        tuple(dict.fromkeys((name, "openai_compatible"))),
        pass_unknown_options=True,
        facts=plain_facts,
        encrypted_reasoning=False,
    )


OPENAI: Final = ResponsesDialect()
"""OpenAI's own dialect."""
