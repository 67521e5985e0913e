"""Makes the calls of recorded requests against a server that gives the recorded answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import ai_sdk.aio as ai
from ai_sdk.testing import ProviderServer
from tests.recordings.driver import Answering, Book, Outcome, outcome_of
from tests.recordings.intention import Intention
from tests.recordings.records import Record


@dataclass(frozen=True)
class Played:
    """What a call gave, and the text its stream delivered (None if it was no stream)."""

    result: Any
    deltas: str | None = None


async def replay(book: Book, records: Iterable[Record]) -> list[Outcome]:
    """Replay records one after the other over one server and one client."""
    answering = Answering()
    outcomes: list[Outcome] = []
    with ProviderServer(script=answering) as server:
        async with ai.AsyncHTTPClient() as client:
            create = getattr(ai, book.provider)
            provider = create(base_url=server.base_url, api_key="test-key", client=client)
            for record in records:
                outcomes.append(await _one(book, record, provider, answering))
    return outcomes


async def _one(book: Book, record: Record, provider: Any, answering: Answering) -> Outcome:
    plan = book.plan(record)
    if plan is None:
        return Outcome(record, None)
    answering.prepare(record)
    try:
        played = await _call(provider, plan.intention)
    except Exception as error:  # whatever comes is compared with what should have come
        played = Played(error)
    return outcome_of(record, plan, played.result, played.deltas, answering.requests)


async def _call(provider: Any, intention: Intention) -> Played:
    model: Any = provider
    if intention.surface != "provider":
        model = getattr(provider, intention.surface)(intention.model)
    if intention.function == "stream_text":
        return await _stream(model, intention.arguments)
    function = getattr(ai, intention.function)
    return Played(await function(model, max_retries=0, **intention.arguments))


async def _stream(model: Any, arguments: dict[str, Any]) -> Played:
    deltas = ""
    async with ai.stream_text(model, max_retries=0, **arguments) as stream:
        async for delta in stream.text_stream:
            deltas += delta
        return Played(await stream.result(), deltas)
