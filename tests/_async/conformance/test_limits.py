"""Time limits and cancellation: each with its own name, also while nothing moves."""

from __future__ import annotations

from typing import Any

import pytest

from ai_sdk.aio import (
    APITimeoutError,
    AsyncHTTPClient,
    CancelToken,
    RunCancelledError,
    ServerError,
    Timeout,
    ToolContext,
    create_openai,
    is_loop_finished,
    tool,
)
from ai_sdk.concurrency import ManualClock, clock
from ai_sdk.testing import MockLanguageModel, MockReply, ProviderServer, RecordedRequest, Reply
from tests.faults.certificates import authority_file, server_context
from tests.faults.server import JSON_HEAD, SSE_HEAD, FaultServer, Peer, chunk
from tests.helpers import wait_for
from tests.ways import EVERY_WAY, OVER_SOCKETS, WITH_MOCK, Scripted, Way

from .play import run, weather

ROME = MockReply(tool_calls=[("weather", {"city": "Rome"}, "call_rome")])


@EVERY_WAY
@pytest.mark.parametrize(
    ("limits", "name", "seconds", "finished"),
    [
        (10, "total", 10, 1),
        (Timeout(total=10, step=100), "total", 10, 1),
        (Timeout(step=5), "step", 5, 1),
        (Timeout(total=3), "total", 3, 0),
    ],
)
async def test_behaviour_36_total_and_step_end_the_run(
    way: Way, limits: Any, name: str, seconds: float, finished: int
) -> None:
    with clock.use(ManualClock()) as time:

        def slower(context: Any) -> None:
            time.advance(4 if context.step_number == 0 else 7)

        with way.model(ROME, "too late", "too late") as model:
            with pytest.raises(APITimeoutError) as caught:
                await run(
                    way,
                    model,
                    tools=[weather],
                    stop_when=is_loop_finished(),
                    timeout=limits,
                    prepare_step=slower,
                )

    error = caught.value
    assert (error.limit, error.seconds, error.is_retryable) == (name, seconds, False)
    assert isinstance(error, TimeoutError)
    assert name in str(error)
    assert len(error.partial.steps if error.partial else ()) >= finished
    if finished:
        assert error.partial.tool_results[0].tool_name == "weather"


@EVERY_WAY
async def test_behaviour_36_each_step_has_its_own_time(way: Way) -> None:
    with clock.use(ManualClock()) as time:
        with way.model(ROME, ROME, ROME, "done") as model:
            result = await run(
                way,
                model,
                tools=[weather],
                stop_when=is_loop_finished(),
                timeout=Timeout(step=5),
                prepare_step=lambda context: time.advance(4),
            )

    assert result.text == "done"
    assert [step.performance.step_seconds for step in result.steps] == [4, 4, 4, 4]


@WITH_MOCK
async def test_behaviour_36_what_is_finished_is_not_taken_back(way: Way) -> None:
    """A limit or a token that comes after the end ends nothing."""
    token = CancelToken()

    def late(event: Any) -> None:
        time.advance(100)
        token.cancel("too late")

    with clock.use(ManualClock()) as time, way.model("done") as model:
        result = await run(way, model, timeout=Timeout(step=5, total=9), cancel=token, on_end=late)

    assert result.text == "done"


@OVER_SOCKETS
@pytest.mark.parametrize("name", ["first_event", "total", "step"])
async def test_behaviour_36_a_silent_server_is_given_up(way: Way, name: str) -> None:
    limits: Any = {name: 0.1}

    with ProviderServer([Reply.no_answer("stall")]) as server:
        model = Scripted(way.handle(server), server)
        with pytest.raises(APITimeoutError) as caught:
            await run(way, model, timeout=Timeout(**limits), max_retries=0)
        server.wait_idle()  # on a busy machine there may not have been a connection yet

    assert (caught.value.limit, caught.value.seconds) == (name, 0.1)
    assert f"{name}" in str(caught.value)


@pytest.mark.parametrize("via", ["chat", "responses"])
@pytest.mark.parametrize("name", ["idle", "total", "step"])
async def test_behaviour_36_a_stream_that_stalls_is_given_up(via: str, name: str) -> None:
    way, limits = Way(via, streaming=True), {name: 0.3}
    reply = Reply.text("one two", deltas=["one ", "two"])
    stalled = reply.cut(after_events=2 if via == "chat" else 5, how="stall")
    errors: list[Any] = []

    with ProviderServer([stalled]) as server:
        model = Scripted(way.handle(server), server)
        with pytest.raises(APITimeoutError) as caught:
            await run(way, model, timeout=Timeout(**limits), on_error=errors.append)
        server.wait_idle()

    assert caught.value.limit == name
    if name == "idle":  # the others may pass before anything came, on a busy machine
        assert caught.value.partial.text == "one "
    assert [event.error for event in errors] == [caught.value]


@EVERY_WAY
async def test_behaviour_37_a_tool_limit_ends_that_tool_alone(way: Way) -> None:
    told: list[str] = []

    @tool(timeout=0.01)
    def slow(about: ToolContext) -> str:
        """Waits until it is told to stop."""
        assert about.cancel is not None
        wait_for(about.cancel)
        told.append("slow")
        return "late"

    @tool
    def quick(about: ToolContext) -> str:
        """Is never told to stop."""
        assert about.cancel is not None
        about.cancel.on_cancel(lambda: told.append("quick"))
        return "in time"

    calls = MockReply(tool_calls=[("slow", {}, "call_1"), ("quick", {}, "call_2")])
    with way.model(calls, "done") as model:
        result = await run(way, model, tools=[slow, quick], stop_when=is_loop_finished())

        assert model.asked[1].outputs["call_2"] == "in time"
        assert "0.01 s" in model.asked[1].outputs["call_1"]
    (failure,) = result.tool_errors
    assert isinstance(failure.error.__cause__, APITimeoutError)
    assert failure.error.__cause__.limit == "tool"
    assert result.text == "done"
    assert "quick" not in told


