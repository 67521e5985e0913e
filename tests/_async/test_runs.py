"""Runs with the mock model: the loop, tools, callbacks; plain and streamed alike."""

from __future__ import annotations

import logging
import traceback
from typing import Any

import pytest

from ai_sdk.aio import (
    AISDKError,
    APITimeoutError,
    CancelToken,
    ConfigurationError,
    InvalidToolInputError,
    LanguageModel,
    NoOutputGeneratedError,
    NoSuchToolError,
    Output,
    RunCancelledError,
    ServerError,
    StreamInterruptedError,
    Timeout,
    ToolContext,
    ToolExecutionError,
    create_openai,
    generate_text,
    has_tool_call,
    is_loop_finished,
    is_step_count,
    stream_text,
    tool,
)
from ai_sdk.concurrency import ManualClock, clock
from ai_sdk.testing import MockLanguageModel, MockReply, ProviderServer, Reply
from ai_sdk.types.content import ReasoningPart, TextPart, ToolCall, ToolFailure, ToolResult
from ai_sdk.types.messages import AssistantMessage, ToolMessage
from ai_sdk.types.tools import ErrorOutput, JSONOutput, TextOutput

from ..helpers import hanging, wait_for

BOTH = pytest.mark.parametrize("streaming", [False, True])


async def run(streaming: bool, model: Any, **settings: Any) -> Any:
    """The result, by either function."""
    settings.setdefault("prompt", "hi")
    if not streaming:
        return await generate_text(model, **settings)
    async with stream_text(model, **settings) as stream:
        return await stream.result()


@tool
def weather(city: str) -> dict[str, str]:
    """The weather in a city."""
    return {"city": city, "sky": "clear"}


@tool
def broken(n: int) -> str:
    """Raises."""
    raise RuntimeError(f"no {n} for you")


def test_the_mock_is_a_language_model() -> None:
    assert isinstance(MockLanguageModel(), LanguageModel)


@BOTH
async def test_text_and_reasoning(streaming: bool) -> None:
    model = MockLanguageModel(script=[MockReply("Hello.", reasoning="hm")])

    result = await run(streaming, model)

    assert result.text == "Hello."
    assert result.reasoning_text == "hm"
    assert result.content == (ReasoningPart("hm"), TextPart("Hello."))
    assert (result.finish_reason, result.raw_finish_reason) == ("stop", "stop")
    assert (result.usage.input_tokens, result.usage.output_tokens) == (3, 5)
    assert result.output == "Hello."
    assert len(result.steps) == 1


@BOTH
async def test_one_step_by_default_even_when_tools_ran(streaming: bool) -> None:
    model = MockLanguageModel("done", tool_calls=[("weather", {"city": "Rome"}, "c1")])

    result = await run(streaming, model, tools=[weather])

    assert len(model.calls) == 1
    assert result.finish_reason == "tool-calls"
    assert result.text == ""
    assert result.tool_calls == (ToolCall("c1", "weather", {"city": "Rome"}),)
    assert [r.output for r in result.tool_results] == [{"city": "Rome", "sky": "clear"}]


@BOTH
async def test_several_steps(streaming: bool) -> None:
    model = MockLanguageModel("done", tool_calls=[("weather", {"city": "Rome"}, "c1")])

    result = await run(streaming, model, tools=[weather], stop_when=is_step_count(5))

    assert [step.text for step in result.steps] == ["", "done"]
    assert result.text == "done"
    assert result.usage.total_tokens == 16
    assert result.usage.raw is None
    assert len(result.tool_calls) == 1
    assistant, answer = model.calls[1].prompt[1:]
    assert isinstance(assistant, AssistantMessage)
    assert assistant.content == (ToolCall("c1", "weather", {"city": "Rome"}),)
    assert isinstance(answer, ToolMessage)
    (sent,) = answer.content
    assert isinstance(sent, ToolResult)
    assert sent.model_output == JSONOutput({"city": "Rome", "sky": "clear"})
    assert [type(m) for m in result.response_messages] == [
        AssistantMessage,
        ToolMessage,
        AssistantMessage,
    ]


@BOTH
@pytest.mark.parametrize(
    ("conditions", "steps"),
    [
        (is_step_count(2), 2),
        ([is_step_count(9), has_tool_call("weather")], 1),
        (is_loop_finished(), 3),
        (lambda steps: len(steps) == 2, 2),
    ],
)
async def test_stop_conditions(streaming: bool, conditions: Any, steps: int) -> None:
    call = MockReply(tool_calls=[("weather", {"city": "Rome"})])
    model = MockLanguageModel(script=[call, call, "done"])

    result = await run(streaming, model, tools=[weather], stop_when=conditions)

    assert len(result.steps) == steps


