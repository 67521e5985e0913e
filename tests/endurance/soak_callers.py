"""Threads and tasks that call all the time, in every way, and what comes of it."""

from __future__ import annotations

import asyncio
import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import ai_sdk
from ai_sdk import CancelToken, RetryBudget, RunCancelledError, aio
from tests._async import endurance_calls as async_calls
from tests._sync import endurance_calls as sync_calls

from .surroundings import PROTOCOLS, model_of, new_nonce

__all__ = ["TASKS", "THREADS", "Callers"]

THREADS, TASKS = 8, 16
_GAP = 34  # milliseconds from delta to delta, as from a real model
_KINDS = ("streamed", "whole", "left_early", "with_tools", "retried", "cancelled")
_WEIGHTS = (12, 1, 1, 1, 1, 1)
_MODELS = {"whole": "say-3-30", "with_tools": "tool-2-30", "retried": "busy-3-30"}
"""How the server answers; the other kinds are streams."""


class Callers:
    """Threads and tasks that call until the block ends.

    Args:
        origin: where the server is.
        length: deltas of each stream.

    Attributes:
        deltas: of streams that were read to their end.
        calls: that have ended.
        wrong: what was raised, and how often.
    """

    def __init__(self, origin: str, length: int) -> None:
        self._origin, self._length = origin, length
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self.deltas, self.calls, self.wrong = 0, 0, Counter[str]()
        self._workers = ThreadPoolExecutor(THREADS + 1)

    def __enter__(self) -> Callers:
        self._client = ai_sdk.HTTPClient(retry_budget=RetryBudget(1e12))
        for number in range(THREADS):
            self._workers.submit(self._thread, random.Random(number))
        self._workers.submit(lambda: asyncio.run(self._loop()))
        return self

    def __exit__(self, *exc: object) -> None:
        self._stop.set()
        self._workers.shutdown()
        self._client.close()

    def _note(self, kind: str, error: BaseException | None = None) -> None:
        with self._lock:
            self.calls += 1
            if error is not None:
                self.wrong[f"{kind}: {type(error).__name__}: {str(error)[:120]}"] += 1
            elif kind == "streamed":
                self.deltas += self._length

    def _thread(self, rng: random.Random) -> None:
        while not self._stop.is_set():
            kind, model = self._chosen(ai_sdk, self._client, rng)
            try:
                self._call(kind, model, rng)
            except Exception as error:
                self._note(kind, error)
            else:
                self._note(kind)

    def _call(self, kind: str, model: Any, rng: random.Random) -> None:
        nonce = new_nonce(rng)
        if kind == "cancelled":
            token = CancelToken()
            timer = threading.Timer(rng.random(), token.cancel)
            timer.start()
            try:
                sync_calls.streamed(model, nonce, cancel=token)
            except RunCancelledError:
                return
            finally:
                timer.join()
        elif kind == "retried":
            sync_calls.whole(model, nonce, max_retries=50)
        else:
            getattr(sync_calls, kind)(model, nonce)

    async def _loop(self) -> None:
        async with aio.AsyncHTTPClient(retry_budget=RetryBudget(1e12)) as client:
            rngs = (random.Random(100 + number) for number in range(TASKS))
            await asyncio.gather(*(self._task(client, rng) for rng in rngs))

    async def _task(self, client: Any, rng: random.Random) -> None:
        while not self._stop.is_set():
            kind, model = self._chosen(aio, client, rng)
            try:
                await self._await(kind, model, rng)
            except Exception as error:
                self._note(kind, error)
            else:
                self._note(kind)

    async def _await(self, kind: str, model: Any, rng: random.Random) -> None:
        nonce = new_nonce(rng)
        if kind == "cancelled":
            try:
                await asyncio.wait_for(async_calls.streamed(model, nonce), rng.random())
            except TimeoutError:
                return
        elif kind == "retried":
            await async_calls.whole(model, nonce, max_retries=50)
        else:
            await getattr(async_calls, kind)(model, nonce)

    def _chosen(self, face: Any, client: Any, rng: random.Random) -> tuple[str, Any]:
        [kind] = rng.choices(_KINDS, _WEIGHTS)
        name = _MODELS.get(kind, f"live-{self._length}-{_GAP}")
        return kind, model_of(face, rng.choice(PROTOCOLS), self._origin, name, client)
