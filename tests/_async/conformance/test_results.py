"""What the result of several steps says."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from ai_sdk.aio import (
    FilePart,
    InputTokenDetails,
    NoObjectGeneratedError,
    NoOutputGeneratedError,
    Output,
    Source,
    Usage,
    is_loop_finished,
)
from ai_sdk.concurrency import ManualClock, clock
from ai_sdk.testing import MockReply
from tests.ways import EVERY_WAY, WITH_MOCK, Way

from .play import run, weather

ROME = [("weather", {"city": "Rome"}, "call_rome")]


@EVERY_WAY
async def test_behaviour_23_usage_is_the_sum_of_the_steps(way: Way) -> None:
    first = MockReply(tool_calls=ROME, usage=Usage(10, 2, 12))
    second = MockReply("done", usage=Usage(20, 3, 23))

    with way.model(first, second) as model:
        result = await run(way, model, tools=[weather], stop_when=is_loop_finished())

    usage = result.usage
    assert (usage.input_tokens, usage.output_tokens, usage.total_tokens) == (30, 5, 35)
    assert usage.raw is None
    assert [step.usage.total_tokens for step in result.steps] == [12, 23]


def test_behaviour_23_unknown_plus_known_is_known_and_unknown_stays_unknown() -> None:
    known = Usage(3, None, None, InputTokenDetails(cache_read=1), raw={"x": 1})
    both = known + Usage(None, None, 2)

    assert (both.input_tokens, both.output_tokens, both.total_tokens) == (3, None, 2)
    assert both.input_token_details == InputTokenDetails(cache_read=1)
    assert both.raw is None
    assert Usage() + Usage() == Usage()


@EVERY_WAY
async def test_behaviour_24_text_and_reasoning_come_from_the_final_step(way: Way) -> None:
    first = MockReply("let me see", reasoning="first thought", tool_calls=ROME)
    second = MockReply("it is clear", reasoning="second thought")

    with way.model(first, second) as model:
        result = await run(way, model, tools=[weather], stop_when=is_loop_finished())

    assert (result.text, result.reasoning_text) == ("it is clear", "second thought")
    assert [step.text for step in result.steps] == ["let me see", "it is clear"]
    assert [call.tool_call_id for call in result.tool_calls] == ["call_rome"]
    assert [each.tool_call_id for each in result.tool_results] == ["call_rome"]
    assert result.final_step is result.steps[-1]


@WITH_MOCK
async def test_behaviour_24_sources_and_files_come_from_all_steps(way: Way) -> None:
    source, picture = Source("s1", url="https://example.com"), FilePart(b"GIF89a", "image/gif")
    first = MockReply(tool_calls=ROME, content=[source, picture])
    more = Source("s2", url="https://example.org")

    with way.model(first, MockReply("done", content=[more])) as model:
        result = await run(way, model, tools=[weather], stop_when=is_loop_finished())

    assert result.sources == (source, more)
    assert result.files == (picture,)
    assert [part.type for part in result.content] == [
        "source",
        "file",
        "tool-call",
        "tool-result",
        "text",
        "source",
    ]


@EVERY_WAY
async def test_behaviour_25_output_of_a_run_that_ended_in_calls_says_what_to_do(way: Way) -> None:
    with way.model(MockReply(tool_calls=ROME)) as model:
        result = await run(way, model, tools=[weather], output=Output.object(int))

    with pytest.raises(NoOutputGeneratedError, match="allow more steps"):
        _ = result.output


@EVERY_WAY
@pytest.mark.parametrize("reason", ["length", "content-filter"])
async def test_behaviour_25_output_of_a_cut_off_answer_raises(way: Way, reason: Any) -> None:
    reply = MockReply("12", finish_reason=reason)  # of 1234, for all we know

    with way.model(reply) as model:
        result = await run(way, model, output=Output.json())

    assert result.finish_reason == reason
    with pytest.raises(NoObjectGeneratedError, match=reason) as caught:
        _ = result.output
    assert (caught.value.text, caught.value.finish_reason) == ("12", reason)
    assert caught.value.usage.total_tokens == 8


@EVERY_WAY
async def test_an_empty_answer_is_an_answer(way: Way) -> None:
    with way.model(MockReply("")) as model:
        result = await run(way, model)

        assert len(model.asked) == 1
    assert (result.text, result.finish_reason) == ("", "stop")
    assert result.tool_calls == ()
    assert len(result.steps) == 1


@WITH_MOCK
async def test_performance_is_measured_in_seconds(way: Way) -> None:
    with clock.use(ManualClock()) as time:

        def prepare(context: Any) -> None:
            time.advance(1)

        def answer(city: str) -> str:
            """The weather."""
            time.advance(3)
            return city

        with way.model(MockReply("hm", tool_calls=[("answer", {"city": "x"}, "c1")])) as model:
            result = await run(way, model, tools=[answer], prepare_step=prepare)

    figures = result.steps[0].performance
    assert figures is not None
    assert figures.step_seconds == 4
    assert figures.response_seconds == 1
    assert figures.tool_seconds == {"c1": 3}
    assert figures.effective_output_tokens_per_second == 5
    assert figures.effective_total_tokens_per_second == 8
    assert figures.output_tokens_per_second is None
    assert figures.first_output_seconds == (1 if way.streaming else None)
    assert figures.input_tokens_per_second == (3 if way.streaming else None)


@WITH_MOCK
async def test_contexts_stay_out_of_what_leaves_the_program(way: Way) -> None:
    own: Any = lambda: "not to be pickled"  # noqa: E731

    with way.model("ok") as model:
        contexts: Any = {"runtime_context": own, "tools_context": {"weather": own}}
        result = await run(way, model, tools=[weather], **contexts)

    assert result.steps[0].runtime_context is own
    for other in (pickle.loads(pickle.dumps(result)), copy.deepcopy(result)):
        assert other == result
        assert other.steps[0].runtime_context is None
    assert "context" not in str(result.to_dict())


@EVERY_WAY
@pytest.mark.parametrize("kept", [(), ("request_messages",), ("request_body",), ("response_body",)])
async def test_payloads_are_kept_when_asked_for(way: Way, kept: Any) -> None:
    with way.model(MockReply(tool_calls=ROME), "done") as model:
        result = await run(
            way, model, tools=[weather], stop_when=is_loop_finished(), include=kept
        )  # fmt: skip

    messages = [[m.role for m in step.request.messages] for step in result.steps]
    asked = "request_messages" in kept
    assert messages == ([["user"], ["user", "assistant", "tool"]] if asked else [[], []])
    if way.via != "mock":
        body = result.request.body
        assert (body is not None) is ("request_body" in kept)
        whole = "response_body" in kept and not way.streaming
        assert (result.response.body is not None) is whole


@WITH_MOCK
async def test_a_payload_that_cannot_be_had_is_warned_of_once(way: Way) -> None:
    kept = "response_body" if way.streaming else "raw_chunks"

    with way.model(MockReply(tool_calls=ROME), "done") as model:
        result = await run(
            way, model, tools=[weather], stop_when=is_loop_finished(), include=[kept]
        )  # fmt: skip

    (warning,) = result.warnings
    assert (warning.type, warning.setting) == ("unsupported", "include")
    assert result.steps[0].warnings == (warning,)


@WITH_MOCK
async def test_a_callback_that_is_never_called_is_warned_of(way: Way) -> None:
    with way.model("ok") as model:
        result = await run(way, model, on_chunk=lambda event: None)

    assert [w.setting for w in result.warnings] == ([] if way.streaming else ["on_chunk"])