@BOTH
async def test_parallel_calls_keep_their_order(streaming: bool) -> None:
    calls = [("weather", {"city": city}, city) for city in ("Rome", "Oslo", "Lima")]
    model = MockLanguageModel(tool_calls=calls)

    result = await run(streaming, model, tools=[weather], max_parallel_tools=2)

    assert [r.tool_call_id for r in result.tool_results] == ["Rome", "Oslo", "Lima"]


@BOTH
async def test_a_failing_tool_is_told_to_the_model(streaming: bool) -> None:
    model = MockLanguageModel("sorry", tool_calls=[("broken", {"n": 3}, "c1")])

    result = await run(streaming, model, tools=[broken], stop_when=is_step_count(2))

    (failure,) = result.tool_errors
    assert isinstance(failure.error, ToolExecutionError)
    assert str(failure.error) == "RuntimeError: no 3 for you"
    assert isinstance(failure.error.__cause__, RuntimeError)
    (sent,) = model.calls[1].prompt[-1].content
    assert isinstance(sent, ToolResult)
    assert sent.model_output == ErrorOutput("RuntimeError: no 3 for you")
    assert result.text == "sorry"


@BOTH
@pytest.mark.parametrize(
    ("call", "kind", "words"),
    [
        (("nope", {}, "c1"), NoSuchToolError, "the tools are: weather"),
        (("weather", {"town": "Rome"}, "c1"), InvalidToolInputError, "do not fit its schema"),
        (("weather", '{"city": "Ro', "c1"), InvalidToolInputError, "are no JSON"),
    ],
)
async def test_bad_calls_never_run_and_never_raise(
    streaming: bool, call: Any, kind: type, words: str
) -> None:
    model = MockLanguageModel("sorry", tool_calls=[call])

    result = await run(streaming, model, tools=[weather], stop_when=is_step_count(2))

    (listed,) = result.tool_calls
    assert listed.invalid
    assert listed.dynamic
    assert isinstance(listed.error, kind)
    assert words in str(listed.error)
    (failure,) = result.tool_errors
    assert isinstance(failure, ToolFailure)
    assert failure.error is listed.error
    assert result.text == "sorry"


@BOTH
@pytest.mark.parametrize(
    "inner", [ConfigurationError("no key for the sub-model"), RunCancelledError("the sub-run")]
)
async def test_what_ends_a_run_inside_a_tool_does_not_end_this_one(
    streaming: bool, inner: Exception
) -> None:
    @tool
    def ask() -> str:
        """Asks another model."""
        raise inner

    model = MockLanguageModel("sorry", tool_calls=[("ask", {})])

    result = await run(streaming, model, tools=[ask], stop_when=is_step_count(2))

    assert result.tool_errors[0].error.__cause__ is inner
    assert result.text == "sorry"


@BOTH
async def test_a_generator_is_no_result(streaming: bool) -> None:
    @tool
    def count() -> Any:
        """Counts."""
        return (number for number in range(3))

    result = await run(streaming, MockLanguageModel(tool_calls=[("count", {})]), tools=[count])

    assert "return a value, such as a list" in str(result.tool_errors[0].error)


@BOTH
async def test_empty_arguments_are_an_empty_object(streaming: bool) -> None:
    @tool
    def now() -> str:
        """The time."""
        return "noon"

    model = MockLanguageModel(tool_calls=[("now", "", "c1")])

    result = await run(streaming, model, tools=[now])

    assert result.tool_calls[0].input == {}
    assert result.tool_results[0].output == "noon"


@BOTH
@pytest.mark.parametrize("reason", ["length", "error", "content-filter"])
async def test_tools_do_not_run_after_a_cut_answer(streaming: bool, reason: Any) -> None:
    ran: list[str] = []

    @tool
    def delete(path: str) -> str:
        """Delete a file."""
        ran.append(path)
        return "gone"

    reply = MockReply(tool_calls=[("delete", {"path": "/tmp"}, "c1")], finish_reason=reason)

    result = await run(streaming, MockLanguageModel(script=[reply]), tools=[delete])

    assert ran == []
    assert result.finish_reason == reason
    assert len(result.tool_calls) == 1


@BOTH
async def test_a_tool_without_function_ends_the_run(streaming: bool) -> None:
    ask = tool(name="ask", description="Ask the user.", input_schema={"type": "object"})
    calls = [("ask", {}, "c1"), ("weather", {"city": "Rome"}, "c2")]
    model = MockLanguageModel("never", tool_calls=calls)

    result = await run(streaming, model, tools=[ask, weather], stop_when=is_step_count(9))

    assert len(model.calls) == 1
    assert [call.tool_name for call in result.tool_calls] == ["ask", "weather"]
    assert [r.tool_name for r in result.tool_results] == ["weather"]


