"""The stream contract: one cursor, several views, errors with partial output, early exit."""

from __future__ import annotations

import copy
import logging
import pickle
from typing import Any

import pytest

from ai_sdk.aio import (
    APIConnectionError,
    AsyncHTTPClient,
    ConfigurationError,
    Finish,
    FinishStep,
    NoObjectGeneratedError,
    Output,
    OverloadedError,
    StartStep,
    StreamConsumedError,
    StreamInterruptedError,
    TextDelta,
    TextEnd,
    TextStart,
    Timeout,
    ToolCall,
    ToolInputDelta,
    ToolInputEnd,
    ToolInputStart,
    ToolResult,
    create_openai,
    generate_text,
    is_step_count,
    stream_object,
    stream_text,
    tool,
)
from ai_sdk.testing import MockLanguageModel, MockReply, ProviderServer, Reply

DELTAS = ["Hel", "lo ", "", "world", "."]


def model(*replies: Any) -> MockLanguageModel:
    return MockLanguageModel(script=list(replies) or [MockReply(text_deltas=DELTAS)])


@tool
def shout(text: str) -> str:
    """Shout."""
    return text.upper()


async def test_the_parts_in_order() -> None:
    async with stream_text(model(), prompt="hi") as stream:
        parts = [part async for part in stream]

    assert [part.type for part in parts] == [
        "start-step",
        "text-start",
        "text-delta",
        "text-delta",
        "text-delta",
        "text-delta",
        "text-end",
        "finish-step",
        "finish",
    ]
    assert isinstance(parts[0], StartStep)
    assert isinstance(parts[1], TextStart)
    assert [p.text for p in parts if isinstance(p, TextDelta)] == ["Hel", "lo ", "world", "."]
    assert isinstance(parts[6], TextEnd)
    assert isinstance(parts[7], FinishStep)
    assert isinstance(parts[8], Finish)
    assert parts[8].usage.output_tokens == 5


async def test_parts_match_by_position() -> None:
    async with stream_text(model(), prompt="hi") as stream:
        async for part in stream.stream:
            match part:
                case TextDelta(part_id, text):
                    assert (part_id, text) == ("text-0", "Hel")
                    break
                case _:
                    pass


async def test_tool_parts_and_ids_unique_over_steps() -> None:
    replies = [MockReply("let me", tool_calls=[("shout", {"text": "a"}, "c1")]), "done"]

    async with stream_text(
        model(*replies), prompt="hi", tools=[shout], stop_when=is_step_count(3)
    ) as stream:
        parts = [part async for part in stream]

    assert [p.id for p in parts if isinstance(p, TextStart)] == ["text-0", "1:text-0"]
    tools = [p for p in parts if p.type.startswith("tool")]
    assert [type(p) for p in tools] == [
        ToolInputStart,
        ToolInputDelta,
        ToolInputEnd,
        ToolCall,
        ToolResult,
    ]
    assert [p.step_number for p in parts if isinstance(p, StartStep)] == [0, 1]
    assert parts[-1].type == "finish"


async def test_text_stream_and_result() -> None:
    async with stream_text(model(), prompt="hi") as stream:
        text = "".join([delta async for delta in stream.text_stream])
        result = await stream.result()

    assert text == "Hello world."
    assert result.text == text
    assert await stream.result() is result


async def test_after_a_break_result_drains_the_rest() -> None:
    async with stream_text(model(), prompt="hi") as stream:
        async for delta in stream.text_stream:
            assert delta == "Hel"
            break
        rest = [delta async for delta in stream.text_stream]
        result = await stream.result()

    assert rest == ["lo ", "world", "."]
    assert result.text == "Hello world."


async def test_a_second_reader_takes_over_and_the_first_is_told() -> None:
    async with stream_text(model(), prompt="hi") as stream:
        first = stream.text_stream
        assert await anext(first) == "Hel"
        second = stream.text_stream
        assert await anext(second) == "lo "
        with pytest.raises(StreamConsumedError, match="one cursor"):
            await anext(first)


