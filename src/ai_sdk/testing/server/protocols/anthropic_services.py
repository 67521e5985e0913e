"""Token counts, the list of models and files that are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ..content import Content, ProviderError
from ..payload import json_payload
from ..turn import Ask
from .anthropic_common import NEWER, check_model, checked_version, refuse
from .base import Exchange

__all__ = [
    "answer_count",
    "answer_models",
    "answer_upload",
    "read_models",
    "read_upload",
]

_MODELS = ("claude-opus-4-6", "claude-sonnet-4-6", "claude-haiku-4-5")
_PAGE = 20


@dataclass(frozen=True, slots=True)
class FileAsk:
    """A file to keep."""

    filename: str
    media_type: str
    data: bytes
    life: int | None = None


def answer_count(ask: Ask, _exchange: Exchange) -> Content:
    """Count the tokens of a request for a message."""
    return json_payload({"input_tokens": ask.input_tokens()})


def read_models(exchange: Exchange) -> str | None:
    """Read a `GET /models` or `GET /models/{model}`."""
    checked_version(exchange)
    model = exchange.params.get("model")
    if model is not None:
        check_model(model, exchange)
    return model


def answer_models(model: str | None, exchange: Exchange) -> Content:
    """A page of the list of models, or one model."""
    if model is not None:
        return json_payload(_model(model))
    names = exchange.known_models or _MODELS
    query = exchange.request.query
    after = query.get("after_id", [None])[-1]
    if after is not None and after not in names:
        raise refuse(f"after_id: no model {after}")
    first = 0 if after is None else names.index(after) + 1
    page = names[first : first + int(query.get("limit", [str(_PAGE)])[-1])]
    return json_payload(
        {
            "data": [_model(name) for name in page],
            "has_more": first + len(page) < len(names),
            "first_id": page[0] if page else None,
            "last_id": page[-1] if page else None,
        }
    )


def _model(name: str) -> dict[str, Any]:
    return {
        "id": name,
        "type": "model",
        "display_name": name.replace("-", " ").title(),
        "created_at": "2025-09-29T00:00:00Z",
        "max_input_tokens": 200_000,
        "max_tokens": 64_000,
        "lifecycle": "active",
    }


def read_upload(exchange: Exchange) -> FileAsk:
    """Read a `POST /files`."""
    version = checked_version(exchange)
    flags = exchange.request.headers.get("anthropic-beta", "")
    if version < NEWER and "files-api-2025-04-14" not in flags:
        raise ProviderError(404, "Not found")
    form = exchange.request.form
    if "file" not in form or form["file"][0].filename is None:
        raise refuse("file: Field required")
    file = form["file"][0]
    life = form.get("expires_in_seconds")
    media_type = file.content_type or "application/octet-stream"
    seconds = None if life is None else int(life[-1].text)
    return FileAsk(file.filename or "file", media_type, file.data, seconds)


def answer_upload(ask: FileAsk, exchange: Exchange) -> Content:
    """Keep the file and describe it."""
    file_id = exchange.make_id("file")
    exchange.memory.files[file_id] = ask.data
    body: dict[str, Any] = {
        "id": file_id,
        "type": "file",
        "filename": ask.filename,
        "mime_type": ask.media_type,
        "size_bytes": len(ask.data),
        "created_at": _moment(exchange.created),
        "downloadable": False,
    }
    if ask.life is not None:
        body["expires_at"] = _moment(exchange.created + ask.life)
    return json_payload(body)


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
