"""The contestants' processes as the runner sees them: started, asked, ended when they hang."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from .commands import host, installed
from .jobs import Job
from .places import ROOT, user_environment
from .provider.process import pin
from .roster import ROSTER, Entry

Answer = dict[str, Any]


class Member:
    """One contestant and its process.

    Attributes:
        entry: who it is.
        can: names of its methods.
        protocols: what it speaks.
        failed: why it cannot take part, or "".
    """

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.can: Sequence[str] = ()
        self.protocols: Sequence[str] = ()
        self.failed = ""
        self._process: subprocess.Popen[bytes] | None = None
        self._pending = b""

    def start(self) -> None:
        """Start the process; `greet` waits until it is there."""
        self._process = subprocess.Popen(
            host(self.entry),
            cwd=ROOT,
            env=user_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        pin(self._process, -1)

    def greet(self) -> None:
        """Learn what it can do."""
        ready = self._answer(120)
        self.failed = ready.get("failed", "")
        self.can, self.protocols = ready.get("can", ()), ready.get("protocols", ())

    def run(self, job: Job, seconds: float) -> Answer:
        """What a job took, or `failed` with the reason."""
        if self._process is None:
            self.start()
            self.greet()
        assert self._process is not None and self._process.stdin is not None
        try:
            self._process.stdin.write(job.line().encode())
            self._process.stdin.flush()
        except BrokenPipeError:
            self.stop()
            return {"failed": "its process has ended"}
        return self._answer(seconds)

    def stop(self) -> None:
        """End the process and the children that it has made."""
        if self._process is not None:
            try:
                os.killpg(self._process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    pipe.close()
            self._process.wait()
        self._process, self._pending = None, b""

    def _answer(self, seconds: float) -> Answer:
        """The next line of the process."""
        assert self._process is not None and self._process.stdout is not None
        pipe, until = self._process.stdout.fileno(), time.monotonic() + seconds
        while b"\n" not in self._pending:
            ready, _, _ = select.select([pipe], [], [], max(0, until - time.monotonic()))
            data = os.read(pipe, 65536) if ready else b""
            if not data:
                self.stop()
                return {
                    "failed": "its process has ended" if ready else f"took over {seconds:.0f} s"
                }
            self._pending += data
        line, _, self._pending = self._pending.partition(b"\n")
        answer: Answer = json.loads(line)
        return answer


@contextmanager
def crew(names: Sequence[str]) -> Iterator[dict[str, Member]]:
    """The members of these names that are installed, started; ended with the block."""
    members = {name: Member(ROSTER[name]) for name in names if installed(ROSTER[name])}
    try:
        for member in members.values():
            member.start()
        for member in members.values():
            member.greet()
        yield members
    finally:
        for member in members.values():
            member.stop()
