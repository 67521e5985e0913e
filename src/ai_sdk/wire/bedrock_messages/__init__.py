"""Anthropic's Messages through Amazon Bedrock: the same bodies in another envelope."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...http_rules.urls import path_segment
from ...types._value import evolve
from .. import anthropic_messages
from ..anthropic_messages.dialect import MessagesDialect
from .errors import read_error
from .events import BedrockEvents

if TYPE_CHECKING:
    from ...types.call import LanguageModelCall
    from ..protocol import WireRequest

__all__ = ["PROTOCOL", "dialect_of"]

_VERSION: Final = "bedrock-2023-05-31"
_MESSAGES: Final = anthropic_messages.PROTOCOL


def dialect_of(name: str) -> MessagesDialect:
    """How Bedrock speaks the Messages API, under a provider's name.

    Example:
        >>> dialect_of("bedrock").option_namespaces
        ('bedrock', 'amazon_bedrock', 'anthropic')
    """
    namespaces = tuple(dict.fromkeys((name, "bedrock", "amazon_bedrock", "anthropic")))
    return MessagesDialect(name, namespaces, read_error=read_error)


def build(dialect: Any, model_id: str, call: LanguageModelCall, stream: bool) -> WireRequest:
    """The request for a call: model and stream in the path, version and flags in the body."""
    wire = _MESSAGES.build(dialect, model_id, call, False)
    body = {"anthropic_version": _VERSION, **wire.json}
    body.pop("model", None)
    if flags := wire.headers.get("anthropic-beta"):
        body["anthropic_beta"] = [flag.strip() for flag in flags.split(",")]
    operation = "invoke-with-response-stream" if stream else "invoke"
    path = f"/model/{path_segment(model_id)}/{operation}"
    return evolve(wire, path=path, json=body, headers={}, lists=())


PROTOCOL = evolve(
    _MESSAGES, name="bedrock_messages", build=build, count_tokens=None, events=BedrockEvents
)
"""The protocol, for the driver of language models."""
