"""Perplexity's chat: OpenAI's Chat Completions without tools, without I/O."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import UnsupportedFunctionalityError
from ...types._value import evolve
from ...types.call import CallWarning
from ...types.messages import ToolMessage
from ..openai_chat.errors import parse_error
from ..openai_chat.request import build as build_chat
from ..openai_chat.response import parse
from ..openai_chat.stream import decoder
from ..protocol import LanguageProtocol, WireRequest

if TYPE_CHECKING:
    from ...types.call import LanguageModelCall
    from ..openai_chat.dialect import ChatDialect

__all__ = ["PROTOCOL", "build"]


def build(
    dialect: ChatDialect, model_id: str, call: LanguageModelCall, stream: bool
) -> WireRequest:
    """The request for a call; see `openai_chat.request.build`.

    Raises:
        UnsupportedFunctionalityError: the conversation holds results of tools.
    """
    if any(isinstance(message, ToolMessage) for message in call.prompt):
        raise UnsupportedFunctionalityError(
            f"{dialect.name}: a conversation cannot hold results of tools", functionality="tools"
        )
    request = build_chat(dialect, model_id, evolve(call, tools=(), tool_choice=None), stream)
    if not call.tools:
        return request
    refused = CallWarning(
        "unsupported", f"{dialect.name}: tools are not supported; they are left out", "tools"
    )
    return evolve(request, warnings=(*request.warnings, refused))


PROTOCOL = LanguageProtocol("perplexity_chat", build, parse, decoder, parse_error)
"""The protocol, for the driver of language models."""