async def test_leaving_early_keeps_what_there_was() -> None:
    aborted: list[Any] = []
    async with stream_text(model(), prompt="hi", on_abort=aborted.append) as stream:
        async for _ in stream.text_stream:
            break

    with pytest.raises(StreamInterruptedError) as caught:
        await stream.result()
    assert "Hel".startswith(caught.value.partial.text[:3])
    assert stream.steps == ()
    assert stream.usage.input_tokens is None
    assert [event.reason for event in aborted] == ["the stream was left before its end"]


async def test_an_error_in_mid_stream_has_the_partial_text() -> None:
    error = OverloadedError("busy", status_code=529)
    errors: list[Any] = []
    text = ""

    with pytest.raises(OverloadedError) as caught:
        async with stream_text(
            model(MockReply(text_deltas=DELTAS, error=error)), prompt="hi", on_error=errors.append
        ) as stream:
            async for delta in stream.text_stream:
                text += delta

    assert text == "Hello world."
    assert caught.value.partial.text == "Hello world."
    assert caught.value.partial.finish_reason == "other"
    assert len(errors) == 1
    with pytest.raises(OverloadedError):
        await stream.result()


async def test_a_cut_stream_never_runs_its_tools() -> None:
    ran: list[str] = []

    @tool
    def delete(path: str) -> str:
        """Delete."""
        ran.append(path)
        return "gone"

    reply = MockReply("wait", tool_calls=[("delete", {"path": "/"})], cut=True)
    with pytest.raises(StreamInterruptedError) as caught:
        async with stream_text(model(reply), prompt="hi", tools=[delete]) as stream:
            await stream.result()

    assert ran == []
    assert caught.value.partial.text == "wait"


@pytest.mark.parametrize(("kind", "events"), [("responses", 6), ("chat", 3)])
@pytest.mark.parametrize("how", ["cut", "rst", "clean"])
async def test_however_a_stream_is_cut_it_is_interrupted(kind: str, events: int, how: Any) -> None:
    reply = Reply.text("Hello world and all", deltas=["Hello", " world", " and all"])
    with ProviderServer([reply.cut(after_events=events, how=how)]) as server:
        handle = getattr(create_openai(base_url=server.base_url, api_key="test"), kind)("gpt-5")
        text = ""
        with pytest.raises(StreamInterruptedError) as caught:
            async with stream_text(handle, prompt="hi") as stream:
                async for delta in stream.text_stream:
                    text += delta
        assert len(server.requests) == 1

    assert text
    assert caught.value.partial.text == text
    assert not caught.value.is_retryable
    if how != "clean":
        assert isinstance(caught.value.__cause__, APIConnectionError)


@pytest.mark.parametrize(
    ("include", "body", "raw"),
    [
        ((), False, False),
        (("request_body",), True, False),
        (("response_body",), False, False),
        (("raw_chunks",), False, True),
    ],
)
async def test_streams_show_only_what_was_asked_for(
    include: tuple[str, ...], body: bool, raw: bool
) -> None:
    with ProviderServer() as server:
        handle = create_openai(base_url=server.base_url, api_key="test")("gpt-5")
        async with stream_text(handle, prompt="hi", include=include) as stream:
            parts = [part async for part in stream]
            result = await stream.result()

    assert isinstance(parts[0], StartStep)
    assert (parts[0].request.body is not None) is body
    assert (result.request.body is not None) is body
    assert any(part.type == "raw" for part in parts) is raw


async def test_an_error_before_the_first_part_is_raised_from_the_block() -> None:
    entered = False

    with pytest.raises(OverloadedError):
        async with stream_text(model(OverloadedError("busy")), prompt="hi"):
            entered = True

    assert not entered


async def test_without_a_block_it_opens_and_closes_itself() -> None:
    mock = model()
    stream = stream_text(mock, prompt="hi")
    assert mock.calls == []

    text = [delta async for delta in stream.text_stream]

    assert text == ["Hel", "lo ", "world", "."]
    result = await stream.result()
    assert result.text == "Hello world."


async def test_on_chunk_sees_every_part_first() -> None:
    seen: list[str] = []

    async with stream_text(model(), prompt="hi", on_chunk=lambda e: seen.append(e.part.type)) as s:
        async for part in s:
            assert seen[: seen.index(part.type) + 1]
    assert seen.count("text-delta") == 4
    assert seen[-1] == "finish"


