"""Reranking: documents in the order in which they fit a query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..brain.vectors import embed_text
from ..content import Content, ProviderError, Ranking
from ..payload import Payload, json_payload
from ..turn import count_tokens
from .base import Exchange
from .openai_common import json_body, missing, read_count, read_model, refuse, wrong_type

_SIZE = 256


@dataclass(frozen=True, slots=True)
class RerankAsk:
    """What a reranking request asks for."""

    model: str
    query: str
    documents: tuple[str, ...]
    top: int | None


def read_rerank(exchange: Exchange) -> RerankAsk:
    """Read a `POST /rerank`."""
    body = json_body(exchange)
    model = read_model(body, exchange)
    query = body.get("query")
    if not isinstance(query, str):
        raise missing("query") if query is None else wrong_type("query", "a string", query)
    top = read_count(body, "top_n") or read_count(body, "top_k")
    return RerankAsk(model, query, _documents(body), top)


def _documents(body: Mapping[str, Any]) -> tuple[str, ...]:
    given = body.get("documents")
    if not isinstance(given, list) or not given:
        raise refuse("'documents' must be a list that is not empty.", "documents")
    for each in given:
        if not isinstance(each, str):
            raise wrong_type("documents", "an array of strings", each)
    return tuple(given)


def answer_rerank(ask: RerankAsk, _exchange: Exchange) -> Content:
    """Score each document by the likeness of its words to those of the query."""
    wanted = embed_text(ask.query, _SIZE)
    scores = (
        sum(a * b for a, b in zip(wanted, embed_text(text, _SIZE), strict=True))
        for text in ask.documents
    )
    return Ranking(tuple(enumerate(scores)))


def write_rerank(content: Content, ask: RerankAsk, exchange: Exchange) -> Payload:
    """Write the best documents, the best first."""
    if not isinstance(content, Ranking):
        raise ProviderError(500, f"{type(content).__name__} is no answer to a reranking request")
    best = sorted(content.scores, key=lambda each: -each[1])[: ask.top]
    tokens = count_tokens(ask.query) + sum(map(count_tokens, ask.documents))
    return json_payload(
        {
            "id": exchange.make_id("rerank"),
            "model": ask.model,
            "results": [{"index": index, "relevance_score": score} for index, score in best],
            "usage": {"total_tokens": tokens},
        }
    )