class Stalled:
    """Answers that begin and never end, under a token that fires meanwhile, in the server's thread.

    Attributes:
        gone: how many clients have hung up.
    """

    def __init__(self, token: CancelToken) -> None:
        self._token = token
        self.gone = 0

    def __call__(self, peer: Peer) -> bool:
        event = b'data: {"choices": [{"index": 0, "delta": {"content": "so far"}}]}\n\n'
        streamed = b'"stream":true' in peer.body.replace(b" ", b"")
        peer.send(
            SSE_HEAD + chunk(event) if streamed else JSON_HEAD + b"content-length: 99\r\n\r\n"
        )
        self._token.cancel("enough")
        self.gone += peer.until_gone()
        return False


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
@pytest.mark.parametrize("streaming", [False, True])
async def test_a_token_wakes_a_blocked_read_from_another_thread(streaming: bool, tls: bool) -> None:
    token = CancelToken()
    answer = Stalled(token)
    aborted: list[Any] = []

    with FaultServer(answer, tls=server_context() if tls else None) as server:
        async with AsyncHTTPClient(**({"verify": authority_file()} if tls else {})) as client:
            model = create_openai(base_url=server.url, api_key="k", client=client).chat("m")
            with pytest.raises(RunCancelledError, match="enough") as caught:
                way = Way("chat", streaming)
                await run(way, Scripted(model), cancel=token, on_abort=aborted.append)

    assert answer.gone == 1
    assert len(aborted) == 1
    if streaming and caught.value.partial is not None:
        assert caught.value.partial.text in ("", "so far")


@OVER_SOCKETS
async def test_a_token_ends_the_wait_before_a_retry(way: Way) -> None:
    token = CancelToken()

    def reply(request: RecordedRequest) -> Reply:
        token.cancel("no more")
        return Reply.error(500, retry_after=30)

    with ProviderServer(reply) as server:
        model = Scripted(way.handle(server), server)
        with pytest.raises(RunCancelledError, match="no more"):
            await run(way, model, cancel=token)

        assert len(server.requests) == 1


@EVERY_WAY
async def test_a_fired_token_sends_nothing(way: Way) -> None:
    token = CancelToken()
    token.cancel("never mind")

    with way.model("never") as model:
        with pytest.raises(RunCancelledError, match="never mind"):
            await run(way, model, cancel=token)

        assert model.asked == []


@EVERY_WAY
async def test_a_token_holds_on_to_nothing_after_its_runs(way: Way) -> None:
    token = CancelToken()

    for _ in range(3):
        with way.model(ROME, MockReply(text_deltas=["a", "b", "c"])) as model:
            await run(way, model, tools=[weather], stop_when=is_loop_finished(), cancel=token)

    assert token._callbacks == {}


@EVERY_WAY
async def test_an_interrupt_inside_a_tool_ends_the_run(way: Way) -> None:
    aborted: list[Any] = []

    @tool
    def stop() -> str:
        """Ctrl-C comes while it runs."""
        raise KeyboardInterrupt

    calls = MockReply(tool_calls=[("stop", {}, "call_1")])
    with way.model(calls, "never") as model:
        with pytest.raises(KeyboardInterrupt):
            await run(
                way, model, tools=[stop], stop_when=is_loop_finished(), on_abort=aborted.append
            )  # fmt: skip

        assert len(model.asked) == 1
    assert len(aborted) == 1


@OVER_SOCKETS
async def test_a_later_step_is_tried_again_though_earlier_ones_were_seen(way: Way) -> None:
    script = [
        Reply.tool_calls([("weather", {"city": "Rome"})]),
        Reply.error(503),
        Reply.error(500),
        Reply.text("done"),
    ]
    with clock.use(ManualClock()), ProviderServer(script) as server:
        model = Scripted(way.handle(server), server)
        result = await run(way, model, tools=[weather], stop_when=is_loop_finished())

        assert len(server.requests) == 4
        assert len({request.body for request in server.requests[1:]}) == 1
    assert result.text == "done"
    assert [[a.status for a in step.attempts] for step in result.steps] == [[200], [503, 500, 200]]
    assert len(result.tool_results) == 1


@WITH_MOCK
async def test_what_a_later_step_raises_keeps_what_was_seen(way: Way) -> None:
    with way.model(ROME, ServerError("down", status_code=500)) as model:
        with pytest.raises(ServerError, match="down") as caught:
            await run(way, model, tools=[weather], stop_when=is_loop_finished())

    assert [step.finish_reason for step in caught.value.partial.steps] == ["tool-calls"]


async def test_limits_of_a_mock_need_no_waiting() -> None:
    """A replaced clock moves a whole run, so that tests of limits take no time."""
    with clock.use(ManualClock()) as time, pytest.raises(APITimeoutError):
        await run(
            Way("mock", streaming=False),
            Scripted(MockLanguageModel("late")),
            timeout=1,
            on_start=lambda event: time.advance(2),
        )
