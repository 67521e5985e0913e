"""10,000 calls in an outage: how many requests the retries make of them.

The server refuses everything with a 503, after which each call would be tried twice again. The
budget that all calls of a client share must keep the load near that of the calls alone, and fill up
again once the server answers.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import ai_sdk
from ai_sdk import RetryBudget, ServerError, aio
from tests._async import endurance_calls as async_calls
from tests._sync import endurance_calls as sync_calls

from .report import Table
from .server import Endpoints, running_server
from .surroundings import PROTOCOLS, model_of

__all__ = ["run"]

_MOST = 1.2  # requests a call
_TOGETHER = 32
_AFTERWARDS = 100  # calls once the server is up again
_NONCE = "nonce-0123456789abcdef"
_COLUMNS = (
    "protocol",
    "calls",
    "refused",
    "requests",
    "requests a call",
    "budget left",
    f"after {_AFTERWARDS} good calls",
)


@dataclass(frozen=True)
class _Outage:
    """Two models of one client: one whose server is down, one whose server is up."""

    endpoints: Endpoints
    budget: RetryBudget
    down: Any
    up: Any

    @classmethod
    def of(cls, face: Any, client: Any, protocol: str, endpoints: Endpoints) -> _Outage:
        models = (model_of(face, protocol, endpoints.origin, name, client) for name in _NAMES)
        return cls(endpoints, client.retry_budget, *models)


_NAMES = ("down", "say-2")
_Seen = tuple[int, int, float, float]
"""Calls that were refused, requests that came, and the budget before and after good calls."""


def run(*, small: bool = False) -> list[Table]:
    """Call while nothing works, then while everything does; a table for each colour."""
    count = 1_000 if small else 10_000
    protocols = PROTOCOLS[:1] if small else PROTOCOLS
    plays: dict[str, Callable[[str, Endpoints, int], _Seen]] = {
        "synchronous": _in_threads,
        "asynchronous": lambda *given: asyncio.run(_in_loop(*given)),
    }
    return [_table(colour, play, count, protocols) for colour, play in plays.items()]


def _table(
    colour: str,
    play: Callable[[str, Endpoints, int], _Seen],
    count: int,
    protocols: Sequence[str],
) -> Table:
    table = Table(f"{count:,} calls in an outage, {colour}", _COLUMNS)
    with running_server() as endpoints:
        for protocol in protocols:
            refused, requests, dry, filled = play(protocol, endpoints, count)
            share = requests / count
            table.add(protocol, count, refused, requests, f"{share:.3f}", dry, filled)
            table.expect(refused == count, f"{protocol}: {refused} of {count} were refused")
            table.expect(share <= _MOST, f"{protocol}: {share:.2f} requests a call")
            table.expect(filled == dry + _AFTERWARDS, f"{protocol}: the budget stays at {filled}")
    return table


def _in_threads(protocol: str, endpoints: Endpoints, count: int) -> _Seen:
    with ai_sdk.HTTPClient(retry_budget=RetryBudget()) as client:
        outage = _Outage.of(ai_sdk, client, protocol, endpoints)
        before = endpoints.counts()["requests"]
        with ThreadPoolExecutor(_TOGETHER) as pool:
            refused = sum(pool.map(lambda _: _refused(outage.down), range(count)))
        requests, dry = endpoints.counts()["requests"] - before, outage.budget.tokens
        for _ in range(_AFTERWARDS):
            sync_calls.whole(outage.up, _NONCE)
        return refused, requests, dry, outage.budget.tokens


def _refused(model: Any) -> bool:
    try:
        ai_sdk.generate_text(model, prompt=_NONCE)
    except ServerError:
        return True
    return False


async def _in_loop(protocol: str, endpoints: Endpoints, count: int) -> _Seen:
    async with aio.AsyncHTTPClient(retry_budget=RetryBudget()) as client:
        outage = _Outage.of(aio, client, protocol, endpoints)
        before = endpoints.counts()["requests"]
        left = iter(range(count))
        refused = sum(
            await asyncio.gather(*(_refusals(outage.down, left) for _ in range(_TOGETHER)))
        )
        requests, dry = endpoints.counts()["requests"] - before, outage.budget.tokens
        for _ in range(_AFTERWARDS):
            await async_calls.whole(outage.up, _NONCE)
        return refused, requests, dry, outage.budget.tokens


async def _refusals(model: Any, left: Iterator[int]) -> int:
    refused = 0
    for _ in left:
        try:
            await aio.generate_text(model, prompt=_NONCE)
        except ServerError:
            refused += 1
    return refused