@BOTH
async def test_a_tool_of_a_schema_gets_the_validated_input(streaming: bool) -> None:
    seen: list[Any] = []
    schema = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}
    double = tool(
        name="double",
        input_schema=schema,
        execute=lambda given: seen.append(given) or given["n"] * 2,
    )

    result = await run(
        streaming, MockLanguageModel(tool_calls=[("double", {"n": 4})]), tools=[double]
    )

    assert seen == [{"n": 4}]
    assert result.tool_results[0].output == 8


@BOTH
async def test_tool_context_and_model_output(streaming: bool) -> None:
    seen: list[ToolContext] = []

    @tool(name="look", to_model_output=lambda output: f"short: {output['n']}")
    def look(n: int, about: ToolContext) -> dict[str, int]:
        """Look."""
        seen.append(about)
        return {"n": n}

    model = MockLanguageModel("ok", tool_calls=[("look", {"n": 1}, "c1")])

    result = await run(
        streaming, model, tools=[look], tools_context={"look": "mine"}, stop_when=is_step_count(2)
    )

    (about,) = seen
    assert (about.tool_call_id, about.context, len(about.messages)) == ("c1", "mine", 1)
    assert "about" not in look.input_schema.json_schema["properties"]
    (sent,) = model.calls[1].prompt[-1].content
    assert isinstance(sent, ToolResult)
    assert sent.model_output == TextOutput("short: 1")
    assert result.tool_results[0].output == {"n": 1}


@BOTH
async def test_callbacks_in_order(streaming: bool) -> None:
    seen: list[str] = []
    names = "start step_start tool_start tool_end step_end end".split()
    callbacks = {f"on_{name}": lambda event, name=name: seen.append(name) for name in names}
    model = MockLanguageModel("done", tool_calls=[("weather", {"city": "Rome"})])

    await run(streaming, model, tools=[weather], stop_when=is_step_count(2), **callbacks)

    assert seen == ("start step_start tool_start tool_end step_end step_start step_end end".split())


@BOTH
async def test_a_raising_callback_is_reported_and_breaks_nothing(
    streaming: bool, caplog: pytest.LogCaptureFixture
) -> None:
    def bad(event: Any) -> None:
        raise ValueError("oops")

    with caplog.at_level(logging.ERROR, "ai_sdk"):
        result = await run(streaming, MockLanguageModel("ok"), on_end=bad, on_start=bad)

    assert result.text == "ok"
    assert [record.message for record in caplog.records] == [
        "the callback on_start raised; the run goes on",
        "the callback on_end raised; the run goes on",
    ]


@BOTH
async def test_errors_reach_the_caller_and_on_error(streaming: bool) -> None:
    seen: list[Any] = []
    error = ServerError("down", status_code=500)

    with pytest.raises(ServerError) as caught:
        await run(streaming, MockLanguageModel(error=error), on_error=seen.append)

    assert caught.value is error
    assert [event.error for event in seen] == [error]


@BOTH
async def test_output_after_tools_only_says_what_to_do(streaming: bool) -> None:
    model = MockLanguageModel(tool_calls=[("weather", {"city": "Rome"})])

    result = await run(streaming, model, tools=[weather], output=Output.json())

    with pytest.raises(NoOutputGeneratedError, match="allow more steps"):
        _ = result.output


@BOTH
async def test_output_with_tools(streaming: bool) -> None:
    model = MockLanguageModel('{"value": 3}', tool_calls=[("weather", {"city": "Rome"})])

    result = await run(
        streaming, model, tools=[weather], stop_when=is_step_count(3), output=Output.object(int)
    )

    assert result.output == 3
    assert model.calls[0].response_format is not None


@BOTH
async def test_a_fired_token_cancels_before_anything_is_sent(streaming: bool) -> None:
    token = CancelToken()
    token.cancel("enough")
    model = MockLanguageModel("never")

    with pytest.raises(RunCancelledError, match="enough"):
        await run(streaming, model, cancel=token)

    assert model.calls == []


@BOTH
async def test_cancelling_inside_a_tool_cancels_the_run(streaming: bool) -> None:
    token = CancelToken()
    aborted: list[Any] = []

    @tool
    def stop() -> str:
        """Stop."""
        token.cancel()
        return "ignored"

    model = MockLanguageModel("never", tool_calls=[("stop", {})])

    with pytest.raises(RunCancelledError):
        await run(
            streaming,
            model,
            tools=[stop],
            stop_when=is_step_count(3),
            cancel=token,
            on_abort=aborted.append,
        )

    assert len(model.calls) == 1
    assert len(aborted) == 1


