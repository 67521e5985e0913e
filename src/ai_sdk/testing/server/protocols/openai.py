"""OpenAI's protocols put together."""

from __future__ import annotations

from ..brain import answer
from .base import Route, WireProtocol
from .openai_chat import read_chat
from .openai_chat_write import write_chat
from .openai_common import bearer_key, write_error
from .openai_responses import read_response
from .openai_responses_write import write_response

OPENAI = WireProtocol(
    name="openai",
    routes=(
        Route("POST", "/v1/chat/completions", read_chat, answer, write_chat),
        Route("POST", "/v1/responses", read_response, answer, write_response),
    ),
    write_error=write_error,
    key_of=bearer_key,
)
