"""A child process that threads talk to over its standard input and output."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from . import groups

if TYPE_CHECKING:
    import subprocess  # 5 ms to import, and most programs never need it


class Child:
    r"""A running child process; `start` makes one. Close it: that ends it and its own children.

    Example:
        >>> import sys
        >>> child = Child.start([sys.executable, "-c", "print(input())"], {})
        >>> child.write(b"hello\n")
        >>> child.read().strip()
        b'hello'
        >>> child.close()
    """

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        assert process.stdin is not None and process.stdout is not None
        self._input, self._output = process.stdin, process.stdout
        self._writing, self._reading = threading.Lock(), threading.Lock()

    @classmethod
    def start(
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
        import subprocess

        process = subprocess.Popen(  # noqa: S603  # nosec B603 - the caller's own command, without a shell
            list(argv),
            bufsize=0,
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
        return self._process.poll()

    def write(self, data: bytes) -> None:
        """Write to its standard input; waits while the pipe is full.

        Raises:
            OSError: It reads no more.
        """
        rest = memoryview(data)
        with self._writing:
            if self._input.closed:
                raise BrokenPipeError("the child's input is closed")
            while rest:
                rest = rest[os.write(self._input.fileno(), rest) :]

    def read(self) -> bytes:
        """What it wrote to its standard output meanwhile, at least one byte; none at the end."""
        with self._reading:
            if self._output.closed:
                return b""
            piece = os.read(self._output.fileno(), groups.PIECE)
            if not piece:
                self._output.close()
            return piece

    def wait(self, seconds: float) -> int | None:
        """The exit status, waited for no longer than `seconds`."""
        from subprocess import TimeoutExpired

        with suppress(TimeoutExpired):
            return self._process.wait(seconds)
        return None

    def close(self) -> None:
        """Close its input, wait a moment, and end whatever of its group still runs."""
        try:
            self._close_input()
            if self.wait(groups.GRACE) is None:
                groups.end_group(self._process.pid, at_once=False)
                self.wait(groups.GRACE)
        finally:
            groups.end_group(self._process.pid, at_once=True)
        self._process.wait()
        self._close_input(groups.GRACE)  # the writer that was stuck lets go of it now
        if self._reading.acquire(timeout=groups.GRACE):  # a reader closes it at the end it sees
            self._output.close()
            self._reading.release()

    def _close_input(self, patience: float = 0.0) -> None:
        if self._writing.acquire(timeout=patience):  # a writer that is stuck ends with the child
            with suppress(OSError):
                self._input.close()
            self._writing.release()
