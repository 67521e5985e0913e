"""Where the servers that speak Chat Completions differ from each other: one frozen value each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...types._value import EMPTY, value
from ..errors import error_from_reply
from ..openai_models import openai_facts, plain_facts
from .usage import usage_object, usage_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ...errors import APICallError
    from ...types.http import HTTPReply
    from ...types.usage import Usage
    from ..openai_models import ModelFacts, SystemMode, TokensField

__all__ = [
    "COMPATIBLE",
    "OPENAI",
    "OPENAI_COMPLETIONS",
    "ChatDialect",
    "compatible",
]


@value
class ChatDialect:
    """How one provider speaks Chat Completions.

    Attributes:
        name: the provider's name; the key of its metadata.
        option_namespaces: names under which `provider_options` are read; the first wins.
        path: path of the endpoint below the base URL.
        pass_unknown_options: send options that the protocol does not know.
        facts: what a model's id tells of it.
        system_mode: the role of instructions; None to go by the model.
        tokens_field: the field of the token limit; None to go by the model.
        json_schema: the server can hold the answer to a JSON Schema.
        strict_schema: value of `strict` for a schema when the caller does not say.
        usage_in_stream: ask for token counts in streams.
        reasoning_fields: fields of a message that may hold its reasoning.
        reasoning_echo: field in which reasoning is sent back; None to leave it out.
        unsupported: settings the server does not know.
        url_media_types: media types whose URLs the server fetches itself.
        read_error: the typed error of a reply with an error status.
        efforts: a reasoning level -> the server's own word, where that differs.
        citations: fields of an answer that list what it cites, the richest first.
        reasoning_details: field of a message whose entries (signatures among them) go back as
            they came.
        find_usage: the usage object of an answer or a chunk.
        count_usage: the token counts of a usage object.
    """

    name: str = "openai"
    option_namespaces: tuple[str, ...] = ("openai",)
    path: str = "/chat/completions"
    pass_unknown_options: bool = False
    facts: Callable[[str, bool], ModelFacts] = openai_facts
    system_mode: SystemMode | None = None
    tokens_field: TokensField | None = None
    json_schema: bool = True
    strict_schema: bool = True
    usage_in_stream: bool = True
    reasoning_fields: tuple[str, ...] = ("reasoning_content", "reasoning")
    reasoning_echo: str | None = None
    unsupported: frozenset[str] = frozenset(("top_k",))
    url_media_types: tuple[str, ...] = ("image/",)
    read_error: Callable[[HTTPReply], APICallError] = error_from_reply
    efforts: Mapping[str, str] = EMPTY
    citations: tuple[str, ...] = ()
    reasoning_details: str | None = None
    find_usage: Callable[[Mapping[str, Any]], object] = usage_object
    count_usage: Callable[[object], Usage] = usage_of


def compatible(
    name: str, *, json_schema: bool = False, usage_in_stream: bool = True
) -> ChatDialect:
    """The dialect of a server that is OpenAI-compatible and of which nothing more is known.

    Example:
        >>> compatible("acme").option_namespaces
        ('acme', 'openai_compatible')
    """
    return ChatDialect(
        name,
        tuple(dict.fromkeys((name, "openai_compatible"))),
        pass_unknown_options=True,
        facts=plain_facts,
        json_schema=json_schema,
        usage_in_stream=usage_in_stream,
        reasoning_echo="reasoning_content",
    )


OPENAI: Final = ChatDialect()
"""OpenAI's own dialect."""

OPENAI_COMPLETIONS: Final = ChatDialect(path="/completions")
"""OpenAI's dialect of Completions."""

COMPATIBLE: Final = compatible("openai_compatible")
"""The dialect of a nameless compatible server."""
