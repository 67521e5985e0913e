"""Calling the user's callbacks: an exception inside one is reported and breaks nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..concurrency import async_ as cc
from ..engine.reports import report_callback

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..engine.callbacks import Callbacks


class AsyncNotifier:
    """Calls the callbacks of one run."""

    def __init__(self, callbacks: Callbacks) -> None:
        self._callbacks = callbacks
        self.on_chunk: Callable[[Any], Any] | None = callbacks.get("on_chunk")
        for name, callback in callbacks.by_name.items():
            cc.check_colour(callback, name)

    async def notify(self, name: str, event: Any) -> None:
        """Call the callback `name`, if there is one, with `event`.

        Raises:
            ConfigurationError: On the synchronous face, it gave a coroutine.
        """
        callback = self._callbacks.get(name)
        if callback is None:
            return
        try:
            await cc.invoke(callback, event)
        except Exception as error:
            if cc.is_refusal(error):
                raise
            report_callback(name)
