"""Embeddings and Imagen's pictures, in the requests of the Gemini API and of Vertex AI."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..brain.pictures import draw
from ..brain.vectors import embed_text
from ..content import Content, Embeddings, Images, ProviderError
from ..payload import Payload, json_payload
from ..turn import count_tokens
from .base import Exchange
from .google_common import camel, check_names, json_body, model_of, refuse

__all__ = [
    "answer_embed",
    "answer_predict",
    "read_batch",
    "read_embed",
    "read_predict",
    "write_embed",
    "write_predict",
]

_EMBED = frozenset(
    (
        *("content", "model", "taskType", "title", "outputDimensionality", "autoTruncate"),
        "embedContentConfig",
    )
)
_SIZE = 3072
_MOST = 100
_MOST_IMAGES = 4
_SIDE = 64  # pixels


@dataclass(frozen=True, slots=True)
class EmbedAsk:
    """What an embedding request asks for; `form` is the kind of request."""

    texts: tuple[str, ...]
    size: int
    form: str


@dataclass(frozen=True, slots=True)
class PaintAsk:
    """What a request for pictures asks for."""

    prompt: str
    count: int
    seed: int


def read_embed(exchange: Exchange) -> EmbedAsk:
    """Read a `POST .../models/{model}:embedContent`."""
    model_of(exchange)
    text, size = _one(json_body(exchange))
    return EmbedAsk((text,), size, "one")


def read_batch(exchange: Exchange) -> EmbedAsk:
    """Read a `POST .../models/{model}:batchEmbedContents`."""
    model = model_of(exchange)
    rows = json_body(exchange).get("requests")
    if not isinstance(rows, list) or not rows:
        raise refuse("* BatchEmbedContentsRequest.requests: requests is not specified")
    if len(rows) > _MOST:
        raise refuse(
            f"* BatchEmbedContentsRequest.requests: at most {_MOST} requests can be in one batch"
        )
    if any(row.get("model") != f"models/{model}" for row in rows):
        raise refuse("* BatchEmbedContentsRequest.model: models must be the same in all requests")
    read = [_one(row) for row in rows]
    return EmbedAsk(tuple(text for text, _ in read), read[0][1], "batch")


def _one(row: Mapping[str, Any]) -> tuple[str, int]:
    check_names(row, _EMBED)
    named = {camel(name): item for name, item in row.items()}
    parts = (named.get("content") or {}).get("parts") or []
    text = "\n".join(str(part.get("text", "")) for part in parts)
    if not text:
        raise refuse("* EmbedContentRequest.content: content is empty")
    return text, _size(named.get("outputDimensionality"))


def _size(given: Any) -> int:
    size = _SIZE if given is None else given
    if not isinstance(size, int) or not 1 <= size <= _SIZE:
        raise refuse(f"output_dimensionality must be in the range [1, {_SIZE}].")
    return size


def read_predict(exchange: Exchange) -> EmbedAsk | PaintAsk:
    """Read a `POST .../models/{model}:predict`: pictures, or vectors of the older kind."""
    model, body = model_of(exchange), json_body(exchange)
    check_names(body, ("instances", "parameters", "labels"))
    rows = body.get("instances")
    if not isinstance(rows, list) or not rows:
        raise refuse("Empty instances.")
    settings = body.get("parameters") or {}
    if "embedding" in model:
        texts = tuple(str(row.get("content", "")) for row in rows)
        return EmbedAsk(texts, _size(settings.get("outputDimensionality")), "predict")
    count = settings.get("sampleCount", 1)
    if not 1 <= count <= _MOST_IMAGES:
        raise refuse(f"Sample count must be between 1 and {_MOST_IMAGES} inclusive.")
    if not rows[0].get("prompt"):
        raise refuse("The prompt is empty.")
    return PaintAsk(str(rows[0]["prompt"]), count, settings.get("seed") or 0)


def answer_embed(ask: EmbedAsk, _exchange: Exchange) -> Content:
    """Embed each text."""
    return Embeddings(tuple(embed_text(text, ask.size) for text in ask.texts))


def answer_predict(ask: EmbedAsk | PaintAsk, exchange: Exchange) -> Content:
    """Paint, or embed each text."""
    if isinstance(ask, EmbedAsk):
        return answer_embed(ask, exchange)
    return Images(tuple(draw(ask.prompt, _SIDE, _SIDE, ask.seed + n) for n in range(ask.count)))


def write_embed(content: Content, ask: EmbedAsk, _exchange: Exchange) -> Payload:
    """Write vectors in the form that was asked for."""
    if not isinstance(content, Embeddings):
        raise ProviderError(500, f"{type(content).__name__} is no answer to an embedding request")
    rows = [{"values": list(vector)} for vector in content.vectors]
    counts = [count_tokens(text) for text in ask.texts]
    if ask.form == "predict":
        pairs = zip(rows, [*counts, *[0] * len(rows)], strict=False)
        made = [
            {"embeddings": {**row, "statistics": {"token_count": count, "truncated": False}}}
            for row, count in pairs
        ]
        metadata = {"billableCharacterCount": sum(map(len, ask.texts))}
        return json_payload({"predictions": made, "metadata": metadata})
    total = sum(counts) if content.tokens is None else content.tokens
    usage = {"usageMetadata": {"promptTokenCount": total}}
    if ask.form == "one" and rows:
        return json_payload({"embedding": rows[0], **usage})
    return json_payload({"embeddings": rows, **usage})


def write_predict(content: Content, ask: EmbedAsk | PaintAsk, exchange: Exchange) -> Payload:
    """Write pictures or vectors."""
    if isinstance(ask, EmbedAsk):
        return write_embed(content, ask, exchange)
    if not isinstance(content, Images):
        raise ProviderError(500, f"{type(content).__name__} is no answer to a request for images")
    rewritten = {"prompt": content.revised_prompt} if content.revised_prompt else {}
    rows = [
        {
            "mimeType": "image/png",
            "bytesBase64Encoded": base64.b64encode(data).decode(),
            **rewritten,
        }
        for data in content.files
    ]
    return json_payload({"predictions": rows})
