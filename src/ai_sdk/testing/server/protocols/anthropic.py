"""Anthropic's Messages API put together."""

from __future__ import annotations

from ..brain import answer
from .anthropic_common import claims, key_of, write_error
from .anthropic_messages import read_count, read_message
from .anthropic_services import (
    answer_count,
    answer_models,
    answer_upload,
    read_models,
    read_upload,
)
from .anthropic_write import write_message
from .base import Route, WireProtocol
from .openai_services import write_plain

_MODELS = (read_models, answer_models, write_plain)

ANTHROPIC = WireProtocol(
    name="anthropic",
    routes=(
        Route("POST", "/v1/messages", read_message, answer, write_message),
        Route("POST", "/v1/messages/count_tokens", read_count, answer_count, write_plain),
        Route("GET", "/v1/models", *_MODELS),
        Route("GET", "/v1/models/{model}", *_MODELS),
        Route("POST", "/v1/files", read_upload, answer_upload, write_plain),
    ),
    write_error=write_error,
    key_of=key_of,
    claims=claims,
)
