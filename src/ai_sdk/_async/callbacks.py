"""Calling the user's callbacks: an exception inside one is reported and breaks nothing."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from ..concurrency import async_ as cc
from ..errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..engine.callbacks import Callbacks

_logger = logging.getLogger("ai_sdk")


class AsyncNotifier:
    """Calls the callbacks of one run."""

    def __init__(self, callbacks: Callbacks) -> None:
        self._callbacks = callbacks
        self.on_chunk: Callable[[Any], Any] | None = callbacks.get("on_chunk")
        for name, callback in callbacks.by_name.items():
            cc.check_colour(callback, name)

    async def notify(self, name: str, event: Any) -> None:
        """Call the callback `name`, if there is one, with `event`."""
        callback = self._callbacks.get(name)
        if callback is None:
            return
        try:
            await cc.invoke(callback, event)
        except ConfigurationError:
            raise
        except Exception:
            _logger.exception("the callback %s raised; the run goes on", name)
