"""Callbacks: what they are told and when, and that nothing they do breaks the run."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from ai_sdk.aio import ConfigurationError, ServerError, is_loop_finished, is_step_count
from ai_sdk.testing import MockReply
from tests.ways import EVERY_WAY, STREAMED, WITH_MOCK, Way

from .play import run, weather

ROME = MockReply("let me see", tool_calls=[("weather", {"city": "Rome"}, "call_rome")])
NAMES = "on_start on_step_start on_tool_start on_tool_end on_step_end on_end".split()
SEQUENCE = (
    "on_start on_step_start on_tool_start on_tool_end on_step_end on_step_start on_step_end on_end"
).split()


@EVERY_WAY
async def test_every_callback_is_called_in_order(way: Way) -> None:
    seen: list[tuple[str, Any]] = []
    callbacks = {name: lambda e, name=name: seen.append((name, e)) for name in NAMES}
    context = {"user": 7}

    with way.model(ROME, "done") as model:
        result = await run(
            way,
            model,
            instructions="be nice",
            tools=[weather],
            stop_when=is_loop_finished(),
            runtime_context=context,
            tools_context={"weather": "sunny"},
            **callbacks,
        )
        model_id = model.handle.model_id

    assert [name for name, _ in seen] == SEQUENCE
    start, first, tool_start, tool_end, step_end, second, last_end, end = (e for _, e in seen)
    assert (start.model.model_id, start.tools) == (model_id, ("weather",))
    assert [message.role for message in start.messages] == ["system", "user"]
    assert (first.step_number, second.step_number) == (0, 1)
    assert [message.role for message in second.messages] == ["system", "user", "assistant", "tool"]
    assert second.steps == result.steps[:1]
    assert tool_start.call.input == tool_end.call.input == {"city": "Rome"}
    assert tool_end.outcome.output == {"city": "Rome", "sky": "clear"}
    assert tool_end.seconds >= 0
    assert (step_end.step, last_end.step) == result.steps
    assert end.result is result
    for event in (start, first, tool_start, tool_end, second, end, step_end.step):
        assert event.runtime_context is context
    assert first.tools_context == {"weather": "sunny"}


@EVERY_WAY
@pytest.mark.parametrize("error", [ValueError("oops"), ConfigurationError("a key is missing")])
async def test_behaviour_38_callback_exceptions_do_not_break_the_run(
    way: Way, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    def bad(event: Any) -> None:
        raise error

    callbacks = dict.fromkeys(NAMES, bad)
    with caplog.at_level(logging.ERROR, "ai_sdk"), way.model(ROME, "done") as model:
        result = await run(
            way, model, tools=[weather], stop_when=is_loop_finished(), **callbacks
        )  # fmt: skip

    assert result.text == "done"
    assert result.tool_results[0].output == {"city": "Rome", "sky": "clear"}
    reports = [r for r in caplog.records if r.name == "ai_sdk"]
    assert [r.getMessage().split()[2] for r in reports] == SEQUENCE
    assert all(r.exc_info is not None and r.exc_info[1] is error for r in reports)


@EVERY_WAY
async def test_behaviour_38_the_callbacks_of_failures_do_not_hide_them(
    way: Way, caplog: pytest.LogCaptureFixture
) -> None:
    def bad(event: Any) -> None:
        raise ValueError("oops")

    caplog.set_level(logging.CRITICAL, "ai_sdk")
    with way.model(ServerError("down", status_code=500)) as model:
        with pytest.raises(ServerError):
            await run(way, model, max_retries=0, on_error=bad, on_abort=bad)


@STREAMED
async def test_behaviour_38_what_fails_for_every_part_is_reported_once(
    way: Way, caplog: pytest.LogCaptureFixture
) -> None:
    def bad(event: Any) -> None:
        raise ValueError("oops")

    with way.model(MockReply(text_deltas=["a"] * 20)) as model:
        result = await run(way, model, on_chunk=bad)

    assert result.text == "a" * 20
    assert [record.message for record in caplog.records if record.name == "ai_sdk"] == [
        "the callback on_chunk raised; the run goes on"
    ]


@WITH_MOCK
async def test_behaviour_38_a_report_is_seen_without_any_logging_set_up(
    way: Way, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def bad(event: Any) -> None:
        raise ValueError("oops")

    monkeypatch.setattr(logging.getLogger("ai_sdk"), "propagate", False)
    with way.model("done") as model:
        await run(way, model, on_end=bad)

    shown = capsys.readouterr().err
    assert "the callback on_end raised; the run goes on" in shown
    assert "ValueError: oops" in shown


@EVERY_WAY
async def test_errors_are_told_with_what_was_finished(way: Way) -> None:
    seen: list[Any] = []

    with way.model(ROME, ServerError("down", status_code=500)) as model:
        with pytest.raises(ServerError) as caught:
            await run(
                way,
                model,
                tools=[weather],
                stop_when=is_step_count(3),
                max_retries=0,
                on_error=seen.append,
                runtime_context="mine",
            )

    (event,) = seen
    assert event.error is caught.value
    assert len(event.steps) == 1
    assert event.usage == event.steps[0].usage
    assert event.usage.total_tokens is not None
    assert event.partial.tool_results[0].tool_name == "weather"
    assert caught.value.partial == event.partial
    assert event.runtime_context == "mine"
