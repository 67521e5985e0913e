"""DeepSeek's chat: OpenAI's Chat Completions, but for which reasoning goes back, without I/O."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...types._value import evolve
from ...types.content import ReasoningPart
from ...types.messages import AssistantMessage, UserMessage
from ..openai_chat.errors import parse_error
from ..openai_chat.request import build as build_chat
from ..openai_chat.response import parse
from ..openai_chat.stream import decoder
from ..protocol import LanguageProtocol, WireRequest

if TYPE_CHECKING:
    from ...types.call import LanguageModelCall
    from ...types.messages import Message
    from ..openai_chat.dialect import ChatDialect

__all__ = ["PROTOCOL", "build"]


def build(
    dialect: ChatDialect, model_id: str, call: LanguageModelCall, stream: bool
) -> WireRequest:
    """The request for a call; see `openai_chat.request.build`.

    A turn with tools needs the reasoning that led to its calls. That of earlier turns is not sent
    to R1, which refuses it.
    """
    last = max((i for i, m in enumerate(call.prompt) if isinstance(m, UserMessage)), default=-1)
    if "r1" in model_id.lower():
        prompt = tuple(_bare(m) if i < last else m for i, m in enumerate(call.prompt))
        call = evolve(call, prompt=prompt)
    return build_chat(dialect, model_id, call, stream)


def _bare(message: Message) -> Message:
    if not isinstance(message, AssistantMessage) or isinstance(message.content, str):
        return message
    kept = tuple(part for part in message.content if not isinstance(part, ReasoningPart))
    return evolve(message, content=kept)


PROTOCOL = LanguageProtocol("deepseek_chat", build, parse, decoder, parse_error)
"""The protocol, for the driver of language models."""