async def test_a_raising_on_chunk_breaks_nothing(caplog: pytest.LogCaptureFixture) -> None:
    def bad(event: Any) -> None:
        raise ValueError("oops")

    with caplog.at_level(logging.CRITICAL, "ai_sdk"):
        async with stream_text(model(), prompt="hi", on_chunk=bad) as stream:
            result = await stream.result()

    assert result.text == "Hello world."


async def test_partial_output_of_text_is_the_text_so_far() -> None:
    async with stream_text(model(), prompt="hi") as stream:
        seen = [text async for text in stream.partial_output_stream]

    assert seen == ["Hel", "Hello ", "Hello world", "Hello world."]


OBJECT = ['{"na', 'me": "so', 'up", "st', 'eps": ["a', '", "b"]}']


async def test_partial_objects_are_stable_snapshots() -> None:
    mock = model(MockReply(text_deltas=OBJECT))
    async with stream_object(mock, {"type": "object"}, prompt="hi") as stream:
        seen = [partial async for partial in stream.partial_object_stream]
        result = await stream.result()

    assert seen == [
        {},
        {"name": "so"},
        {"name": "soup"},
        {"name": "soup", "steps": ["a"]},
        {"name": "soup", "steps": ["a", "b"]},
    ]
    assert result.object == seen[-1]
    assert result.usage.output_tokens == 5


async def test_elements_come_once_and_whole() -> None:
    text = ['{"elements": [{"n": 1}, {"n', '": 2}, {"n": 3', "}]}"]
    mock = model(MockReply(text_deltas=text))
    schema = {"type": "object", "properties": {"n": {"type": "integer"}}}

    async with stream_object(mock, schema, output="array", prompt="hi") as stream:
        seen = [element async for element in stream.element_stream]
        result = await stream.result()

    assert seen == [{"n": 1}, {"n": 2}, {"n": 3}]
    assert result.object == seen


async def test_partial_arrays_hide_the_last_open_element() -> None:
    text = ['{"elements": ["a", "b', '", "c"]}']
    mock = model(MockReply(text_deltas=text))

    async with stream_text(mock, prompt="hi", output=Output.array(str)) as stream:
        seen = [partial async for partial in stream.partial_output_stream]

    assert seen == [["a"], ["a", "b", "c"]]


async def test_partial_choice_waits_until_it_is_clear() -> None:
    mock = model(MockReply(text_deltas=['{"result": "', "sp", "a", "m", '"}']))

    async with stream_text(mock, prompt="hi", output=Output.choice(["spam", "spot"])) as stream:
        seen = [partial async for partial in stream.partial_output_stream]
        result = await stream.result()

    assert seen == ["spam"]
    assert result.output == "spam"


async def test_a_bad_object_raises_with_its_text() -> None:
    mock = model(MockReply(text_deltas=['{"n": "x"}']))
    schema = {"type": "object", "properties": {"n": {"type": "integer"}}}

    async with stream_object(mock, schema, prompt="hi") as stream:
        with pytest.raises(NoObjectGeneratedError, match=r"\$\.n") as caught:
            await stream.result()

    assert caught.value.text == '{"n": "x"}'
    assert caught.value.usage.output_tokens == 5


async def test_the_wrong_colour_says_what_to_do() -> None:
    stream = stream_text(model(), prompt="hi")

    with pytest.raises(ConfigurationError, match="not awaited"):
        stream.__await__()


class Stop(BaseException):
    """What ends a program, as Ctrl-C does."""


async def test_a_callback_that_ends_the_program_closes_the_connection() -> None:
    def on_chunk(event: Any) -> None:
        raise Stop

    long = Reply.text("xx", deltas=["x", "x"]).cut(after_events=2, how="stall")
    with ProviderServer([long]) as server:
        openai = create_openai(base_url=server.base_url, api_key="test-key")
        stream = stream_text(openai.chat("gpt-4o"), prompt="hi", on_chunk=on_chunk)
        with pytest.raises(Stop):
            async for _ in stream:
                pass
        server.wait_closed()