async def test_a_tool_that_takes_too_long_fails_alone() -> None:
    release = CancelToken()

    @tool(timeout=0.01)
    def slow(about: ToolContext) -> str:
        """Waits for its own cancellation."""
        assert about.cancel is not None
        wait_for(about.cancel)
        release.cancel()
        return "late"

    model = MockLanguageModel("ok", tool_calls=[("slow", {}), ("weather", {"city": "Rome"})])

    result = await generate_text(
        model, prompt="hi", tools=[slow, weather], stop_when=is_step_count(2)
    )

    (failure,) = result.tool_errors
    assert isinstance(failure.error.__cause__, APITimeoutError)
    assert failure.error.__cause__.limit == "tool"
    assert len(result.tool_results) == 1
    assert result.text == "ok"


@BOTH
@pytest.mark.parametrize("limit", ["step", "total"])
@pytest.mark.parametrize("others", [0, 1])
async def test_the_end_of_the_run_ends_its_tools(streaming: bool, limit: str, others: int) -> None:
    told, begun = CancelToken(), CancelToken()
    ended: list[str] = []

    with clock.use(ManualClock()) as time:

        @tool
        def quick() -> str:
            """Ends while the other hangs."""
            wait_for(begun)
            return "done"

        def end(event: Any) -> None:
            ended.append(event.call.tool_name)
            time.advance(6)

        hang = hanging(told, begun.cancel if others else lambda: time.advance(6))
        calls: list[Any] = [("hang", {})] + [("quick", {})] * others
        model = MockLanguageModel("never", tool_calls=calls)

        with pytest.raises(APITimeoutError) as caught:
            await run(
                streaming,
                model,
                tools=[hang, quick],
                timeout=Timeout(**{limit: 5}),
                on_tool_end=end,
            )

    assert caught.value.limit == limit
    assert told.cancelled
    assert ended == ["quick"] * others


@BOTH
async def test_an_abandoned_tool_is_told(streaming: bool) -> None:
    started, told = CancelToken(), CancelToken()

    @tool
    def slow(about: ToolContext) -> str:
        """Waits for its own cancellation."""
        assert about.cancel is not None
        started.cancel()
        wait_for(about.cancel)
        told.cancel()
        return "late"

    @tool
    def stop() -> str:
        """Ends the run."""
        wait_for(started)
        token.cancel("stop")
        return "ignored"

    token = CancelToken()
    model = MockLanguageModel("never", tool_calls=[("slow", {}), ("stop", {})])

    with pytest.raises(RunCancelledError, match="stop"):
        await run(
            streaming,
            model,
            tools=[slow, stop],
            cancel=token,
        )

    wait_for(told)


@BOTH
@pytest.mark.parametrize("kind", ["responses", "chat"])
@pytest.mark.parametrize(
    "reply",
    [
        Reply.error(401, "Incorrect API key provided: open-sesame-1234"),
        Reply.raw(200, {"content-type": "text/html"}, "<p>open-sesame-1234</p>"),
        Reply.raw(400, {"x-echo": "open-sesame-1234"}, '{"error": {"message": "no"}}'),
    ],
)
async def test_a_key_of_any_shape_stays_out_of_errors(
    streaming: bool, kind: str, reply: Reply
) -> None:
    with ProviderServer([reply]) as server:
        provider = create_openai(base_url=server.base_url, api_key="open-sesame-1234")
        with pytest.raises(AISDKError) as caught:
            await run(streaming, getattr(provider, kind)("gpt-5"), max_retries=0)

    shown = "".join(traceback.format_exception(caught.value))
    assert "open-sesame" not in f"{shown} {caught.value!r} {vars(caught.value)}"


@BOTH
async def test_a_cut_answer_is_no_answer(streaming: bool) -> None:
    cut = MockReply("half an ans", cut=True)

    with pytest.raises(StreamInterruptedError):
        await run(streaming, MockLanguageModel(script=[cut]))


@BOTH
async def test_tool_choice_and_active_tools_reach_the_model(streaming: bool) -> None:
    model = MockLanguageModel("ok")

    await run(
        streaming,
        model,
        tools=[weather, broken],
        active_tools=["weather"],
        tool_choice={"type": "tool", "tool_name": "weather"},
    )

    (call,) = model.calls
    assert [t.name for t in call.tools] == ["weather"]
    assert call.tool_choice is not None
    assert (call.tool_choice.type, call.tool_choice.tool_name) == ("tool", "weather")


@BOTH
async def test_bodies_are_kept_only_when_asked_for(streaming: bool) -> None:
    result = await run(streaming, MockLanguageModel("ok"))

    assert result.request.body is None
    assert result.response.body is None


def test_a_wrong_model_is_refused() -> None:
    with pytest.raises(ValueError, match="model must be a string"):
        stream_text(7, prompt="hi")  # type: ignore[call-overload]
    with pytest.raises(ConfigurationError, match="did you mean 'openai'"):
        stream_text("opnai:gpt-5", prompt="hi")
