"""Random cancels of blocked threads, by a token that another thread fires."""

from __future__ import annotations

import gc
import heapq
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import ai_sdk
from ai_sdk import CancelToken, RunCancelledError
from tests._sync import endurance_calls as calls

from .cancels_async import _connections_left
from .places import Churn, Place
from .server import Endpoints
from .surroundings import PROTOCOLS, busy_threads, descriptors, model_of, new_nonce

__all__ = ["play"]

_THREADS = 20


class _Firing:
    """A thread that fires tokens when their time has come."""

    def __init__(self) -> None:
        self._due: list[tuple[float, int, CancelToken]] = []
        self._changed = threading.Condition()
        self._open, self._count = True, 0
        self._thread = threading.Thread(target=self._main, daemon=True)
        self._thread.start()

    def fire(self, token: CancelToken, after: float) -> None:
        """Fire `token` in `after` seconds."""
        with self._changed:
            self._count += 1
            heapq.heappush(self._due, (time.monotonic() + after, self._count, token))
            self._changed.notify()

    def close(self) -> None:
        with self._changed:
            self._open = False
            self._changed.notify()
        self._thread.join()

    def _main(self) -> None:
        while self._open:
            with self._changed:
                left = self._due[0][0] - time.monotonic() if self._due else 1.0
                if left > 0:
                    self._changed.wait(left)
                    continue
                token = heapq.heappop(self._due)[2]
            token.cancel()


def play(
    place: Place, endpoints: Endpoints, deaf: str, count: int
) -> tuple[Churn, tuple[int, int, int, int]]:
    """Cancel `count` calls at a place; what came of it, and what is left."""
    _warm(endpoints)
    files, threads = descriptors(), busy_threads()
    churn, rng, firing = Churn(), random.Random(place.name), _Firing()
    with ai_sdk.HTTPClient(**place.client_settings(endpoints)) as client:
        models = [
            model_of(ai_sdk, protocol, place.origin(endpoints, deaf), place.model, client)
            for protocol in PROTOCOLS
        ]

        def worker(_: int) -> None:
            while churn.cancelled < count and len(churn.wrong) < 10:
                _one(place, rng.choice(models), churn, rng, firing)

        with ThreadPoolExecutor(_THREADS) as pool:
            list(pool.map(worker, range(_THREADS)))
        firing.close()
        answered = _slots(place, endpoints, client, rng)
        client.close_idle()
        connections = _connections_left(endpoints)
    _settled(files, threads)
    left = max(0, busy_threads() - threads), max(0, descriptors() - files)
    return churn, (connections, *left, answered)


def _one(place: Place, model: Any, churn: Churn, rng: random.Random, firing: _Firing) -> None:
    nonce, after, token = new_nonce(rng), churn.moment(rng.random()), CancelToken()
    start = time.monotonic()
    firing.fire(token, after)
    try:
        getattr(calls, place.call)(model, nonce, cancel=token, **place.settings)
    except RunCancelledError:
        churn.waited(time.monotonic() - start)
    except Exception as error:
        churn.ended(error, time.monotonic() - start, place)
    else:
        churn.took(time.monotonic() - start)


def _warm(endpoints: Endpoints) -> None:
    """Have everything imported and every file opened that stays open."""
    with ai_sdk.HTTPClient() as client:
        for protocol in PROTOCOLS:
            model = model_of(ai_sdk, protocol, endpoints.origin, "say-1", client)
            calls.streamed(model, new_nonce(random.Random(0)))
    gc.collect()


def _slots(place: Place, endpoints: Endpoints, client: Any, rng: random.Random) -> int:
    """How many connections the client can still use at once; the server answers all or none."""
    origin = endpoints.secure if place.secure else endpoints.origin
    name, ways = f"meet-{place.connections}", [calls.whole, calls.streamed]

    def call(number: int) -> bool:
        protocol = PROTOCOLS[number % len(PROTOCOLS)]
        model = model_of(ai_sdk, protocol, origin, name, client)
        try:
            ways[number % 2](model, new_nonce(rng), timeout=30, max_retries=0)
        except Exception:
            return False
        return True

    with ThreadPoolExecutor(place.connections) as pool:
        return sum(pool.map(call, range(place.connections)))


def _settled(files: int, threads: int) -> None:
    for _ in range(500):
        if descriptors() <= files and busy_threads() <= threads:
            return
        gc.collect()
        time.sleep(0.01)
