"""Clients of every kind for the HTTP tests."""

from __future__ import annotations

import inspect
import os
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import httpx2

from ai_sdk._async.http.client import AsyncHTTPClient
from ai_sdk.http_rules.clock import CallClock
from ai_sdk.http_rules.engine_names import VARIABLE
from ai_sdk.types.http import HTTPRequest
from ai_sdk.types.timeouts import Timeout
from tests.faults.server import FaultServer, reply, say

LONG = Timeout(first_event=60, idle=60, connect=60)
"""Limits that no test comes to, on a busy machine either."""

OK = say(reply(b"fine"))
EVENT = b"data: 1\n\n"

OWN = ["own", "fast"] if VARIABLE not in os.environ else ["own"]
"""Our own connections: over the engine of this run, and over the fast one."""

GUESTS = ["httpx", "httpx2"] if VARIABLE not in os.environ else []
"""Clients that a caller might bring; a run for one engine can leave them out."""

KINDS = OWN + GUESTS

EXACT = KINDS if inspect.iscoroutinefunction(AsyncHTTPClient.send) else OWN
"""Those whose blocked reads follow a limit that changes within a reply."""


def a_clock(**limits: Any) -> CallClock:
    """A clock with limits that no test comes to, but for those it names."""
    return CallClock(Timeout(**{"first_event": 60, "idle": 60, "connect": 60, **limits}))


_AUTHORITIES = ssl.create_default_context()  # reading them takes longer than most tests


@asynccontextmanager
async def open_client(kind: str = "own", **options: Any) -> AsyncIterator[AsyncHTTPClient]:
    """A client of that kind."""
    if kind in ("own", "fast"):
        engine: Any = None if kind == "own" else kind
        async with AsyncHTTPClient(engine=engine, **options) as client:
            yield client
        return
    module: Any = {"httpx": httpx, "httpx2": httpx2}[kind]
    async with module.AsyncClient(trust_env=False, verify=_AUTHORITIES) as guest:
        async with AsyncHTTPClient(http_client=guest, **options) as client:
            yield client
        assert not guest.is_closed  # it belongs to whoever brought it


def post(url: str, body: Any = None, **headers: str) -> HTTPRequest:
    """A request to `url`; underscores in header names mean dashes."""
    lines = {name.replace("_", "-"): line for name, line in headers.items()}
    return HTTPRequest("POST", url, lines, {"n": 1} if body is None else body)


async def clock_turn() -> None:
    """Let the other side go on: by the time of a whole call, it has."""
    with FaultServer(OK) as server:
        async with open_client() as client:
            await client.send(post(server.url), clock=a_clock())


def routes_of(client: AsyncHTTPClient) -> Any:
    """What our own connections know of hosts: the one thing that no caller can ask for."""
    carrier: Any = client._engine._carrier  # pyright: ignore[reportPrivateUsage]
    return carrier._pools.get().routes
