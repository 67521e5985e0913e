"""Transforms between a run and its reader: what is seen, when, and what the result says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ai_sdk.aio import (
    APIConnectionError,
    CancelToken,
    Finish,
    InvalidArgumentError,
    Output,
    Pause,
    RunCancelledError,
    StreamInterruptedError,
    TextDelta,
    generate_text,
    simulate_readable_stream,
    smooth_stream,
    stream_text,
)
from ai_sdk.concurrency import ManualClock, clock
from ai_sdk.testing import MockLanguageModel, MockReply


class Shout:
    """Upper case, and a pause before each delta."""

    def feed(self, part: Any) -> Iterator[Any]:
        match part:
            case TextDelta(id=id, text=text):
                yield Pause(2)
                yield TextDelta(id, text.upper())
            case _:
                yield part

    def finish(self) -> list[Any]:
        return []


class Holder:
    """Holds all text back until the end."""

    def __init__(self) -> None:
        self.held: list[Any] = []

    def feed(self, part: Any) -> list[Any]:
        if isinstance(part, TextDelta):
            self.held.append(part)
            return []
        return [part]

    def finish(self) -> list[Any]:
        return self.held


def model(*deltas: str, **more: Any) -> MockLanguageModel:
    return MockLanguageModel(script=[MockReply(text_deltas=deltas, **more)])


async def test_readers_see_what_the_transform_makes_and_the_result_what_was_said() -> None:
    seen: list[str] = []

    def on_chunk(event: Any) -> None:
        if isinstance(event.part, TextDelta):
            seen.append(event.part.text)

    with clock.use(ManualClock()) as time:
        async with stream_text(
            model("a", "b"), prompt="hi", transform=Shout, on_chunk=on_chunk
        ) as stream:
            assert time.slept == []  # entering waits for the model, not for a pause
            texts = [text async for text in stream.text_stream]
            result = await stream.result()

    assert texts == seen == ["A", "B"]
    assert time.slept == [2, 2]
    assert result.text == "ab"


async def test_several_transforms_in_order() -> None:
    async with stream_text(
        model("one t", "wo"), prompt="hi", transform=[smooth_stream(delay=0.5), Shout]
    ) as stream:
        with clock.use(ManualClock()) as time:
            texts = [text async for text in stream.text_stream]

    assert texts == ["ONE ", "TWO"]
    assert sorted(time.slept) == [0.5, 2, 2]


async def test_each_stream_gets_its_own_transform() -> None:
    scripted = MockLanguageModel(script=["first", "second"])
    texts: list[str] = []
    for _ in range(2):
        async with stream_text(scripted, prompt="hi", transform=[Holder]) as stream:
            texts.append("".join([text async for text in stream.text_stream]))

    assert texts == ["first", "second"]


async def test_what_is_held_back_comes_before_the_end() -> None:
    async with stream_text(model("a", "b"), prompt="hi", transform=Holder) as stream:
        parts = [part async for part in stream]

    assert isinstance(parts[-3], Finish)
    assert [part.text for part in parts[-2:]] == ["a", "b"]


async def test_what_is_held_back_comes_before_an_error() -> None:
    broken = model("Hello wor", "ld", error=APIConnectionError("gone"))
    texts: list[str] = []

    async with stream_text(broken, prompt="hi", transform=smooth_stream(delay=None)) as stream:
        with pytest.raises(APIConnectionError) as caught:
            async for text in stream.text_stream:
                texts.append(text)

    assert texts == ["Hello ", "world"]
    assert caught.value.partial.text == "Hello world"


async def test_draining_takes_no_pauses() -> None:
    with clock.use(ManualClock()) as time:
        async with stream_text(model("a ", "b "), prompt="hi", transform=Shout) as stream:
            async for text in stream.text_stream:
                assert text == "A "
                break
            result = await stream.result()

    assert result.text == "a b "
    assert time.slept == [2]


async def test_a_pause_can_be_cancelled() -> None:
    token = CancelToken()
    aborted: list[Any] = []

    class Never:
        def feed(self, part: Any) -> Iterator[Any]:
            if isinstance(part, TextDelta):
                token.cancel()
                yield Pause(3600)
            yield part

        def finish(self) -> list[Any]:
            return []

    async with stream_text(
        model("a", "b"), prompt="hi", transform=Never, cancel=token, on_abort=aborted.append
    ) as stream:
        with pytest.raises(RunCancelledError) as caught:
            async for _ in stream.text_stream:
                raise AssertionError("the pause was not cancelled")

    assert caught.value.partial is not None
    assert len(aborted) <= 1


async def test_a_failing_transform_ends_the_run_with_its_own_error() -> None:
    aborted: list[Any] = []

    class Broken:
        def feed(self, part: Any) -> list[Any]:
            if isinstance(part, TextDelta):
                raise ZeroDivisionError("mine")
            return [part]

        def finish(self) -> list[Any]:
            return []

    stream = stream_text(model("a"), prompt="hi", transform=Broken, on_abort=aborted.append)
    with pytest.raises(ZeroDivisionError, match="mine"):
        async for _ in stream:
            pass
    with pytest.raises(ZeroDivisionError):
        await stream.result()

    assert [event.reason for event in aborted] == ["a transform failed"]


async def test_leaving_early_with_a_transform() -> None:
    async with stream_text(model("a ", "b "), prompt="hi", transform=smooth_stream()) as stream:
        async for _ in stream.text_stream:
            break

    with pytest.raises(StreamInterruptedError):
        await stream.result()


async def test_partial_outputs_follow_the_transform() -> None:
    answer = model('{"a": "x', 'y", "b": 1}')
    output = Output.json()

    async with stream_text(
        answer, prompt="hi", output=output, transform=smooth_stream(delay=None)
    ) as stream:
        partials = [partial async for partial in stream.partial_output_stream]
        result = await stream.result()

    assert partials[-1] == result.output == {"a": "xy", "b": 1}


async def test_a_transform_object_is_refused_before_anything_is_sent() -> None:
    with pytest.raises(InvalidArgumentError, match="pass its class"):
        stream_text(model("a"), prompt="hi", transform=Shout())  # type: ignore[arg-type]


async def test_generate_text_has_no_transform() -> None:
    settings: Any = {"transform": Shout}
    with pytest.raises(InvalidArgumentError, match="transform"):
        await generate_text(model("a"), prompt="hi", **settings)


async def test_simulated_streams_wait_on_the_clock() -> None:
    with clock.use(ManualClock()) as time:
        chunks = simulate_readable_stream([1, 2, 3], initial_delay=5, chunk_delay=0.5)
        assert [chunk async for chunk in chunks] == [1, 2, 3]

    assert time.slept == [5, 0.5, 0.5]


async def test_simulated_streams_need_not_wait() -> None:
    with clock.use(ManualClock()) as time:
        chunks = simulate_readable_stream("ab", initial_delay=None, chunk_delay=None)
        assert [chunk async for chunk in chunks] == ["a", "b"]

    assert time.slept == []


@pytest.mark.parametrize("settings", [{"initial_delay": -1}, {"chunk_delay": "x"}])
async def test_simulated_streams_refuse_bad_delays(settings: Any) -> None:
    with pytest.raises(InvalidArgumentError):
        simulate_readable_stream([], **settings)


async def test_an_error_behind_which_nothing_is_held_back_is_raised_at_once() -> None:
    class Mute:
        def feed(self, part: Any) -> list[Any]:
            return []

        def finish(self) -> list[Any]:
            return []

    broken = MockLanguageModel(
        script=[MockReply(text_deltas=["a"], error=APIConnectionError("gone"))]
    )
    seen: list[Any] = []
    with pytest.raises(APIConnectionError) as caught:
        async with stream_text(broken, prompt="hi", transform=Mute, max_retries=0) as stream:
            seen += [part async for part in stream]

    assert seen == []
    assert caught.value.partial.text == "a"
