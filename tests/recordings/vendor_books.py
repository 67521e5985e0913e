"""Azure's records, and those of the vendors that speak OpenAI's Chat Completions."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from . import expected_vendors as walks
from .driver import Book
from .exceptions import NO_CALL, NO_ONE_ANSWER, VENDORS
from .expected import Expected
from .expected_openai_chat import walk_chat
from .expected_openai_media import walk_media
from .expected_openai_responses import walk_responses
from .expected_vendors import Rewrite, walk_vendor
from .express_openai import OTHER_OPERATIONS
from .express_openai_chat import Manner, express_chat
from .express_openai_completions import express_completion
from .express_openai_media import express_embeddings
from .express_openai_responses import express_responses
from .express_openai_tools import LEVELS, is_reasoning
from .intention import Inexpressible, Intention
from .openai_book import walk_text
from .records import Record, load

__all__ = ["VENDOR_BOOKS"]


def _thinks_at_azure(deployment: str) -> bool:
    return is_reasoning(deployment) or deployment.startswith(("gpt-5.", "codex-"))


def _never(_model: str) -> bool:
    return False


def _records(name: str, surfaces: tuple[str, ...]) -> tuple[Record, ...]:
    return tuple(map(_as_ours, load(name, surfaces)))


def _as_ours(record: Record) -> Record:
    """The record with nothing of the vendor's own path before the operation's.

    A deployment that only the path names is the model.
    """
    request = record.request
    if request is None or record.body is None:
        return record
    path, body = str(request.get("path") or ""), request["body"]
    operations = ("/chat/completions", "/completions", "/embeddings", "/responses")
    for operation in operations:
        if path.endswith(operation):
            path = f"/v1{operation}"
            break
    deployment = str(request.get("path") or "").partition("/deployments/")[2].partition("/")[0]
    if deployment and isinstance(body, dict):
        body = {**body, "model": deployment}
    return Record({**record.raw, "request": {**request, "path": path, "body": body}})


def _mistral_records() -> tuple[Record, ...]:
    return tuple(map(_as_mistral_takes_it, _records("mistral", ("chat",))))


def _as_mistral_takes_it(record: Record) -> Record:
    """The record with ids of nine letters again, which its recorder had rewritten; with the type
    of tools, "function" where none is given; and with the texts of a thought as one text."""
    text = re.sub(r"call_REDACTED_(\d+)", lambda m: f"REDACT{int(m[1]):03}", json.dumps(record.raw))
    raw = json.loads(text)
    body = (raw.get("request") or {}).get("body") or {}
    body["tools"] = [{"type": "function", **given} for given in body.get("tools") or ()]
    for message in body.get("messages") or ():
        for part in message["content"] if isinstance(message.get("content"), list) else ():
            if part["type"] == "thinking":
                whole = "".join(each["text"] for each in part["thinking"])
                part["thinking"] = [{"type": "text", "text": whole}]
    return Record(raw)


def _express(manner: Manner, record: Record) -> Intention | None:
    if record.request is None:
        return None
    if record.method != "POST" or record.path in OTHER_OPERATIONS:
        raise Inexpressible(f"another operation: {record.method} {record.path}")
    if not isinstance(record.body, dict) or not record.body or "_fixture_body" in record.body:
        return None
    if record.api == "responses":
        return express_responses(record, manner.provider, manner.reasoning)
    if record.api == "completions":
        return express_completion(record, manner.provider)
    if record.api == "embeddings":
        return express_embeddings(record, manner.provider)
    return express_chat(record, manner)


def _stand_in(record: Record) -> Intention:
    if record.api == "embeddings":
        return Intention("embed", "embedding", "text-embedding-3-small", {"value": "Hi"})
    function = "stream_text" if record.streamed else "generate_text"
    surface = "responses" if record.api == "responses" else "chat"
    return Intention(function, surface, "a-model", {"prompt": "Hi"})


def _walk(rewrite: Rewrite, record: Record) -> Expected:
    if record.api == "responses":
        return walk_responses(record)
    if record.api == "embeddings":
        return walk_media(record)
    return walk_vendor(record, rewrite)


def _book(
    manner: Manner,
    rewrite: Rewrite = walks.plain,
    surfaces: tuple[str, ...] = ("chat",),
    walk: Callable[[Record], Expected] | None = None,
) -> Book:
    name = manner.provider
    return Book(
        partial(_records, name, surfaces),
        walk or partial(_walk, rewrite),
        partial(_express, manner),
        _stand_in,
        VENDORS.get(name, {}),
        NO_CALL,
        NO_ONE_ANSWER,
        f"create_{name}",
    )


def _vendor(name: str, echo: str | None = "reasoning_content", **further: Any) -> Manner:
    return Manner(name, _never, further.pop("tokens", "max_tokens"), echo, open=True, **further)


def _walk_azure(record: Record) -> Expected:
    known = {"chat": walk_chat, "completions": walk_text, "responses": walk_responses}
    return known.get(record.api, walk_media)(record)


_FIREWORKS = tuple(level for level in LEVELS if level not in ("minimal", "xhigh"))

VENDOR_BOOKS: dict[str, Book] = {
    "azure": _book(
        Manner("azure", _thinks_at_azure),
        surfaces=("chat", "completions", "responses", "embeddings"),
        walk=_walk_azure,
    ),
    "cerebras": _book(_vendor("cerebras", "reasoning")),
    "deepseek": _book(_vendor("deepseek"), walks.cached, ("chat", "responses")),
    "fireworks": _book(_vendor("fireworks", levels=_FIREWORKS)),
    "groq": _book(_vendor("groq", "reasoning"), walks.groq),
    "mistral": replace(
        _book(_vendor("mistral", must="any"), walks.mistral), records=_mistral_records
    ),
    "openrouter": _book(
        _vendor("openrouter", "reasoning", details="reasoning_details"),
        surfaces=("chat", "responses"),
    ),
    "perplexity": _book(_vendor("perplexity", None), walks.perplexity),
    "together": _book(_vendor("together"), walks.together),
    "xai": _book(_vendor("xai", tokens="max_completion_tokens"), walks.xai, ("chat", "responses")),
}
