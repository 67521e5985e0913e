"""Random cancels of coroutines, in every way there is."""

from __future__ import annotations

import asyncio
import gc
import random
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import anyio

from ai_sdk import RunCancelledError, aio
from tests._async import endurance_calls as calls

from .places import Churn, Place
from .server import Endpoints
from .surroundings import PROTOCOLS, descriptors, model_of, new_nonce

__all__ = ["play"]

_TASKS = 30

Call = Callable[[aio.CancelToken | None], Awaitable[None]]


async def _by_task(call: Call, after: float) -> None:
    task = asyncio.ensure_future(call(None))
    asyncio.get_running_loop().call_later(after, task.cancel)
    await task


async def _by_task_twice(call: Call, after: float) -> None:
    loop, task = asyncio.get_running_loop(), asyncio.ensure_future(call(None))
    loop.call_later(after, task.cancel)
    loop.call_later(after * 1.02, task.cancel)
    await task


async def _by_wait_for(call: Call, after: float) -> None:
    await asyncio.wait_for(call(None), after)


async def _by_timeout(call: Call, after: float) -> None:
    async with asyncio.timeout(after):
        await call(None)


async def _by_scope(call: Call, after: float) -> None:
    with anyio.fail_after(after):
        await call(None)


async def _by_token(call: Call, after: float) -> None:
    token = aio.CancelToken()
    asyncio.get_running_loop().call_later(after, token.cancel)
    await call(token)


WAYS: dict[Callable[[Call, float], Awaitable[None]], type[BaseException]] = {
    _by_task: asyncio.CancelledError,
    _by_task_twice: asyncio.CancelledError,
    _by_wait_for: TimeoutError,
    _by_timeout: TimeoutError,
    _by_scope: TimeoutError,
    _by_token: RunCancelledError,
}


def play(
    place: Place, endpoints: Endpoints, deaf: str, count: int
) -> tuple[Churn, tuple[int, int, int, int]]:
    """Cancel `count` calls at a place; what came of it, and what is left."""
    return asyncio.run(_play(place, endpoints, deaf, count))


async def _play(
    place: Place, endpoints: Endpoints, deaf: str, count: int
) -> tuple[Churn, tuple[int, int, int, int]]:
    await _warm(endpoints)
    files, churn, rng = descriptors(), Churn(), random.Random(place.name)
    async with aio.AsyncHTTPClient(**place.client_settings(endpoints)) as client:
        models = [
            model_of(aio, protocol, place.origin(endpoints, deaf), place.model, client)
            for protocol in PROTOCOLS
        ]

        async def worker() -> None:
            while churn.cancelled < count and len(churn.wrong) < 10:
                await _one(place, rng.choice(models), churn, rng)

        await asyncio.gather(*(worker() for _ in range(_TASKS)))
        tasks = await _tasks_left()
        answered = await _slots(place, endpoints, client, rng)
        await client.close_idle()
        connections = await asyncio.to_thread(_connections_left, endpoints)
    await _settled(lambda: descriptors() <= files)
    return churn, (connections, tasks, max(0, descriptors() - files), answered)


async def _one(place: Place, model: Any, churn: Churn, rng: random.Random) -> None:
    way, expected = rng.choice(list(WAYS.items()))
    nonce, after = new_nonce(rng), churn.moment(rng.random())
    function = getattr(calls, place.call)
    start = time.monotonic()

    async def call(token: aio.CancelToken | None) -> None:
        await function(model, nonce, cancel=token, **place.settings)

    try:
        await way(call, after)
    except expected:
        churn.waited(time.monotonic() - start)
    except Exception as error:
        churn.ended(error, time.monotonic() - start, place)
    else:
        churn.took(time.monotonic() - start)


async def _warm(endpoints: Endpoints) -> None:
    """Have everything imported and every file opened that stays open."""
    async with aio.AsyncHTTPClient() as client:
        for protocol in PROTOCOLS:
            model = model_of(aio, protocol, endpoints.origin, "say-1", client)
            await calls.streamed(model, new_nonce(random.Random(0)))
    await asyncio.to_thread(gc.collect)


async def _tasks_left() -> int:
    """How many tasks run besides this one, when they have had time to end."""

    def others() -> int:
        return len(asyncio.all_tasks() - {asyncio.current_task()})

    await _settled(lambda: not others())
    return others()


async def _settled(holds: Callable[[], bool]) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(5):
            while not holds():
                gc.collect()
                await asyncio.sleep(0.01)


async def _slots(place: Place, endpoints: Endpoints, client: Any, rng: random.Random) -> int:
    """How many connections the client can still use at once; the server answers all or none."""
    origin = endpoints.secure if place.secure else endpoints.origin
    name = f"meet-{place.connections}"
    ways = [calls.whole, calls.streamed]
    jobs = [
        ways[number % 2](
            model_of(aio, PROTOCOLS[number % len(PROTOCOLS)], origin, name, client),
            new_nonce(rng),
            timeout=30,
            max_retries=0,
        )
        for number in range(place.connections)
    ]
    ends = await asyncio.gather(*jobs, return_exceptions=True)
    return sum(end is None for end in ends)


def _connections_left(endpoints: Endpoints) -> int:
    """Connections that the server still sees, when it has had time to see their end."""
    for _ in range(500):
        counts = endpoints.counts()
        if counts["accepted"] == counts["closed"]:
            return 0
        time.sleep(0.01)
    return counts["accepted"] - counts["closed"]