async def test_a_consumer_that_runs_out_of_memory_leaves_no_connection() -> None:
    """It is closed, or whole and used again."""
    with ProviderServer([Reply.text("one two three"), Reply.text("four")]) as server:
        async with AsyncHTTPClient() as client:
            model = create_openai(base_url=server.base_url, api_key="k", client=client).chat("m")
            with pytest.raises(MemoryError):
                async with stream_text(model, prompt="hi") as stream:
                    async for _ in stream.text_stream:
                        raise MemoryError
            result = await generate_text(model, prompt="hi")
            assert result.text == "four"
            assert server.connections.open_now == 1
        server.wait_idle()


async def test_an_error_is_raised_again_for_every_later_reader() -> None:
    broken = MockReply(text_deltas=["Hel"], error=APIConnectionError("gone"))
    stream = stream_text(model(broken), prompt="hi", max_retries=0)
    errors: list[Any] = []
    for _ in range(2):
        with pytest.raises(APIConnectionError) as caught:
            async for _part in stream:
                pass
        errors.append(caught.value)
    with pytest.raises(APIConnectionError) as caught:
        await stream.result()

    assert errors[0] is errors[1] is caught.value
    assert caught.value.partial.text == "Hel"


async def test_after_the_end_every_view_is_empty() -> None:
    async with stream_text(model(), prompt="hi") as stream:
        first = await stream.result()
        for name in ("stream", "text_stream", "partial_output_stream"):
            view: Any = getattr(stream, name)
            assert [item async for item in view] == []
        again = await stream.result()
    assert first.text == "Hello world."
    assert again is first


async def test_a_block_around_a_stream_that_has_begun_goes_on_with_it() -> None:
    mock = model()
    stream = stream_text(mock, prompt="hi")
    async with stream:
        async with stream as again:
            assert again is stream
            result = await stream.result()

    assert result.text == "Hello world."
    assert len(mock.calls) == 1


async def test_a_stream_that_is_closed_before_it_began_asks_nothing() -> None:
    mock = model()
    stream = stream_text(mock, prompt="hi")
    await stream.aclose()

    with pytest.raises(StreamInterruptedError, match="left before its end") as caught:
        await stream.result()
    assert caught.value.partial is None
    assert (stream.steps, stream.usage.total_tokens) == ((), None)
    assert mock.calls == []


@pytest.mark.parametrize("view", ["stream", "text_stream", "partial_output_stream"])
async def test_a_closed_stream_yields_nothing_of_what_had_come(view: str) -> None:
    with ProviderServer(lambda _: Reply.text("a b c d e f")) as server:
        handle = create_openai(base_url=server.base_url, api_key="k").chat("m")
        stream = stream_text(handle, prompt="hi")
        async for _ in stream.text_stream:
            break
        await stream.aclose()
        more = []
        with pytest.raises(StreamInterruptedError, match="nothing more to read"):
            async for each in getattr(stream, view):
                more.append(each)

    assert more == []


async def test_a_finished_stream_that_is_closed_unread_does_not_end_as_if_it_were_read() -> None:
    stream = stream_text(model(), prompt="hi")
    async with stream:
        async for part in stream:
            if isinstance(part, TextEnd):
                break
    with pytest.raises(StreamInterruptedError, match="nothing more to read"):
        assert [part async for part in stream] == []


@pytest.mark.parametrize("make", [pickle.dumps, copy.copy, copy.deepcopy])
async def test_a_stream_goes_into_no_pickle(make: Any) -> None:
    for stream in (
        stream_text(model(), prompt="hi"),
        stream_object(model(), dict[str, int], prompt="hi"),
    ):
        with pytest.raises(ConfigurationError, match="a stream cannot be pickled or copied"):
            make(stream)


@pytest.mark.parametrize("engine", ["default", "fast"])
@pytest.mark.parametrize(
    "limits", [Timeout(first_event=1e9), Timeout(connect=1e9), Timeout(idle=1e9), 1e9]
)
async def test_the_longest_limits_there_are(limits: Any, engine: Any) -> None:
    with ProviderServer(lambda _: Reply.text("a b")) as server:
        async with AsyncHTTPClient(engine=engine) as client:
            handle = create_openai(base_url=server.base_url, api_key="k").chat("m")
            given = {"prompt": "hi", "max_retries": 0, "timeout": limits, "client": client}
            whole = await generate_text(handle, **given)
            async with stream_text(handle, **given) as stream:
                read = await stream.result()

    assert (whole.text, read.text) == ("a b", "a b")
