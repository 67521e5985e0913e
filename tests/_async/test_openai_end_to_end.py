"""OpenAI's two language APIs end to end: public functions, real HTTP, a server that is scripted."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from json import dumps
from typing import Any

import pytest

from ai_sdk.aio import (
    APIConnectionError,
    AsyncHTTPClient,
    BadRequestError,
    CancelToken,
    ErrorOutput,
    Finish,
    FinishStep,
    OverloadedError,
    Raw,
    ReasoningDelta,
    RetryError,
    RunCancelledError,
    ServerError,
    StartStep,
    StreamInterruptedError,
    TextDelta,
    ToolCall,
    ToolInputDelta,
    ToolMessage,
    ToolResult,
    UserMessage,
    create_openai,
    generate_object,
    generate_text,
    is_step_count,
    stream_object,
    stream_text,
    tool,
)
from ai_sdk.concurrency import ManualClock, clock
from ai_sdk.testing import Gate, ProviderServer, RecordedRequest, Reply, TokenCount

APIS = pytest.mark.parametrize("api", ["responses", "chat"])
BOTH = pytest.mark.parametrize("streaming", [False, True], ids=["plain", "streamed"])


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_BASE_URL", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)


@contextmanager
def serving(*script: Reply) -> Iterator[ProviderServer]:
    with ProviderServer(script or None) as server:
        yield server


def model_of(server: ProviderServer, api: str, name: str = "gpt-4o", **settings: Any) -> Any:
    made = create_openai(**{"base_url": server.base_url, "api_key": "test-key", **settings})
    return getattr(made, api)(name)


async def run(streaming: bool, model: Any, **settings: Any) -> Any:
    """The result, by either function."""
    settings.setdefault("prompt", "hi")
    if not streaming:
        return await generate_text(model, **settings)
    async with stream_text(model, **settings) as stream:
        return await stream.result()


@tool
def weather(city: str) -> dict[str, Any]:
    """The weather in a city."""
    return {"city": city, "celsius": 7}


@dataclass
class Recipe:
    """A recipe."""

    name: str
    minutes: int
    steps: list[str]


RECIPE = {"name": "Pancakes", "minutes": 20, "steps": ["mix", "bake"]}


# --- text


@APIS
@BOTH
async def test_text(api: str, streaming: bool) -> None:
    reply = Reply.text(
        "Hello there.",
        deltas=["Hel", "lo ", "there."],
        tokens=TokenCount(input=11, output=4, cached=8),
    )
    with serving(reply) as server:
        result = await run(streaming, model_of(server, api), instructions="Be nice.")
        (request,) = server.requests

    assert result.text == "Hello there."
    assert (result.finish_reason, result.raw_finish_reason) == (
        "stop",
        "completed" if api == "responses" else "stop",
    )
    usage = result.usage
    assert (usage.input_tokens, usage.output_tokens, usage.total_tokens) == (11, 4, 15)
    assert usage.input_token_details.cache_read == 8
    assert usage.raw is not None
    assert result.response.headers["x-request-id"] == "req_000001"
    assert result.response.model_id == "gpt-4o"
    assert result.response.id
    assert result.warnings == ()
    assert [(a.status, a.delay, a.error) for a in result.attempts] == [(200, 0.0, None)]
    assert result.request.body is None
    assert result.response.body is None
    assert request.headers["authorization"] == "Bearer test-key"
    assert request.headers["content-type"] == "application/json"
    assert request.headers["user-agent"].startswith("ai-sdk/")
    assert request.json == expected_body(api, streaming)


def expected_body(api: str, streaming: bool) -> dict[str, Any]:
    body: dict[str, Any] = {"model": "gpt-4o"}
    if api == "responses":
        body["input"] = [
            {"role": "system", "content": "Be nice."},
            {"role": "user", "content": "hi"},
        ]
    else:
        body["messages"] = [
            {"role": "system", "content": "Be nice."},
            {"role": "user", "content": "hi"},
        ]
    if streaming:
        body["stream"] = True
        if api == "chat":
            body["stream_options"] = {"include_usage": True}
    return body


@APIS
@BOTH
@pytest.mark.parametrize(
    ("reason", "expected"),
    [("stop", "stop"), ("length", "length"), ("content_filter", "content-filter")],
)
async def test_finish_reasons(api: str, streaming: bool, reason: Any, expected: str) -> None:
    with serving(Reply.text("So", finish_reason=reason)) as server:
        result = await run(streaming, model_of(server, api))

    assert (result.text, result.finish_reason) == ("So", expected)


@APIS
async def test_a_stream_part_by_part(api: str) -> None:
    with serving(Reply.text("Hello there.", deltas=["Hel", "lo ", "there."])) as server:
        async with stream_text(model_of(server, api), prompt="hi") as stream:
            parts = [part async for part in stream]
            result = await stream.result()

    kinds = [part.type for part in parts]
    assert kinds == [
        "start-step",
        "text-start",
        "text-delta",
        "text-delta",
        "text-delta",
        "text-end",
        "finish-step",
        "finish",
    ]
    assert [part.text for part in parts if isinstance(part, TextDelta)] == ["Hel", "lo ", "there."]
    first, last_step, last = parts[0], parts[-2], parts[-1]
    assert isinstance(first, StartStep)
    assert isinstance(last_step, FinishStep)
    assert isinstance(last, Finish)
    assert last_step.response.headers["x-request-id"] == "req_000001"
    assert last.usage == result.usage
    assert result.text == "Hello there."


@APIS
async def test_text_as_it_comes(api: str) -> None:
    """A piece is seen before the next one is sent."""
    gate = Gate()
    reply = Reply.text("ab", deltas=["a", "b"])
    with ProviderServer(lambda _: reply.gated(gate, at=6 if api == "responses" else 3)) as server:
        seen = []
        async with stream_text(model_of(server, api), prompt="hi") as stream:
            async for delta in stream.text_stream:
                seen.append((delta, gate.is_set()))
                gate.open()
            result = await stream.result()

    assert [delta for delta, _ in seen] == ["a", "b"]
    assert result.text == "ab"


@BOTH
async def test_reasoning(streaming: bool) -> None:
    deltas: list[str] = []
    with serving(Reply.reasoning("let me think", "42")) as server:
        model = model_of(server, "responses", "gpt-5")
        if streaming:
            async with stream_text(model, prompt="hi") as stream:
                async for part in stream:
                    if isinstance(part, ReasoningDelta):
                        deltas.append(part.text)
                result: Any = await stream.result()
        else:
            result = await generate_text(model, prompt="hi")

    assert (result.reasoning_text, result.text) == ("let me think", "42")
    assert "".join(deltas) == ("let me think" if streaming else "")
    (part,) = result.reasoning
    assert part.provider_metadata["openai"]["item_id"].startswith("rs_")


@APIS
@BOTH
async def test_a_refusal_is_text_that_is_marked(api: str, streaming: bool) -> None:
    with serving(Reply.refusal("I will not.")) as server:
        result = await run(streaming, model_of(server, api))

    assert result.text == "I will not."
    assert result.content[0].provider_metadata["openai"]["refusal"] is True


@APIS
@BOTH
async def test_a_result_of_a_call_that_was_never_made_is_refused(api: str, streaming: bool) -> None:
    stray = [UserMessage("hi"), ToolMessage([ToolResult("never", "weather", "sunny")])]
    with serving(Reply.text("never said")) as server:
        with pytest.raises(BadRequestError):
            await run(streaming, model_of(server, api), prompt=None, messages=stray)

        assert len(server.requests) == 1


# --- tools


@APIS
@BOTH
async def test_a_tool_loop(api: str, streaming: bool) -> None:
    script = (
        Reply.tool_calls([("weather", {"city": "Oslo"}), ("weather", {"city": "Rome"})]),
        Reply.text("Seven degrees."),
    )
    with serving(*script) as server:
        result = await run(
            streaming,
            model_of(server, api),
            prompt="Weather?",
            tools=[weather],
            stop_when=is_step_count(3),
        )
        first, second = (request.json for request in server.requests)

    assert result.text == "Seven degrees."
    assert [step.finish_reason for step in result.steps] == ["tool-calls", "stop"]
    assert [call.input for call in result.tool_calls] == [{"city": "Oslo"}, {"city": "Rome"}]
    assert [r.output["city"] for r in result.tool_results] == ["Oslo", "Rome"]
    assert result.usage.input_tokens == sum(s.usage.input_tokens for s in result.steps)
    assert first["tools"] == second["tools"]
    ids = [call.tool_call_id for call in result.tool_calls]
    if api == "chat":
        assistant, *answers = second["messages"][1:]
        assert [call["id"] for call in assistant["tool_calls"]] == ids
        assert assistant["tool_calls"][0]["function"] == {
            "name": "weather",
            "arguments": '{"city":"Oslo"}',
        }
        assert answers == [
            {
                "role": "tool",
                "tool_call_id": call_id,
                "content": '{"city":"%s","celsius":7}' % city,
            }
            for call_id, city in zip(ids, ("Oslo", "Rome"), strict=True)
        ]
    else:
        calls, answers = second["input"][1:3], second["input"][3:]
        assert [item["type"] for item in calls] == ["function_call"] * 2
        assert [item["call_id"] for item in calls] == ids
        assert answers == [
            {
                "type": "function_call_output",
                "call_id": call_id,
                "output": '{"city":"%s","celsius":7}' % city,
            }
            for call_id, city in zip(ids, ("Oslo", "Rome"), strict=True)
        ]


@APIS
async def test_tool_arguments_arrive_in_pieces(api: str) -> None:
    with serving(Reply.tool_calls([("weather", {"city": "Oslo"})], text="Let me see.")) as server:
        async with stream_text(model_of(server, api), prompt="Weather?", tools=[weather]) as stream:
            parts = [part async for part in stream]

    pieces = [part.delta for part in parts if isinstance(part, ToolInputDelta)]
    calls = [part for part in parts if isinstance(part, ToolCall)]
    results = [part for part in parts if isinstance(part, ToolResult)]
    assert "".join(pieces).replace(" ", "") == '{"city":"Oslo"}'
    assert calls[0].input == {"city": "Oslo"}
    assert results[0].output == {"city": "Oslo", "celsius": 7}
    assert parts.index(calls[0]) < parts.index(results[0])


@APIS
@BOTH
async def test_bad_calls_are_told_to_the_model(api: str, streaming: bool) -> None:
    calls = [("weather", '{"city": "Os'), ("wether", {}), ("weather", {"town": "Oslo"})]
    with serving(Reply.tool_calls(calls), Reply.text("Sorry.")) as server:
        result = await run(
            streaming,
            model_of(server, api),
            tools=[weather],
            stop_when=is_step_count(2),
        )
        second = server.requests[1].json

    assert [call.invalid for call in result.tool_calls] == [True] * 3
    assert [type(f.error).__name__ for f in result.tool_errors] == [
        "InvalidToolInputError",
        "NoSuchToolError",
        "InvalidToolInputError",
    ]
    sent = second["messages"] if api == "chat" else second["input"]
    told = [item["content" if api == "chat" else "output"] for item in sent[-3:]]
    assert "no JSON" in told[0]
    assert "the tools are: weather" in told[1]
    assert "city" in told[2]
    assert result.text == "Sorry."


@APIS
@BOTH
async def test_a_failing_tool_is_told_to_the_model(api: str, streaming: bool) -> None:
    @tool
    def broken(city: str) -> str:
        """Fails."""
        raise RuntimeError("no thermometer")

    with serving(Reply.tool_calls([("broken", {"city": "Oslo"})]), Reply.text("Sorry.")) as server:
        result = await run(
            streaming, model_of(server, api), tools=[broken], stop_when=is_step_count(2)
        )
        second = server.requests[1].json

    sent = second["messages"] if api == "chat" else second["input"]
    assert sent[-1]["content" if api == "chat" else "output"] == "RuntimeError: no thermometer"
    (message,) = [m for m in result.response_messages if m.role == "tool"]
    assert message.content[0].model_output == ErrorOutput("RuntimeError: no thermometer")


@APIS
@pytest.mark.parametrize("how", ["cut", "rst", "clean"])
@pytest.mark.parametrize("after", range(2, 12))
async def test_a_destructive_tool_never_runs_from_a_stream_that_broke(
    api: str, how: Any, after: int
) -> None:
    ran: list[str] = []

    @tool
    def delete_everything(path: str) -> str:
        """Destroys."""
        ran.append(path)
        return "gone"

    whole = Reply.tool_calls([("delete_everything", {"path": "/"})], text="Well.")
    with serving(whole.cut(after_events=after, how=how)) as server:
        try:
            result = await run(
                True,
                model_of(server, api),
                tools=[delete_everything],
                max_retries=0,
                stop_when=is_step_count(1),
            )
        except (StreamInterruptedError, APIConnectionError) as error:  # the latter without a word
            broken: Any = error
        else:  # cut after its end mark: the answer was whole
            assert result.finish_reason == "tool-calls"
            assert ran == ["/"]
            return

    assert ran == []
    if isinstance(broken, APIConnectionError):
        assert broken.partial is None
    else:
        assert broken.partial is None or broken.partial.tool_results == ()


@APIS
async def test_a_tool_call_without_end_mark_never_runs(api: str) -> None:
    ran: list[str] = []

    @tool
    def delete_everything(path: str) -> str:
        """Destroys."""
        ran.append(path)
        return "gone"

    whole = Reply.tool_calls([("delete_everything", {"path": "/"})], text="Well.")
    with serving(whole.without_end_mark()) as server:
        with pytest.raises(StreamInterruptedError) as caught:
            await run(True, model_of(server, api), tools=[delete_everything], max_retries=0)

    assert ran == []
    assert caught.value.partial.text == "Well."
    assert caught.value.partial.tool_results == ()


# --- objects


@APIS
async def test_an_object(api: str) -> None:
    with serving(Reply.json_object(RECIPE)) as server:
        result = await generate_object(model_of(server, api), Recipe, prompt="Pancakes")
        sent = server.requests[0].json

    assert result.object == Recipe("Pancakes", 20, ["mix", "bake"])
    assert (result.finish_reason, result.repairs) == ("stop", 0)
    form = sent["response_format"]["json_schema"] if api == "chat" else sent["text"]["format"]
    assert (form["name"], form["strict"]) == ("Recipe", True)
    assert form["schema"] == {
        "type": "object",
        "description": "A recipe.",
        "properties": {
            "name": {"type": "string"},
            "minutes": {"type": "integer"},
            "steps": {"type": "array", "items": {"type": "string"}},
        },
        "required": ["name", "minutes", "steps"],
        "additionalProperties": False,
    }


@APIS
async def test_partial_objects(api: str) -> None:
    seen: list[Any] = []
    text = dumps(RECIPE)
    pieces = [text[place : place + 7] for place in range(0, len(text), 7)]
    with serving(Reply.text(text, deltas=pieces)) as server:
        async with stream_object(model_of(server, api), Recipe, prompt="Pancakes") as stream:
            async for partial in stream.partial_object_stream:
                seen.append(partial)
            result = await stream.result()

    assert result.object == Recipe("Pancakes", 20, ["mix", "bake"])
    assert seen[-1] == RECIPE
    assert len(seen) >= 5
    for partial in seen[:-1]:
        assert partial.items() <= {**RECIPE, **partial}.items()
        assert "Pancakes".startswith(partial.get("name", ""))


@APIS
async def test_elements_of_an_array(api: str) -> None:
    recipes = {"elements": [RECIPE, {**RECIPE, "name": "Soup"}]}
    seen: list[Any] = []
    with serving(Reply.json_object(recipes)) as server:
        async with stream_object(
            model_of(server, api), Recipe, output="array", prompt="Two"
        ) as stream:
            async for element in stream.element_stream:
                seen.append(element.name)
            result = await stream.result()

    assert seen == ["Pancakes", "Soup"]
    assert [recipe.name for recipe in result.object] == ["Pancakes", "Soup"]


@APIS
async def test_an_object_is_asked_for_again(api: str) -> None:
    with serving(Reply.text('{"name": "Pancakes"}'), Reply.json_object(RECIPE)) as server:
        result = await generate_object(
            model_of(server, api), Recipe, prompt="Pancakes", max_repairs=1
        )
        second = server.requests[1].json

    assert result.object.minutes == 20
    assert result.repairs == 1
    sent = second["messages"] if api == "chat" else second["input"]
    assert len(sent) == 3
    assert "minutes" in str(sent[-1])


# --- retries, with a clock that nobody waits for


@APIS
@BOTH
async def test_attempts_after_failures(api: str, streaming: bool) -> None:
    script = (
        Reply.error(500, "oops"),
        Reply.error(429, "slow down", retry_after=3),
        Reply.text("at last"),
    )
    with serving(*script) as server, clock.use(ManualClock()) as time:
        result = await run(streaming, model_of(server, api))
        requests = server.requests

    assert result.text == "at last"
    assert [attempt.status for attempt in result.attempts] == [500, 429, 200]
    assert [attempt.request_id for attempt in result.attempts][:2] == ["req_000001", "req_000002"]
    assert result.attempts[0].delay == 0
    assert 0 < result.attempts[1].delay <= 1
    assert result.attempts[2].delay >= 3
    assert time.slept == [attempt.delay for attempt in result.attempts[1:]]
    assert "slow down" in (result.attempts[1].error or "")
    assert [request.json for request in requests] == [requests[0].json] * 3


@APIS
@BOTH
async def test_the_last_failure_is_raised_with_its_history(api: str, streaming: bool) -> None:
    script = (
        Reply.error(503, "busy").closing(),  # a kept connection that dies is replaced unseen
        Reply.no_answer("close"),
        Reply.error(500, "oops"),
    )
    with serving(*script) as server, clock.use(ManualClock()):
        with pytest.raises(ServerError) as caught:
            await run(streaming, model_of(server, api))

    error = caught.value
    assert type(error) is ServerError
    assert [attempt.status for attempt in error.attempts] == [503, None, 500]
    assert error.request_id == "req_000003"
    assert "3 attempts" in str(error)
    history = error.__cause__
    assert isinstance(history, RetryError)
    assert [type(each).__name__ for each in history.errors] == [
        "OverloadedError",
        "APIConnectionError",
    ]


@APIS
@BOTH
@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
async def test_what_cannot_succeed_is_not_tried_again(
    api: str, streaming: bool, status: int
) -> None:
    with serving(Reply.error(status, "no"), Reply.text("never")) as server:
        with pytest.raises(Exception, match="no") as caught:
            await run(streaming, model_of(server, api))

    assert caught.value.status_code == status  # type: ignore[attr-defined]
    assert len(server.requests) == 1


@APIS
async def test_an_error_in_a_success_is_tried_again_before_the_first_piece(api: str) -> None:
    script = (Reply.failed("overloaded", code="server_error"), Reply.text("at last"))
    with serving(*script) as server, clock.use(ManualClock()):
        result = await run(True, model_of(server, api))

    assert result.text == "at last"
    assert len(result.attempts) == 2


@APIS
async def test_an_error_in_mid_stream_is_raised_with_what_had_come(api: str) -> None:
    script = (Reply.failed("it exploded", text="half an ans"), Reply.text("never"))
    text = ""
    with serving(*script) as server:
        with pytest.raises(ServerError, match="it exploded") as caught:
            async with stream_text(model_of(server, api), prompt="hi") as stream:
                async for delta in stream.text_stream:
                    text += delta

    assert text == "half an ans"
    assert caught.value.partial.text == "half an ans"
    assert caught.value.partial.finish_reason == "other"
    assert len(server.requests) == 1
    with pytest.raises(ServerError, match="it exploded"):
        await stream.result()


@APIS
async def test_a_second_step_that_fails_keeps_the_first(api: str) -> None:
    script = (Reply.tool_calls([("weather", {"city": "Oslo"})]), Reply.error(400, "no"))
    with serving(*script) as server:
        with pytest.raises(Exception, match="no") as caught:
            await run(False, model_of(server, api), tools=[weather], stop_when=is_step_count(3))

    partial = caught.value.partial  # type: ignore[attr-defined]
    assert [step.finish_reason for step in partial.steps] == ["tool-calls"]
    assert partial.tool_results[0].output == {"city": "Oslo", "celsius": 7}


# --- what is sent besides, and what is kept


@APIS
@BOTH
async def test_bodies_are_kept_when_asked_for(api: str, streaming: bool) -> None:
    with serving(Reply.text("Hello.")) as server:
        result = await run(
            streaming, model_of(server, api), include=["request_body", "response_body"]
        )
        sent = server.requests[0].json

    assert result.request.body == sent
    if not streaming:
        body = result.response.body
        assert body["object"] == ("response" if api == "responses" else "chat.completion")


@APIS
async def test_raw_chunks_are_parts_when_asked_for(api: str) -> None:
    with serving(Reply.text("Hello.")) as server:
        async with stream_text(
            model_of(server, api), prompt="hi", include=["raw_chunks"]
        ) as stream:
            raw = [part.value async for part in stream if isinstance(part, Raw)]

    if api == "responses":
        assert [event["type"] for event in raw][0] == "response.created"
        assert [event["type"] for event in raw][-1] == "response.completed"
    else:
        assert raw[0]["object"] == "chat.completion.chunk"
        assert raw[0]["choices"][0]["delta"]["role"] == "assistant"


@APIS
async def test_extra_body_is_merged_last(api: str) -> None:
    field = "text" if api == "responses" else "stream_options"
    with serving(Reply.text("Hello.")) as server:
        await run(
            False,
            model_of(server, api),
            temperature=0.5,
            extra_body={"temperature": 0.25, "new": {"a": 1}, field: {"x": True}},
        )
        sent = server.requests[0].json

    assert (sent["temperature"], sent["new"], sent[field]) == (0.25, {"a": 1}, {"x": True})


@APIS
async def test_the_calls_headers_win(api: str) -> None:
    with serving(Reply.text("a"), Reply.text("b")) as server:
        model = model_of(server, api, headers={"X-Team": "blue", "X-Kept": "yes"})
        await run(False, model, headers={"x-team": "red", "Authorization": "Bearer other"})
        await run(False, model)
        first, second = (request.headers for request in server.requests)

    assert (first["x-team"], first["x-kept"]) == ("red", "yes")
    assert first["authorization"] == "Bearer other"
    assert (second["x-team"], second["authorization"]) == ("blue", "Bearer test-key")


@APIS
async def test_an_unknown_option_is_a_warning_and_is_not_sent(api: str) -> None:
    with serving(Reply.text("Hello.")) as server:
        result = await run(
            False,
            model_of(server, api),
            provider_options={"openai": {"servicetier": "flex", "store": False}, "acme": {"a": 1}},
        )
        sent = server.requests[0].json

    (warning,) = result.warnings
    assert (warning.type, warning.setting) == ("unsupported", "servicetier")
    assert warning.message == 'openai: no option "servicetier"; did you mean "service_tier"?'
    assert sent["store"] is False
    assert "servicetier" not in sent
    assert "a" not in sent


@BOTH
async def test_a_setting_that_cannot_be_sent_is_a_warning(streaming: bool) -> None:
    with serving(Reply.text("a")) as server:
        result = await run(
            streaming, model_of(server, "responses", "gpt-5"), top_k=5, temperature=0.5, seed=3
        )
        sent = server.requests[0].json

    assert sorted(str(w.setting) for w in result.warnings) == ["seed", "temperature", "top_k"]
    assert not {"top_k", "temperature", "seed"} & sent.keys()


@APIS
async def test_the_environment_says_where_and_who(
    api: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(Reply.text("a"), Reply.text("b")) as server:
        made = create_openai()
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url + "/")
        monkeypatch.setenv("OPENAI_API_KEY", "from-environment")
        monkeypatch.setenv("OPENAI_ORG_ID", "org-1")
        monkeypatch.setenv("OPENAI_PROJECT_ID", "proj-1")
        await run(False, getattr(made, api)("gpt-4o"))
        await run(False, model_of(server, api, organization="org-2", project="proj-2"))
        first, second = (request.headers for request in server.requests)

    assert first["authorization"] == "Bearer from-environment"
    assert (first["openai-organization"], first["openai-project"]) == ("org-1", "proj-1")
    assert second["authorization"] == "Bearer test-key"
    assert (second["openai-organization"], second["openai-project"]) == ("org-2", "proj-2")


async def test_a_model_string_goes_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(Reply.text("a")) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        monkeypatch.setenv("OPENAI_API_KEY", "k")
        result = await generate_text("openai:gpt-4o", prompt="hi")

    assert result.text == "a"
    assert server.requests[0].path == "/v1/responses"


async def test_a_key_function_is_asked_at_each_call() -> None:
    keys = iter(["one", "two"])
    with serving(Reply.text("a"), Reply.text("b")) as server:
        model = model_of(server, "responses", api_key=lambda: next(keys))
        await run(False, model)
        await run(False, model)
        sent = [request.headers["authorization"] for request in server.requests]

    assert sent == ["Bearer one", "Bearer two"]


# --- the connection


@APIS
async def test_leaving_a_stream_early_closes_the_connection(api: str) -> None:
    gate = Gate()
    reply = Reply.text("abc", deltas=["a", "b", "c"])
    with ProviderServer(lambda _: reply.gated(gate, at=7 if api == "responses" else 3)) as server:
        async with stream_text(model_of(server, api), prompt="hi") as stream:
            async for _ in stream.text_stream:
                break
        server.wait_closed(1)
        gate.open()

        with pytest.raises(StreamInterruptedError) as caught:
            await stream.result()

    assert caught.value.reason == "left early"
    assert caught.value.partial.text.startswith("a")
    assert stream.steps == ()


@APIS
async def test_after_a_break_the_result_is_whole(api: str) -> None:
    with serving(Reply.text("abc", deltas=["a", "b", "c"])) as server:
        async with stream_text(model_of(server, api), prompt="hi") as stream:
            async for delta in stream.text_stream:
                assert delta == "a"
                break
            result = await stream.result()

    assert result.text == "abc"


@APIS
async def test_a_cancelled_stream_closes_the_connection(api: str) -> None:
    token = CancelToken()
    gate = Gate()
    reply = Reply.text("abc", deltas=["a", "b", "c"])
    with ProviderServer(lambda _: reply.gated(gate, at=7 if api == "responses" else 3)) as server:
        with pytest.raises(RunCancelledError, match="enough") as caught:
            async with stream_text(model_of(server, api), prompt="hi", cancel=token) as stream:
                async for _ in stream.text_stream:
                    token.cancel("enough")
        server.wait_closed(1)
        gate.open()

    assert caught.value.partial.text.startswith("a")


@BOTH
async def test_connections_are_used_again(streaming: bool) -> None:
    replies = [Reply.text(str(number)) for number in range(5)]
    with serving(*replies) as server:
        async with AsyncHTTPClient() as client:
            model = model_of(server, "responses", client=client)
            results = [await run(streaming, model) for _ in range(5)]
        server.wait_idle()

    assert [result.text for result in results] == ["0", "1", "2", "3", "4"]
    assert {request.connection for request in server.requests} == {1}
    assert server.connections.closed_by_peer == 1


async def test_a_stale_connection_is_replaced_unseen() -> None:
    script = (Reply.text("a").closing(announced=False), Reply.text("b"))
    with serving(*script) as server:
        async with AsyncHTTPClient() as client:
            model = model_of(server, "responses", client=client)
            first = await run(False, model)
            server.wait_idle()
            second = await run(False, model)

    assert (first.text, second.text) == ("a", "b")
    assert len(second.attempts) == 1


async def test_nothing_of_the_key_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        with serving(Reply.error(500, "oops"), Reply.text("a")) as server, clock.use(ManualClock()):
            result = await run(False, model_of(server, "responses", api_key="canary-key"))

    shown = [
        repr(result),
        str(result.to_dict()),
        *(record.getMessage() for record in caplog.records),
    ]
    assert not [text for text in shown if "canary-key" in text]


async def test_overload_inside_a_stream_is_told_apart() -> None:
    def answer(_: RecordedRequest) -> Reply:
        return Reply.failed("Too busy", code="server_is_overloaded")

    with ProviderServer(answer) as server, clock.use(ManualClock()):
        with pytest.raises(OverloadedError) as caught:
            await run(True, model_of(server, "responses"), max_retries=1)

    assert len(caught.value.attempts) == 2
