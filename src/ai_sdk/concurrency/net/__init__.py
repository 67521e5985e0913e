"""Connections that know a call's limits: `async_` over asyncio, `sync` over plain sockets."""

from __future__ import annotations

from .common import SMALL, Limit, StaleConnection, WaitLimit, as_limit, shut_down

__all__ = ["SMALL", "Limit", "StaleConnection", "WaitLimit", "as_limit", "shut_down"]
