"""Embeddings."""

from __future__ import annotations

import base64
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..brain.vectors import embed_text
from ..content import Content, Embeddings, ProviderError
from ..payload import Payload, json_payload
from ..turn import count_tokens
from .base import Exchange
from .openai_common import json_body, missing, read_count, read_model, refuse, wrong_type

MAX_INPUTS = 2048
_SIZES = {"text-embedding-3-large": 3072}


@dataclass(frozen=True, slots=True)
class EmbeddingAsk:
    """What an embedding request asks for."""

    model: str
    texts: tuple[str, ...]
    size: int
    as_base64: bool


def read_embeddings(exchange: Exchange) -> EmbeddingAsk:
    """Read a `POST /embeddings`."""
    body = json_body(exchange)
    model = read_model(body, exchange)
    form = body.get("encoding_format", "float")
    if form not in ("float", "base64"):
        message = f"Invalid value: '{form}'. Supported values are: 'float' and 'base64'."
        raise refuse(message, "encoding_format", "invalid_value")
    size = read_count(body, "dimensions") or _SIZES.get(model, 1536)
    if size > _SIZES.get(model, 1536):
        raise refuse(f"Invalid value for 'dimensions' = {size}. Too large.", "dimensions")
    return EmbeddingAsk(model, _texts(body), size, form == "base64")


def _texts(body: Mapping[str, Any]) -> tuple[str, ...]:
    given = body.get("input")
    if given is None:
        raise missing("input")
    if isinstance(given, str) or (isinstance(given, list) and given and _is_token(given[0])):
        given = [given]
    if not isinstance(given, list):
        raise wrong_type("input", "a string or an array", given)
    if not given or len(given) > MAX_INPUTS:
        message = f"Invalid 'input': {len(given)} items. Expected 1 to {MAX_INPUTS}."
        raise refuse(message, "input", "array_above_max_length" if given else "empty_array")
    return tuple(_text(item) for item in given)


def _is_token(item: Any) -> bool:
    return isinstance(item, int) and not isinstance(item, bool)


def _text(item: Any) -> str:
    if isinstance(item, list) and item and all(map(_is_token, item)):
        return " ".join(map(str, item))
    if not isinstance(item, str) or not item:
        raise refuse("'$.input' is invalid. Please check the API reference.", "input")
    return item


def answer_embeddings(ask: EmbeddingAsk, _exchange: Exchange) -> Content:
    """Embed each text."""
    return Embeddings(tuple(embed_text(text, ask.size) for text in ask.texts))


def write_embeddings(content: Content, ask: EmbeddingAsk, _exchange: Exchange) -> Payload:
    """Write vectors as numbers or as base64 of float32."""
    if not isinstance(content, Embeddings):
        raise ProviderError(500, f"{type(content).__name__} is no answer to an embedding request")
    encode = _base64 if ask.as_base64 else list
    data = [
        {"object": "embedding", "index": index, "embedding": encode(vector)}
        for index, vector in enumerate(content.vectors)
    ]
    tokens = content.tokens
    if tokens is None:
        tokens = sum(map(count_tokens, ask.texts))
    usage = {"prompt_tokens": tokens, "total_tokens": tokens}
    return json_payload({"object": "list", "data": data, "model": ask.model, "usage": usage})


def _base64(vector: tuple[float, ...]) -> str:
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()
