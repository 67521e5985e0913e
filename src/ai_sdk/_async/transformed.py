"""A run behind its caller's transforms: the same parts, changed, dropped, added, or later."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from ..concurrency import async_ as cc
from ..engine.transforms import Pipeline
from ..errors import AISDKError, RunCancelledError
from ..types.transform import Pause

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..concurrency import CancelToken
    from ..types.stream_parts import StreamPart
    from ..types.transform import TransformFactory
    from .run import AsyncRun

__all__ = ["AsyncTransformed"]


class AsyncTransformed:
    """Hands on what the transforms make of a run's parts, and waits where they say so."""

    def __init__(
        self, run: AsyncRun, factories: Iterable[TransformFactory], cancel: CancelToken | None
    ) -> None:
        self._run, self._cancel = run, cancel
        self._pipeline = Pipeline(factories)
        self._ready: deque[StreamPart | Pause] = deque()
        self._error: AISDKError | None = None
        self._over = False

    async def receive(self, *, pausing: bool = True) -> Sequence[StreamPart] | None:
        """The next parts, up to the next pause; None at the end.

        Args:
            pausing: False for a reader who only wants to be done.

        Raises:
            AISDKError: What ended the run, after the parts that came before it.
        """
        if not self._ready:
            if self._error is not None:
                raise self._error
            if self._over:
                return None
            await self._pull()
        if pausing and self._ready and isinstance(self._ready[0], Pause):
            await self._wait(self._ready[0].seconds)
        return self._taken(pausing)

    async def _pull(self) -> None:
        """Get the run's next parts through the transforms; what they hold back, at its end."""
        try:
            parts = await self._run.receive()
        except AISDKError as error:
            self._ready.extend(self._pipeline.finish())
            self._error = error
            if not self._ready:
                raise
            return
        self._over = parts is None
        try:
            made = self._pipeline.finish() if parts is None else self._pipeline.feed(parts)
            self._ready.extend(made)
        except BaseException:
            await self._run.aclose("a transform failed")
            raise

    async def _wait(self, seconds: float) -> None:
        try:
            await cc.sleep(seconds, cancel=self._cancel)
        except RunCancelledError as error:
            error.partial = self._run.result or self._run.partial()
            await self._run.aclose(error.message)
            raise

    def _taken(self, pausing: bool) -> Sequence[StreamPart]:
        taken: list[StreamPart] = []
        while self._ready:
            item = self._ready.popleft()
            if not isinstance(item, Pause):
                taken.append(item)
            elif taken and pausing:
                self._ready.appendleft(item)
                break
        return taken
