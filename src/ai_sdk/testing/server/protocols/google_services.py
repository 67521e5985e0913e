"""Token counts, the list of models, files and prompts that are kept."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ..content import Content, ProviderError
from ..payload import json_payload
from ..turn import Ask
from .base import Exchange
from .google_common import check_model, check_names, json_body, refuse
from .google_generate import read_body

__all__ = [
    "answer_cache",
    "answer_count",
    "answer_file",
    "answer_list",
    "answer_models",
    "answer_upload",
    "read_cache",
    "read_file",
    "read_list",
    "read_models",
    "read_upload",
]

_MODELS = (
    "gemini-3-pro-preview",
    "gemini-2.5-flash",
    "gemini-2.5-flash-image",
    "gemini-2.5-flash-preview-tts",
    "gemini-embedding-001",
    "imagen-4.0-generate-001",
)
_PAGE = 50
_LIFE = 48 * 3600  # seconds that a file is kept
_CACHE = ("model", "contents", "systemInstruction", "tools", "toolConfig", "ttl", "displayName")


def answer_count(ask: Ask, _exchange: Exchange) -> Content:
    """Count the tokens of a request for an answer."""
    total = ask.input_tokens()
    details = [{"modality": "TEXT", "tokenCount": total}]
    return json_payload({"totalTokens": total, "promptTokensDetails": details})


# ---- models


def read_models(exchange: Exchange) -> str | None:
    """Read a `GET /models` or `GET /models/{model}`."""
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
    token = query.get("pageToken", ["0"])[-1]
    if not token.isdigit():
        raise refuse("Invalid page token.")
    first, size = int(token), int(query.get("pageSize", [str(_PAGE)])[-1])
    page: dict[str, Any] = {"models": [_model(name) for name in names[first : first + size]]}
    if first + size < len(names):
        page["nextPageToken"] = str(first + size)
    return json_payload(page)


def _model(name: str) -> dict[str, Any]:
    return {
        "name": f"models/{name}",
        "version": "001",
        "displayName": name.replace("-", " ").title(),
        "description": "A model of the local server.",
        "inputTokenLimit": 1_048_576,
        "outputTokenLimit": 65_536,
        "supportedGenerationMethods": ["generateContent", "countTokens"],
        "temperature": 1,
        "maxTemperature": 2,
        "topP": 0.95,
        "topK": 64,
    }


# ---- files


@dataclass(frozen=True, slots=True)
class UploadAsk:
    """One request of an upload: its start, or the bytes."""

    upload: str | None
    name: str
    media_type: str
    data: bytes


def read_upload(exchange: Exchange) -> UploadAsk:
    """Read a `POST /upload/.../files`."""
    request = exchange.request
    upload = request.query.get("upload_id", [None])[-1]
    command = request.headers.get("x-goog-upload-command", "")
    if upload is None:
        if request.headers.get("x-goog-upload-protocol") != "resumable" or command != "start":
            raise refuse("Only resumable uploads are taken here.")
        file = (request.json or {}).get("file") or {}
        kind = request.headers.get("x-goog-upload-header-content-type", "")
        return UploadAsk(None, str(file.get("displayName") or ""), kind, b"")
    if upload not in exchange.memory.conversations:
        raise ProviderError(404, "Upload not found.")
    if "finalize" not in command:
        raise refuse("The bytes have to come in one request.")
    about = exchange.memory.conversations[upload]
    size = about["size"]
    if size is not None and int(size) != len(request.body):
        raise refuse(f"Expected {size} bytes, got {len(request.body)}.")
    return UploadAsk(upload, about["name"], about["type"], request.body)


def answer_upload(ask: UploadAsk, exchange: Exchange) -> Content:
    """Say where the bytes go, or keep them and describe the file."""
    memory = exchange.memory
    if ask.upload is None:
        upload = exchange.make_id("up")
        size = exchange.request.headers.get("x-goog-upload-header-content-length")
        memory.conversations[upload] = {"name": ask.name, "type": ask.media_type, "size": size}
        address = f"{exchange.origin}{exchange.request.path}?upload_id={upload}"
        return json_payload(
            {}, 200, (("x-goog-upload-url", address), ("x-goog-upload-status", "active"))
        )
    name = f"files/{exchange.make_id('f').replace('_', '-')}"
    memory.files[name] = ask.data
    memory.conversations[name] = _file(name, ask, exchange)
    final = (("x-goog-upload-status", "final"),)
    return json_payload({"file": memory.conversations[name]}, 200, final)


def _file(name: str, ask: UploadAsk, exchange: Exchange) -> dict[str, Any]:
    digest = base64.b64encode(hashlib.sha256(ask.data).hexdigest().encode()).decode()
    file = {
        "name": name,
        "mimeType": ask.media_type,
        "sizeBytes": str(len(ask.data)),
        "createTime": _moment(exchange.created),
        "updateTime": _moment(exchange.created),
        "expirationTime": _moment(exchange.created + _LIFE),
        "sha256Hash": digest,
        "uri": f"{exchange.origin}/v1beta/{name}",
        "state": "ACTIVE",
        "source": "UPLOADED",
    }
    return {**file, "displayName": ask.name} if ask.name else file


def read_file(exchange: Exchange) -> str:
    """Read a `GET /files/{file}`."""
    name = f"files/{exchange.params['file']}"
    if name not in exchange.memory.conversations:
        raise ProviderError(
            403, f"You do not have permission to access the File {name[6:]} or it may not exist."
        )
    return name


def answer_file(name: str, exchange: Exchange) -> Content:
    """Describe a file or a cache."""
    return json_payload(exchange.memory.conversations[name])


# ---- prompts that are kept


def read_cache(exchange: Exchange) -> Ask:
    """Read a `POST /cachedContents`."""
    body = json_body(exchange)
    check_names(body, _CACHE)
    model = str(body.get("model", "")).rpartition("/")[2]
    check_model(model, exchange)
    kept: Mapping[str, Any] = {
        name: item for name, item in body.items() if name not in ("ttl", "displayName", "model")
    }
    return read_body({"contents": [{"parts": [{"text": "-"}]}], **kept}, exchange, model)


def answer_cache(ask: Ask, exchange: Exchange) -> Content:
    """Keep a prompt."""
    name = f"cachedContents/{exchange.make_id('c')}"
    cache = {
        "name": name,
        "model": f"models/{ask.model}",
        "createTime": _moment(exchange.created),
        "expireTime": _moment(exchange.created + 3600),
        "usageMetadata": {"totalTokenCount": ask.input_tokens()},
    }
    exchange.memory.conversations[name] = cache
    return json_payload(cache)


def read_list(_exchange: Exchange) -> None:
    """Read a `GET /cachedContents`."""


def answer_list(_ask: None, exchange: Exchange) -> Content:
    """List the prompts that are kept."""
    kept = exchange.memory.conversations.items()
    caches = [item for name, item in kept if name.startswith("cachedContents/")]
    return json_payload({"cachedContents": caches} if caches else {})


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
