"""One loop: a run gives the same, whole or streamed, synchronous or asynchronous."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

import ai_sdk
import ai_sdk.aio
from ai_sdk.types.plain import to_plain
from tests.loop_cases import CASES, MOCK_CASES, TEXT_CASES, Case
from tests.ways import Way

EVENTS = "start step_start tool_start tool_end step_end end error abort".split()
CASES_OF = {
    "mock": {**CASES, **TEXT_CASES, **MOCK_CASES},
    "chat": {**CASES, **TEXT_CASES},
    "responses": {**CASES, **TEXT_CASES},
    "anthropic": CASES,
}
EVERY_CASE = [(via, name, made) for via, cases in CASES_OF.items() for name, made in cases.items()]


class Outcome:
    """What came of a run, in a form that can be compared."""

    def __init__(self, way: Way, case: Case, runner: Any) -> None:
        script, given = case()
        settings = dict(given)
        self.events: list[Any] = []
        for name in EVENTS:
            self._listen(settings, f"on_{name}")
        settings.setdefault("prompt", "hi")
        self.result: Any = None
        self.error: Any = None
        with way.model(*script) as model:
            try:
                self.result = runner(model.handle, settings)
            except Exception as error:  # whatever comes is compared
                self.error = error
            self.asked = model.asked

    def _listen(self, settings: dict[str, Any], name: str) -> None:
        own = settings.get(name)

        def listen(event: Any) -> None:
            self.events.append((name, facts_of(event)))
            if own is not None:
                own(event)

        settings[name] = listen

    @property
    def facts(self) -> dict[str, Any]:
        """Everything that must not depend on the way."""
        return {
            "result": facts_of(self.result),
            "output": output_of(self.result),
            "error": (type(self.error).__name__, str(self.error)),
            "partial": facts_of(getattr(self.error, "partial", None)),
            "asked": [to_plain({**vars(call), "call": None}) for call in self.asked],
            "events": sorted_tools(self.events),
        }


def facts_of(thing: Any) -> Any:
    """Plain data without what differs from call to call: times, ids, ports."""
    return _without(to_plain(thing))


_VARYING = ("performance", "response", "attempts", "seconds", "raw", "error", "timestamp")


def _without(plain: Any) -> Any:
    if isinstance(plain, list):
        return [_without(item) for item in plain]
    if not isinstance(plain, dict):
        return plain
    kept = {name: item for name, item in plain.items() if name not in _VARYING}
    if isinstance(plain.get("error"), dict):
        kept["error"] = plain["error"].get("error")
    return {name: _without(item) for name, item in kept.items()}


def output_of(result: Any) -> Any:
    if result is None:
        return None
    try:
        return to_plain(result.output)
    except ai_sdk.NoOutputGeneratedError as error:
        return (type(error).__name__, str(error))


def sorted_tools(events: list[Any]) -> list[Any]:
    """Events with those of tools that run side by side in one order."""
    out: list[Any] = []
    for event in events:
        out.append(event)
        at = len(out) - 1
        while at and event[0].startswith("on_tool") and out[at - 1][0].startswith("on_tool"):
            if _place(out[at - 1]) <= _place(event):
                break
            out[at - 1], out[at] = out[at], out[at - 1]
            at -= 1
    return out


def _place(event: Any) -> tuple[str, str]:
    return event[1]["call"]["tool_call_id"], {"on_tool_start": "0"}.get(event[0], "1")


def plain(model: Any, settings: dict[str, Any]) -> Any:
    return ai_sdk.generate_text(model, **settings)


def streamed(model: Any, settings: dict[str, Any]) -> Any:
    with ai_sdk.stream_text(model, **settings) as stream:
        return stream.result()


def plain_async(model: Any, settings: dict[str, Any]) -> Any:
    return asyncio.run(_generate(model, settings))


def streamed_async(model: Any, settings: dict[str, Any]) -> Any:
    return asyncio.run(_stream(model, settings))


async def _generate(model: Any, settings: dict[str, Any]) -> Any:
    return await ai_sdk.aio.generate_text(model, **settings)


async def _stream(model: Any, settings: dict[str, Any]) -> Any:
    async with ai_sdk.aio.stream_text(model, **settings) as stream:
        return await stream.result()


@pytest.mark.parametrize(
    ("via", "case"),
    [(via, made) for via, _, made in EVERY_CASE],
    ids=[f"{via}-{name}" for via, name, _ in EVERY_CASE],
)
def test_every_way_gives_the_same(via: str, case: Case) -> None:
    first = Outcome(Way(via, streaming=False), case, plain)
    assert (first.result is None) is (first.error is not None)

    for runner, streaming in ((streamed, True), (plain_async, False), (streamed_async, True)):
        other = Outcome(Way(via, streaming), case, runner)

        assert other.facts == first.facts, runner.__name__
        if via == "mock" and first.result is not None:
            assert other.result == first.result


def test_the_comparison_would_see_a_difference() -> None:
    first = Outcome(Way("mock", streaming=False), CASES["two_steps"], plain)
    other = Outcome(Way("mock", streaming=False), CASES["parallel_calls"], plain)

    assert {name for name, fact in first.facts.items() if fact != other.facts[name]} >= {
        "result",
        "output",
        "asked",
        "events",
    }
