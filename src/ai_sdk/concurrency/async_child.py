"""A child process that coroutines talk to over its standard input and output."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress

from . import groups
from .async_run import run
from .tokens import Deadline, DeadlineExceeded


class Child:
    r"""A running child process; `start` makes one. Close it: that ends it and its own children.

    Example:
        >>> import sys
        >>> async def main() -> bytes:
        ...     child = await Child.start([sys.executable, "-c", "print(input())"], {})
        ...     await child.write(b"hello\n")
        ...     said = await child.read()
        ...     await child.aclose()
        ...     return said.strip()
        >>> asyncio.run(main())
        b'hello'
    """

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        assert process.stdin is not None and process.stdout is not None
        self._input, self._output = process.stdin, process.stdout

    @classmethod
    async def start(
        cls,
        argv: Sequence[str],
        env: Mapping[str, str],
        *,
        cwd: str | None = None,
        quiet: bool = False,
    ) -> Child:
        """Start a program, without a shell.

        Args:
            argv: The program and its arguments.
            env: Its whole environment.
            cwd: The folder it runs in; the one of this process by default.
            quiet: Throw its standard error away; otherwise it shares that of this process.

        Raises:
            OSError: It cannot be started.
        """
        process = await asyncio.create_subprocess_exec(
            *argv,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if quiet else None,
            env=dict(env),
            cwd=cwd,
            start_new_session=True,  # so that it and its own children can be ended together
        )
        return cls(process)

    @property
    def status(self) -> int | None:
        """The exit status; None while it runs. Below 0 it is the signal that ended it."""
        return self._process.returncode

    async def write(self, data: bytes) -> None:
        """Write to its standard input; waits while the pipe is full.

        Raises:
            OSError: It reads no more.
        """
        self._input.write(data)
        await self._input.drain()

    async def read(self) -> bytes:
        """What it wrote to its standard output meanwhile, at least one byte; none at the end."""
        return await self._output.read(groups.PIECE)

    async def wait(self, seconds: float) -> int | None:
        """The exit status, waited for no longer than `seconds`."""
        with suppress(DeadlineExceeded):
            await run(self._process.wait, deadline=Deadline(seconds))
        return self._process.returncode

    async def aclose(self) -> None:
        """Close its input, wait a moment, and end whatever of its group still runs."""
        try:
            self._input.close()
            if await self.wait(groups.GRACE) is None:
                groups.end_group(self._process.pid, at_once=False)
                await self.wait(groups.GRACE)
        finally:
            groups.end_group(self._process.pid, at_once=True)
            self._let_go()
        await self._process.wait()

    def _let_go(self) -> None:
        """Close the pipes even where nobody read the output to its end."""
        transport = getattr(self._process, "_transport", None)  # it has no other name
        if transport is not None:
            transport.close()
