"""Calling the user's callbacks: an exception inside one is reported and breaks nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..concurrency import async_ as cc
from ..engine.reports import report_callback

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..engine.callbacks import Callbacks
    from ..engine.run_telemetry import RunTelemetry
    from ..engine.setup import RunSetup

__all__ = ["AsyncNotifier", "check_functions"]


def check_functions(setup: RunSetup) -> None:
    """Refuse functions of the caller's that this face cannot call, before anything is sent.

    Raises:
        ConfigurationError: On the synchronous face, one is a coroutine function.
    """
    named = {**setup.callbacks.by_name, "prepare_step": setup.prepare_step}
    named |= {"repair_tool_call": setup.repair_tool_call, "repair_object": setup.repairs.hook}
    for name, function in named.items():
        if function is not None:
            cc.check_colour(function, name)
    for condition in setup.stop_when:
        cc.check_colour(condition, "stop_when")


class AsyncNotifier:
    """Calls the callbacks of one run, and tells telemetry of it.

    Attributes:
        telemetry: who also wants to know.
        on_chunk: the callback for each part, or None.
    """

    def __init__(self, callbacks: Callbacks, telemetry: RunTelemetry) -> None:
        self._callbacks = callbacks
        self._chunk_failures: set[type[Exception]] = set()
        self.telemetry = telemetry
        self.on_chunk: Callable[[Any], Any] | None = callbacks.get("on_chunk")

    def wants(self, name: str) -> bool:
        """Whether anybody would be told; else the event need not be made."""
        return self.telemetry.listens or self._callbacks.get(name) is not None

    async def notify(self, name: str, event: Any) -> None:
        """Call the callback `name`, if there is one, with `event`; telemetry is told first.

        Raises:
            ConfigurationError: On the synchronous face, it gave a coroutine.
        """
        self.telemetry.note(name, event)
        callback = self._callbacks.get(name)
        if callback is None:
            return
        try:
            await cc.invoke(callback, event)
        except Exception as error:  # noqa: BLE001 - it is reported
            cc.raise_refusal(error)
            if name != "on_chunk" or self._is_new(type(error)):
                report_callback(name)

    def _is_new(self, kind: type[Exception]) -> bool:
        """Whether `on_chunk` fails like this for the first time: it may do so for every delta."""
        known = kind in self._chunk_failures
        self._chunk_failures.add(kind)
        return not known
