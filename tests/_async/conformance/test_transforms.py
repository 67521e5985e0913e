"""Transforms of a stream's parts."""

from __future__ import annotations

import re
from typing import Any

import pytest

from ai_sdk.aio import TextDelta, ToolCall, is_loop_finished, smooth_stream
from ai_sdk.concurrency import ManualClock, clock
from ai_sdk.testing import MockReply
from tests.ways import STREAMED, Way

from .play import parts_of, weather

SAID = MockReply(text_deltas=["Hel", "lo the", "re\nyou", " all"])


@STREAMED
@pytest.mark.parametrize(
    ("chunking", "expected"),
    [
        ("word", ["Hello ", "there\n", "you ", "all"]),
        ("line", ["Hello there\n", "you all"]),
        (re.compile("o"), ["Hello", " there\nyo", "u all"]),
        (lambda text: text[:5] if len(text) >= 5 else None, ["Hello", " ther", "e\nyou", " all"]),
    ],
)
async def test_behaviour_39_smooth_stream_by_word_line_and_pattern(
    way: Way, chunking: Any, expected: list[str]
) -> None:
    with way.model(SAID) as model:
        with clock.use(ManualClock()) as time:
            smooth = smooth_stream(delay=0.125, chunking=chunking)
            parts = await parts_of(model, transform=smooth)

    assert [part.text for part in parts if isinstance(part, TextDelta)] == expected
    assert 1 <= time.slept.count(0.125) <= len(expected)


@STREAMED
async def test_behaviour_39_smooth_stream_flushes_before_tool_parts(way: Way) -> None:
    called = MockReply(text_deltas=["Let me lo", "ok"], tool_calls=[("weather", {"city": "Rome"})])

    with way.model(called, "sunny") as model:
        parts = await parts_of(
            model,
            transform=smooth_stream(delay=None),
            tools=[weather],
            stop_when=is_loop_finished(),
        )

    kinds = [part for part in parts if isinstance(part, (TextDelta, ToolCall))]
    shown = [part.text if isinstance(part, TextDelta) else part.tool_name for part in kinds]
    assert shown == ["Let ", "me ", "look", "weather", "sunny"]


@STREAMED
async def test_behaviour_39_smooth_stream_without_delay_never_sleeps(way: Way) -> None:
    with way.model(SAID) as model:
        with clock.use(ManualClock()) as time:
            await parts_of(model, transform=smooth_stream(delay=None))

    assert time.slept == []
