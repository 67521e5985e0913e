"""100,000 calls over 8 forks, 32 threads and 100 event loops: each gets its own answer.

The parent is warm before it forks, and goes on calling from four threads while it does. Every
request has a nonce, which its answer must repeat; all processes use the same handles, made once,
half of them with a client of their own and half with the default one.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import threading
import warnings
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from typing import Any

import ai_sdk
from ai_sdk import aio
from tests._async import endurance_calls as async_calls
from tests._sync import endurance_calls as sync_calls

from .report import Table
from .server import running_server
from .surroundings import PROTOCOLS, model_of, new_nonce

__all__ = ["run"]

_FORKS, _THREADS, _LOOPS, _AT_ONCE = 8, 32, 100, 25
_TOGETHER = 8  # calls of a loop at once
_CALLS = ("whole", "streamed", "with_tools")
_BUSY = 4  # threads of the parent that call while it forks


def run(*, small: bool = False) -> list[Table]:
    """Fork, call, compare."""
    count = 800 if small else 100_000
    columns = ("process", "in threads", "in loops", "right", "crossed", "failed")
    table = Table(f"{count:,} calls over {_FORKS} forks", columns)
    with ExitStack() as stack:
        endpoints = stack.enter_context(running_server())
        calls = stack.enter_context(closing(_Calls(endpoints.origin, 8 if small else _LOOPS)))
        calls.warm()
        with ai_sdk.stream_text(calls.slow, prompt=new_nonce(random.Random(1))) as stream:
            texts = stream.text_stream
            first = next(texts)
            with _Busy(calls) as busy:
                children = [_fork(calls, number, count // _FORKS) for number in range(_FORKS)]
                told = [_told(child) for child in children]
            rest = "".join(texts)
        table.expect(not rest.replace(first, ""), "the stream that was open at the fork is wrong")
        for number, each in enumerate(told, 1):
            _row(table, f"child {number}", each)
        _row(table, "parent", busy.outcomes)
    done = sum(Counter(each)[key] for each in told for key in ("threads", "loops"))
    table.expect(done == count // _FORKS * _FORKS, f"{done} calls were made")
    return [table]


def _row(table: Table, name: str, outcomes: dict[str, int]) -> None:
    known = Counter(outcomes)
    made = known.pop("threads", 0), known.pop("loops", 0)
    right, crossed = known.pop("right", 0), known.pop("CrossedReply", 0)
    table.add(name, *made, right, crossed, known.total())
    table.expect(crossed == 0, f"{name}: {crossed} crossed replies")
    table.expect(not known, f"{name}: {dict(known)}")
    table.expect(right == sum(made), f"{name}: {right} right answers to {sum(made)} calls")


class _Calls:
    """The handles, and what is called with them."""

    def __init__(self, origin: str, loops: int) -> None:
        self._loops = loops
        self._client = ai_sdk.HTTPClient()
        own = self._client, aio.AsyncHTTPClient()
        self.slow = model_of(ai_sdk, PROTOCOLS[0], origin, "live-30-50", own[0])
        names = {"whole": "say-2", "streamed": "say-4", "with_tools": "tool-2"}

        def models(face: Any, client: Any) -> list[tuple[str, Any]]:
            return [
                (call, model_of(face, protocol, origin, names[call], each))
                for call in _CALLS
                for protocol in PROTOCOLS
                for each in (None, client)
            ]

        self._sync, self._async = models(ai_sdk, own[0]), models(aio, own[1])

    def warm(self) -> None:
        """Have connections, in both colours, that a fork must not use."""
        outcomes = Counter(self.one(number) for number in range(24))
        outcomes.update(asyncio.run(self._in_loop(24, 0)))
        if set(outcomes) != {"right"}:
            raise AssertionError(f"before the fork: {outcomes}")

    def close(self) -> None:
        """Close the connections of this process; those of loops are closed with them."""
        self._client.close()
        ai_sdk.close()

    def one(self, number: int) -> str:
        """One call in this thread: "right", or the name of what was raised."""
        call, model = self._sync[number % len(self._sync)]
        rng = random.Random(f"{os.getpid()} {threading.get_ident()} {number}")
        try:
            getattr(sync_calls, call)(model, new_nonce(rng))
        except Exception as error:
            return type(error).__name__
        return "right"

    def in_threads(self, count: int) -> Iterable[str]:
        """So many calls over the threads."""
        with ThreadPoolExecutor(_THREADS) as pool:
            return list(pool.map(self.one, range(count)))

    def in_loops(self, count: int) -> Iterable[str]:
        """So many calls: half over loops one after the other, half over loops side by side."""
        shares = [len(range(at, count, self._loops)) for at in range(self._loops)]
        jobs = [lambda n=n, at=at: asyncio.run(self._in_loop(n, at)) for at, n in enumerate(shares)]
        half = len(jobs) // 2
        outcomes = [each for job in jobs[:half] for each in job()]
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for each in pool.map(lambda job: job(), jobs[half:]):
                outcomes += each
        return outcomes

    async def _in_loop(self, count: int, loop: int) -> list[str]:
        rng, left = random.Random(f"{os.getpid()} loop {loop}"), iter(range(count))
        outcomes: list[str] = []

        async def worker() -> None:
            for number in left:
                call, model = self._async[(loop + number) % len(self._async)]
                try:
                    await getattr(async_calls, call)(model, new_nonce(rng))
                except Exception as error:
                    outcomes.append(type(error).__name__)
                else:
                    outcomes.append("right")

        await asyncio.gather(*(worker() for _ in range(_TOGETHER)))
        return outcomes


class _Busy:
    """Threads of the parent that call all the time, so that forks come at any moment."""

    def __init__(self, calls: _Calls) -> None:
        self._calls, self._stop = calls, threading.Event()
        self.outcomes: Counter[str] = Counter()
        self._threads = [threading.Thread(target=self._main) for _ in range(_BUSY)]
        self._lock = threading.Lock()

    def __enter__(self) -> _Busy:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _main(self) -> None:
        number = 0
        while not self._stop.is_set():
            outcome = self._calls.one(number)
            with self._lock:
                self.outcomes.update((outcome, "threads"))
            number += 1


def _fork(calls: _Calls, number: int, count: int) -> tuple[int, int]:
    """A child that makes so many calls; its process id, and where it tells what came of them."""
    read, write = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # threads and forks: that is the point
        child = os.fork()
    if child:
        os.close(write)
        return child, read
    signal.alarm(120 + count // 10)  # ends a child that hangs
    try:
        half = count // 2
        outcomes = Counter(calls.in_threads(half))
        outcomes.update(calls.in_loops(count - half))
        outcomes.update(threads=half, loops=count - half)
        os.write(write, json.dumps(outcomes).encode())
    finally:
        os._exit(0)


def _told(child: tuple[int, int]) -> dict[str, int]:
    process, pipe = child
    with os.fdopen(pipe, "rb") as file:
        told = file.read()
    os.waitpid(process, 0)
    outcomes: dict[str, int] = json.loads(told or b'{"no word": 1}')
    return outcomes
