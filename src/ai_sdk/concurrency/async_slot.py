"""A value that one coroutine waits for and another one brings."""

from __future__ import annotations

import asyncio
from typing import Generic, TypeVar

from .async_run import run
from .tokens import CancelToken, Deadline

T = TypeVar("T")


class Slot(Generic[T]):
    """Room for one value or error, brought once by whoever has it, from the same event loop.

    Example:
        >>> async def main() -> int:
        ...     slot = Slot()
        ...     slot.fill(42)
        ...     return await slot.wait()
        >>> asyncio.run(main())
        42
    """

    def __init__(self) -> None:
        self._future: asyncio.Future[T] = asyncio.get_running_loop().create_future()

    @property
    def filled(self) -> bool:
        """Whether a value or an error has come."""
        return self._future.done()

    def fill(self, value: T) -> None:
        """Bring the value; only the first one counts."""
        if not self._future.done():
            self._future.set_result(value)

    def fail(self, error: BaseException) -> None:
        """Bring an error, which `wait` raises; only the first one counts."""
        if not self._future.done():
            self._future.set_exception(error)
            self._future.exception()  # seen: nobody may be waiting

    async def wait(
        self, *, deadline: Deadline | None = None, cancel: CancelToken | None = None
    ) -> T:
        """The value, once it is there.

        Raises:
            DeadlineExceeded: The deadline passed first.
            RunCancelledError: `cancel` fired first.
            BaseException: The error that was brought.
        """
        if self._future.done():
            return self._future.result()
        return await run(lambda: asyncio.shield(self._future), deadline=deadline, cancel=cancel)
