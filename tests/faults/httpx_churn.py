"""Random task cancels against three pools: `python -m tests.faults.httpx_churn [SECONDS]`.

30 tasks on 10 connections, each call cancelled at a random moment; then every slot must still
answer. httpx 0.28's own pool ends with slots that are stuck for good (encode/httpcore issue 1093),
which is why the library's transport does not use it.
"""

from __future__ import annotations

import asyncio
import random
import sys
import time
from collections.abc import Awaitable, Callable

import httpx
import httpx2

from ai_sdk._async.http.client import AsyncHTTPClient
from ai_sdk.http_rules.clock import CallClock
from ai_sdk.types.http import HTTPRequest
from ai_sdk.types.limits import Limits
from ai_sdk.types.timeouts import Timeout
from tests.faults.server import FaultServer, reply, say

_SLOTS, _TASKS = 10, 30

Call = Callable[[float], Awaitable[object]]


async def churn(call: Call, seconds: float) -> tuple[int, int, int]:
    """Cancelled calls, calls that came through, and slots that still answer afterwards."""
    rng = random.Random(1)
    end = time.monotonic() + seconds
    cancelled = done = 0

    async def worker() -> None:
        nonlocal cancelled, done
        while time.monotonic() < end:
            try:
                await asyncio.wait_for(call(5), rng.random() * 0.05)
                done += 1
            except Exception:  # noqa: BLE001 - a pool's own timeout counts as well
                cancelled += 1

    await asyncio.gather(*(worker() for _ in range(_TASKS)))
    answers = await asyncio.gather(*(call(2) for _ in range(_SLOTS)), return_exceptions=True)
    return cancelled, done, sum(not isinstance(answer, BaseException) for answer in answers)


async def main(seconds: float) -> None:
    """Churn all three and print what is left."""
    with FaultServer(say(reply(b"fine"))) as server:
        for module in (httpx, httpx2):
            limits = module.Limits(max_connections=_SLOTS)
            async with module.AsyncClient(limits=limits, trust_env=False) as client:

                async def guest(timeout: float, client: httpx.AsyncClient = client) -> object:  # type: ignore[assignment]
                    return await client.post(server.url, content=b"{}", timeout=timeout)

                _show(f"{module.__name__} {module.__version__}", await churn(guest, seconds))
        async with AsyncHTTPClient(limits=Limits(max_connections=_SLOTS)) as ours:
            request = HTTPRequest("POST", server.url, json={})

            async def own(timeout: float) -> object:
                return await ours.send(request, clock=CallClock(Timeout(first_event=timeout)))

            _show("ai_sdk", await churn(own, seconds))


def _show(name: str, counts: tuple[int, int, int]) -> None:
    cancelled, done, alive = counts
    verdict = "fine" if alive == _SLOTS else "STUCK"
    print(
        f"{name:14s} {cancelled:6d} cancelled {done:6d} done   "
        f"{alive:2d} of {_SLOTS} slots still answer: {verdict}",
        flush=True,
    )


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else 10.0))
