"""What a stream delivers, in which order, and how it ends before its end."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest

from ai_sdk.aio import (
    CancelToken,
    FinishStep,
    RunCancelledError,
    ServerError,
    StreamInterruptedError,
    TextDelta,
    TextStart,
    Usage,
    is_loop_finished,
    stream_text,
    tool,
)
from ai_sdk.testing import MockLanguageModel, MockReply, ProviderServer, RecordedRequest, Reply
from tests.ways import EVERY_WAY, STREAMED, Way

from .play import Scripted, parts_of, run, weather

ROME = MockReply("let me see", tool_calls=[("weather", {"city": "Rome"}, "call_rome")])
OVER_SOCKETS_STREAMED = pytest.mark.parametrize(
    "way", [Way("chat", True), Way("responses", True)], ids=["chat", "responses"]
)


@STREAMED
async def test_behaviour_31_parts_come_in_order_and_ids_are_unique_over_steps(way: Way) -> None:
    second = MockReply(text_deltas=["it ", "is ", "clear"], reasoning="hm")

    with way.model(ROME, second) as model:
        parts = await parts_of(model, tools=[weather], stop_when=is_loop_finished())

    kinds = [part.type for part in parts if part.type not in ("text-end", "reasoning-end")]
    shown = [kind for kind, before in zip(kinds, [None, *kinds]) if kind != before]
    assert shown == [
        "start-step",
        "text-start",
        "text-delta",
        "tool-input-start",
        "tool-input-delta",
        "tool-input-end",
        "tool-call",
        "tool-result",
        "finish-step",
        "start-step",
        "reasoning-start",
        "reasoning-delta",
        "text-start",
        "text-delta",
        "finish-step",
        "finish",
    ]
    starts = [part.id for part in parts if part.type in ("text-start", "reasoning-start")]
    assert len(set(starts)) == 3
    open_blocks: set[str] = set()
    for part in parts:
        if part.type in ("text-start", "reasoning-start"):
            open_blocks.add(part.id)
        elif part.type in ("text-delta", "reasoning-delta"):
            assert part.id in open_blocks
        elif part.type in ("text-end", "reasoning-end"):
            open_blocks.remove(part.id)
    assert open_blocks == set()
    finishes = [part for part in parts if isinstance(part, FinishStep)]
    assert [part.finish_reason for part in finishes] == ["tool-calls", "stop"]
    assert all(part.performance is not None for part in finishes)
    assert parts[-1].usage.total_tokens == 16


@STREAMED
async def test_behaviour_32_empty_deltas_are_dropped(way: Way) -> None:
    with way.model(MockReply(text_deltas=["", "a", "", "b", ""])) as model:
        parts = await parts_of(model)

    assert [part.text for part in parts if isinstance(part, TextDelta)] == ["a", "b"]


@STREAMED
async def test_behaviour_33_an_error_in_mid_stream_is_raised_and_told_once(way: Way) -> None:
    errors: list[Any] = []
    ended: list[Any] = []
    text = ""
    reply = MockReply(text_deltas=["half an ", "answer"], error=ServerError("exploded"))

    with way.model(reply, "never") as model:
        with pytest.raises(ServerError, match="exploded") as caught:
            async with stream_text(
                model.handle, prompt="hi", on_error=errors.append, on_end=ended.append
            ) as stream:
                async for delta in stream.text_stream:
                    text += delta

        assert len(model.asked) == 1  # nothing is asked again once a part was seen
        with pytest.raises(ServerError, match="exploded"):
            await stream.result()
    assert text == "half an answer"
    assert caught.value.partial.text == text
    assert [event.error for event in errors] == [caught.value]
    assert errors[0].partial.text == text
    assert ended == []


@STREAMED
async def test_behaviour_34_an_end_without_end_mark_is_an_interruption(way: Way) -> None:
    for reply in (MockReply(cut=True), MockReply(text_deltas=["so", " far"], cut=True)):
        with way.model(reply, reply, reply) as model:
            with pytest.raises(StreamInterruptedError) as caught:
                async with stream_text(model.handle, prompt="hi", max_retries=0) as stream:
                    await stream.result()

        text = caught.value.partial.text if caught.value.partial else ""
        assert text == "".join(reply.text_deltas)


@EVERY_WAY
async def test_behaviour_35_cancelling_tells_on_abort_and_not_on_end(way: Way) -> None:
    token = CancelToken()
    aborted: list[Any] = []
    others: list[Any] = []

    def stop(event: Any) -> None:
        if event.step_number == 1:
            token.cancel("enough")

    with way.model(ROME, "never seen") as model:
        with pytest.raises(RunCancelledError, match="enough") as caught:
            await run(
                way,
                model,
                tools=[weather],
                stop_when=is_loop_finished(),
                cancel=token,
                on_step_start=stop,
                on_abort=aborted.append,
                on_end=others.append,
                on_error=others.append,
            )

    (event,) = aborted
    assert (event.reason, len(event.steps), others) == ("enough", 1, [])
    assert event.usage.total_tokens == 8
    assert event.partial.tool_results[0].tool_name == "weather"
    assert caught.value.partial == event.partial


@OVER_SOCKETS_STREAMED
async def test_behaviour_35_cancelling_in_mid_stream_closes_the_connection(way: Way) -> None:
    token = CancelToken()
    aborted: list[Any] = []

    with ProviderServer(lambda _: stalling(way)) as server:
        with pytest.raises(RunCancelledError, match="enough") as caught:
            async with stream_text(
                way.handle(server), prompt="hi", cancel=token, on_abort=aborted.append
            ) as stream:
                async for _ in stream.text_stream:
                    token.cancel("enough")
        server.wait_closed(1)

    assert caught.value.partial.text == "one "
    assert [event.reason for event in aborted] == ["enough"]
    assert stream.steps == ()


def stalling(way: Way) -> Reply:
    """A stream that gives one delta and then nothing more."""
    events = 2 if way.via == "chat" else 5
    return Reply.text("one two", deltas=["one ", "two"]).cut(after_events=events, how="stall")


@OVER_SOCKETS_STREAMED
async def test_leaving_the_block_closes_the_socket_before_the_next_call_is_answered(
    way: Way,
) -> None:
    closed: list[int] = []

    def reply(request: RecordedRequest) -> Reply:
        if request.number % 2:
            return stalling(way)
        closed.append(server.connections.closed_by_peer)
        return Reply.text("next")

    with ProviderServer(reply) as server:
        model = Scripted(way.handle(server), server)
        for _ in range(20):
            async with stream_text(model.handle, prompt="hi") as stream:
                async for _ in stream.text_stream:
                    break
            await run(way, model)

    assert closed == list(range(1, 21))


@OVER_SOCKETS_STREAMED
async def test_usage_and_steps_stay_readable_after_leaving(way: Way) -> None:
    aborted: list[Any] = []

    with way.model(ROME, MockReply(text_deltas=["one ", "two ", "three"])) as model:
        async with stream_text(
            model.handle,
            prompt="hi",
            tools=[weather],
            stop_when=is_loop_finished(),
            on_abort=aborted.append,
        ) as stream:
            async for part in stream:
                if isinstance(part, TextStart) and stream.steps:
                    break

        with pytest.raises(StreamInterruptedError) as caught:
            await stream.result()
    assert len(stream.steps) == 1
    assert stream.usage.total_tokens == 8
    assert caught.value.partial.steps[0] == stream.steps[0]
    assert len(caught.value.partial.steps) == 2
    (event,) = aborted
    assert (event.steps, event.usage) == (stream.steps, stream.usage)
    assert event.partial == caught.value.partial


@STREAMED
async def test_a_run_that_had_ended_has_a_result_though_its_last_parts_were_not_read(
    way: Way,
) -> None:
    with way.model(MockReply(tool_calls=ROME.tool_calls)) as model:
        async with stream_text(model.handle, prompt="hi", tools=[weather]) as stream:
            async for part in stream:
                if part.type == "finish-step":
                    break

    result = await stream.result()
    assert result.finish_reason == "tool-calls"
    assert result.steps == stream.steps


@STREAMED
async def test_reading_on_after_leaving_is_no_silent_end(way: Way) -> None:
    with way.model(MockReply(text_deltas=["one ", "two ", "three"])) as model:
        async with stream_text(model.handle, prompt="hi") as stream:
            async for _ in stream.text_stream:
                break

    with pytest.raises(StreamInterruptedError, match="nothing more to read"):
        _ = [part async for part in stream.text_stream]


@STREAMED
async def test_reading_on_after_an_interrupt_is_no_silent_end(way: Way) -> None:
    with way.model(MockReply(tool_calls=[("stop", {}, "call_1")])) as model:
        async with stream_text(model.handle, prompt="hi", tools=[stop]) as stream:
            with pytest.raises(KeyboardInterrupt):
                await stream.result()
            with pytest.raises(StreamInterruptedError, match="nothing more to read"):
                _ = [part async for part in stream]


@tool
def stop() -> str:
    """Ctrl-C comes while it runs."""
    raise KeyboardInterrupt


async def test_a_stream_that_was_left_tells_the_tokens_it_knew() -> None:
    """Anthropic tells those of the prompt at the beginning of a stream."""
    way = Way("anthropic", streaming=True)
    aborted: list[Any] = []

    with way.model(MockReply(text_deltas=["one ", "two"], usage=Usage(11, 2, 13))) as model:
        async with stream_text(model.handle, prompt="hi", on_abort=aborted.append) as stream:
            async for _ in stream.text_stream:
                break

    (event,) = aborted
    assert event.partial.usage.input_tokens == 11
    assert event.usage == stream.usage == Usage()


class Deltas:
    """So many deltas, made as they are asked for."""

    def __init__(self, count: int) -> None:
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[str]:
        return (f"{number % 10_000:05d} " for number in range(self._count))


async def test_memory_of_a_long_stream_is_that_of_its_text() -> None:
    beyond: list[int] = []
    for count in (5_000, 20_000):
        deltas: Any = Deltas(count)
        model = MockLanguageModel(script=[MockReply(text_deltas=deltas)])
        async with stream_text(model, prompt="hi") as stream:
            tracemalloc.start()
            try:
                async for delta in stream.text_stream:
                    assert len(delta) == 6
                beyond.append(tracemalloc.get_traced_memory()[1] - 2 * count * 6)
            finally:
                tracemalloc.stop()
            result = await stream.result()
        assert len(result.text) == count * 6

    assert max(beyond) < 500_000  # a list of 20,000 deltas alone would take 1.2 MB
    assert beyond[1] - beyond[0] < 100_000


async def test_a_reader_that_pauses_makes_the_server_wait() -> None:
    way = Way("chat", streaming=True)
    sent: list[int] = []
    total = 12_000  # events of 16 KB: 190 MB; a kernel may well hold 40 of them
    filler = "x" * 16_000

    def body() -> Iterator[bytes]:
        for number in range(total):
            sent.append(number)
            yield chunk(filler)

    def chunk(text: str) -> bytes:
        return b'data: {"choices": [{"index": 0, "delta": {"content": "%s"}}]}\n\n' % text.encode()

    streamed = Reply.raw(200, {"content-type": "text/event-stream"}, body)
    streamed = streamed.delivered(framing="chunked")
    with ProviderServer([streamed, *[Reply.text("meanwhile")] * 20]) as server:
        model = Scripted(way.handle(server), server)
        async with stream_text(model.handle, prompt="hi") as stream:
            async for _ in stream.text_stream:
                break
            for _ in range(20):
                await run(way, model)
            assert len(sent) < total / 2
        server.wait_closed(1)
