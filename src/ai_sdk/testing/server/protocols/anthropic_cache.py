"""The prompt cache: what a request reads from it, and what it writes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from ..turn import Ask, count_tokens
from .base import Exchange

__all__ = ["cached_tokens"]


def cached_tokens(ask: Ask, exchange: Exchange) -> tuple[int, int]:
    """Tokens read from the cache and written to it, by the last breakpoint of a request.

    A prefix that was seen up to some breakpoint is read; what lies between that one and the last
    is written. The memory of the server is the cache.
    """
    read = whole = 0
    known = exchange.memory.conversations
    for key, tokens in _prefixes(ask.body):
        found = known.get(key)
        if found is not None and found != exchange.request.number:
            read = tokens
        known.setdefault(key, exchange.request.number)
        whole = tokens
    return read, whole - read


def _prefixes(body: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """Key and size of the prompt up to each breakpoint."""
    seen = ""
    for block in _blocks(body):
        plain = {name: item for name, item in block.items() if name != "cache_control"}
        seen += json.dumps(plain, sort_keys=True)
        if block.get("cache_control"):
            digest = hashlib.sha256(f"{body.get('model')}{seen}".encode()).hexdigest()
            yield f"cache_{digest}", count_tokens(seen)


def _blocks(body: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    blocks: list[Mapping[str, Any]] = [*(body.get("tools") or ())]
    system = body.get("system") or []
    blocks += _as_blocks(system)
    for message in body.get("messages") or ():
        blocks += _as_blocks(message["content"])
    if body.get("cache_control") and blocks:
        blocks[-1] = {**blocks[-1], "cache_control": body["cache_control"]}
    return blocks


def _as_blocks(content: Any) -> list[Mapping[str, Any]]:
    """A string is a list of one text."""
    return [{"type": "text", "text": content}] if isinstance(content, str) else [*content]
