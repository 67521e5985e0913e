"""Small things that tests of both colours need."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from ai_sdk import CancelToken, ToolContext, tool
from ai_sdk.concurrency import ManualClock


def wait_for(token: CancelToken, seconds: float = 30) -> None:
    """Block this thread until the token fires."""
    fired = threading.Event()
    token.on_cancel(fired.set)
    assert fired.wait(seconds), "the token never fired"


class Meeting:
    """Where several must arrive before anybody goes on: shows that they are there at once."""

    def __init__(self, count: int) -> None:
        self._barrier = threading.Barrier(count)

    def arrive(self, seconds: float = 30) -> None:
        """Wait for the others; fails when they do not come."""
        self._barrier.wait(seconds)


class FiresInTheWait(ManualClock):
    """Lets the caller wait for real, and has another thread fire the token meanwhile."""

    def __init__(self, token: CancelToken) -> None:
        super().__init__()
        self._token = token

    def skip(self, seconds: float) -> bool:
        threading.Thread(target=self._token.cancel, args=("enough",)).start()
        return False


def hanging(told: CancelToken, begun: Callable[[], None] = lambda: None) -> Any:
    """A coroutine tool that never answers; fires `told` when its own token fires.

    Args:
        told: what to fire.
        begun: called once the tool runs.
    """

    @tool
    async def hang(about: ToolContext) -> str:
        """Never answers."""
        assert about.cancel is not None
        about.cancel.on_cancel(told.cancel)
        begun()
        await asyncio.Event().wait()
        return "late"

    return hang


@tool
def count(to: int) -> Iterator[dict[str, int]]:
    """Counts."""
    for number in range(1, to + 1):
        yield {"at": number}


@tool(name="count")
async def count_slowly(to: int) -> AsyncIterator[dict[str, int]]:
    """Counts, as a coroutine does."""
    for number in range(1, to + 1):
        await asyncio.sleep(0)
        yield {"at": number}
