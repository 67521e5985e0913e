"""The list of models."""

from __future__ import annotations

from typing import Any

from ..content import Content, ProviderError
from ..payload import Payload, json_payload
from .base import Exchange
from .openai_common import check_model

_MODELS = (
    "gpt-5",
    "gpt-4o",
    "gpt-4o-mini",
    "text-embedding-3-small",
    "gpt-image-1",
    "gpt-4o-mini-tts",
    "gpt-4o-transcribe",
    "whisper-1",
)


def read_models(exchange: Exchange) -> str | None:
    """Read a `GET /models` or `GET /models/{model}`."""
    model = exchange.params.get("model")
    if model is not None:
        check_model(model, exchange)
    return model


def answer_models(model: str | None, exchange: Exchange) -> Content:
    """List the models, or show one."""
    if model is not None:
        return json_payload(_model(model, exchange))
    names = exchange.known_models or _MODELS
    return json_payload({"object": "list", "data": [_model(name, exchange) for name in names]})


def _model(name: str, exchange: Exchange) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": exchange.created, "owned_by": "local"}


def write_models(content: Content, _model: str | None, _exchange: Exchange) -> Payload:
    """Send the list."""
    if not isinstance(content, Payload):
        raise ProviderError(500, f"{type(content).__name__} is no answer to a request for models")
    return content
