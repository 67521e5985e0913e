"""Clients of every kind for the HTTP tests."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import httpx2

from ai_sdk._async.http.client import AsyncHTTPClient
from ai_sdk.types.http import HTTPRequest

KINDS = ["own", "httpx", "httpx2"]
"""Our own transport, and clients that a caller might bring."""

EXACT = KINDS if inspect.iscoroutinefunction(AsyncHTTPClient.send) else ["own"]
"""Those whose blocked reads follow a limit that changes within a reply."""


@asynccontextmanager
async def open_client(kind: str = "own", **options: Any) -> AsyncIterator[AsyncHTTPClient]:
    """A client of that kind."""
    if kind == "own":
        async with AsyncHTTPClient(**options) as client:
            yield client
        return
    module: Any = {"httpx": httpx, "httpx2": httpx2}[kind]
    async with module.AsyncClient(trust_env=False) as guest:
        async with AsyncHTTPClient(http_client=guest, **options) as client:
            yield client
        assert not guest.is_closed  # it belongs to whoever brought it


def post(url: str, body: Any = None, **headers: str) -> HTTPRequest:
    """A request to `url`; underscores in header names mean dashes."""
    lines = {name.replace("_", "-"): line for name, line in headers.items()}
    return HTTPRequest("POST", url, lines, {"n": 1} if body is None else body)
