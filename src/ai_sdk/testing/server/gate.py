"""Gates: a test holds a reply back and lets it go, so that no test needs to sleep."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from typing import Protocol


class EventLike(Protocol):
    """Anything that can be asked whether it is set, such as `threading.Event`."""

    def is_set(self) -> bool: ...


class Gate:
    """Holds a reply at one place until the test opens it.

    Example:
        ```python
        gate = Gate()
        with ProviderServer(script=[Reply.text("hi").gated(gate)]) as server:
            ...                   # start the request elsewhere
            gate.wait_reached()   # the server has the request and holds its answer
            gate.open()
        ```
    """

    def __init__(self) -> None:
        self._reached = threading.Event()
        self._open = threading.Event()
        self._lock = threading.Lock()
        self._waiting: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    def open(self) -> None:
        """Let everything held here go on, now and later."""
        with self._lock:
            self._open.set()
            waiting, self._waiting = self._waiting, []
        for loop, event in waiting:
            with suppress(RuntimeError):  # the server may have been closed in between
                loop.call_soon_threadsafe(event.set)

    set = open

    def is_set(self) -> bool:
        """Tell whether the gate is open."""
        return self._open.is_set()

    @property
    def reached(self) -> bool:
        """Whether a reply has come to the gate."""
        return self._reached.is_set()

    def wait_reached(self, timeout: float = 10.0) -> None:
        """Block until a reply has come to the gate.

        Args:
            timeout: Seconds to wait at most.

        Raises:
            TimeoutError: No reply came.
        """
        if not self._reached.wait(timeout):
            raise TimeoutError(f"no reply reached the gate within {timeout} s")

    async def pass_through(self) -> None:
        """Wait, in the server's loop, until the gate is open."""
        event = asyncio.Event()
        with self._lock:
            if not self._open.is_set():
                self._waiting.append((asyncio.get_running_loop(), event))
            else:
                event.set()
        self._reached.set()
        await event.wait()


async def wait_for_gate(gate: Gate | EventLike) -> None:
    """Wait for a `Gate`, or look at a foreign event every few milliseconds until it is set."""
    if isinstance(gate, Gate):
        await gate.pass_through()
        return
    while not gate.is_set():  # noqa: ASYNC110 - a foreign event cannot call us
        await asyncio.sleep(0.005)
