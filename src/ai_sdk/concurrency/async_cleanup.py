"""Closing what was dropped without being closed."""

from __future__ import annotations

import asyncio
import logging
import warnings
from collections.abc import Awaitable, Callable

_closing: set[asyncio.Task[None]] = set()


def abandon(close: Callable[[], Awaitable[object]], message: str) -> None:
    """Close something from its `__del__`, in the background, and warn.

    The close runs on the event loop of this thread; without one, whatever holds the connection
    closes it when its own loop shuts down. A failing close is logged.

    Args:
        close: Closes it.
        message: Text of the `ResourceWarning`.
    """
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        pass
    else:
        task = loop.create_task(_shielded(close))
        _closing.add(task)  # the loop itself holds tasks only weakly
        task.add_done_callback(_closing.discard)
    warnings.warn(message, ResourceWarning, stacklevel=2)


async def _shielded(close: Callable[[], Awaitable[object]]) -> None:
    try:
        await close()
    except Exception:
        logging.getLogger("ai_sdk").warning("closing what was dropped failed", exc_info=True)


async def close_source(source: object) -> None:
    """Close what was read from, where it can be closed: a stream, a generator; a list cannot."""
    close = getattr(source, "aclose", None)
    if close is not None:
        await close()
