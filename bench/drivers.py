"""Doing a job and measuring it, in the contestant's process: CPU time, wall time, peak of memory."""

from __future__ import annotations

import asyncio
import gc
import threading
import time
from collections.abc import Callable, Coroutine
from typing import Any

from .checks import CHECKS
from .jobs import Job

_THREADS = 32
_WARM = 10  # calls before those that are measured


class Meter:
    """What a block of code took."""

    def __enter__(self) -> Meter:
        gc.collect()
        _forget_peak()
        self._resident = _kib("VmRSS")
        self._wall, self._cpu = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.cpu, self.wall = time.process_time() - self._cpu, time.perf_counter() - self._wall
        self.kib = _kib("VmHWM") - self._resident

    def data(self) -> dict[str, float]:
        """Seconds of CPU and of wall time; KiB by which the process had grown at most."""
        return {"cpu": self.cpu, "wall": self.wall, "kib": self.kib}


def _kib(field: str) -> int:
    with open("/proc/self/status", encoding="ascii") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith(field))


def _forget_peak() -> None:
    try:
        with open("/proc/self/clear_refs", "w", encoding="ascii") as file:
            file.write("5")
    except OSError:  # the peak then is that of the whole life: what came before was smaller
        pass


def done(contestant: Callable[[str, str], Any], job: Job) -> dict[str, float]:
    """Do the job once, warmed up, and say what it took."""
    if job.kind == "threads":
        return _threads(contestant(job.protocol, job.base), job)
    if job.kind == "crowd":
        return asyncio.run(_crowd(contestant, job))
    if job.asynchronous:
        return asyncio.run(_repeated_async(contestant, job))
    return _repeated(contestant, job)


def _argument(job: Job) -> tuple[Any, ...]:
    return ([f"Text number {n}." for n in range(job.size)],) if job.kind == "embed" else ()


def _repeated(contestant: Any, job: Job) -> dict[str, float]:
    check, given = CHECKS[job.kind](job.size), _argument(job)
    _warmed(contestant, job)
    work = getattr(contestant(job.protocol, job.base), job.kind)
    if job.kind in ("history", "tools"):
        work = work(job.size)
        work()  # what is made once, such as schemas, is no part of what grows
    elif job.kind == "unary":
        for _ in range(_WARM):
            work()
    with Meter() as meter:
        for _ in range(job.repeats):
            check(work(*given))
    return meter.data()


def _warmed(contestant: Any, job: Job) -> None:
    if job.kind == "embed":
        contestant(job.protocol, job.warm).embed(["x"] * 100)
    elif job.kind not in ("history", "tools"):
        getattr(contestant(job.protocol, job.warm), job.kind)()


async def _repeated_async(contestant: Any, job: Job) -> dict[str, float]:
    check, given, name = CHECKS[job.kind](job.size), _argument(job), f"{job.kind}_async"
    warm = (["x"] * 100,) if given else ()
    await getattr(contestant(job.protocol, job.warm), name)(*warm)
    work = getattr(contestant(job.protocol, job.base), name)
    if job.kind == "unary":
        for _ in range(_WARM):
            await work()
    with Meter() as meter:
        for _ in range(job.repeats):
            check(await work(*given))
    return meter.data()


async def _crowd(contestant: Any, job: Job) -> dict[str, float]:
    check = CHECKS["crowd"](job.size)
    await contestant(job.protocol, job.warm).stream_async()
    work: Callable[[], Coroutine[Any, Any, Any]] = contestant(job.protocol, job.base).stream_async

    async def one() -> None:
        check(await work())

    with Meter() as meter:
        await asyncio.gather(*(one() for _ in range(job.repeats)))
    return meter.data()


def _threads(made: Any, job: Job) -> dict[str, float]:
    check = CHECKS["threads"](job.size)
    failures: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(job.repeats // _THREADS):
                check(made.unary())
        except BaseException as failure:
            failures.append(failure)

    made.unary()
    threads = [threading.Thread(target=work) for _ in range(_THREADS)]
    with Meter() as meter:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    if failures:
        raise RuntimeError(f"{len(failures)} of {_THREADS} threads failed: {failures[0]!r}")
    return meter.data()
