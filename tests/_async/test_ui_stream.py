"""Chunks for a browser: what goes out, what a browser makes of it, and what comes back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ai_sdk.aio import (
    UI_MESSAGE_STREAM_HEADERS,
    CancelToken,
    FilePart,
    Source,
    UIMessageError,
    convert_to_model_messages,
    create_ui_message_stream,
    is_step_count,
    read_ui_message_stream,
    stream_text,
    to_ui_message_stream,
    tool,
    ui_message_stream_to_sse,
)
from ai_sdk.testing import MockLanguageModel, MockReply
from tests.typescript.oracle import of_browser

ASKED = [{"id": "u1", "role": "user", "parts": [{"type": "text", "text": "How is the weather?"}]}]


@tool
def weather(city: str) -> dict[str, str]:
    """The weather in a city."""
    return {"city": city, "sky": "clear"}


@tool
def broken(city: str) -> str:
    """Never works."""
    raise RuntimeError(f"no weather in {city}")


def scripted() -> Any:
    return stream_text(
        MockLanguageModel(
            script=[
                MockReply(
                    text_deltas=["Let me ", "look."],
                    reasoning="Hm.",
                    tool_calls=[
                        ("weather", {"city": "Rome"}),
                        ("broken", {"city": "Oslo"}),
                        ("weather", {"town": "Bonn"}),
                    ],
                ),
                MockReply("Clear in Rome."),
            ]
        ),
        prompt="How is the weather?",
        tools=[weather, broken],
        stop_when=is_step_count(3),
    )


async def gathered(chunks: Any) -> list[Any]:
    return [chunk async for chunk in chunks]


async def body_of(chunks: Any) -> str:
    return b"".join(await gathered(ui_message_stream_to_sse(chunks))).decode()


async def test_behaviour_50_headers_framing_and_no_nulls() -> None:
    body = await body_of(to_ui_message_stream(scripted()))

    frames = body.split("\n\n")
    assert dict(UI_MESSAGE_STREAM_HEADERS) == {
        "content-type": "text/event-stream",
        "cache-control": "no-cache",
        "connection": "keep-alive",
        "x-vercel-ai-ui-message-stream": "v1",
        "x-accel-buffering": "no",
    }
    assert frames[-2:] == ["data: [DONE]", ""]
    assert all(frame.startswith("data: {") for frame in frames[:-2])
    assert ":null" not in body


async def test_behaviour_51_parts_become_chunks() -> None:
    chunks = await gathered(to_ui_message_stream(scripted()))

    kinds = [chunk["type"] for chunk in chunks]
    assert kinds[:3] == ["start", "start-step", "reasoning-start"]
    assert kinds[-2:] == ["finish-step", "finish"]
    assert chunks[-1] == {"type": "finish", "finishReason": "stop"}
    by_kind = {kind: [c for c in chunks if c["type"] == kind] for kind in kinds}
    assert [c["delta"] for c in by_kind["text-delta"]][:2] == ["Let me ", "look."]
    assert [c["input"] for c in by_kind["tool-input-available"]] == [
        {"city": "Rome"},
        {"city": "Oslo"},
    ]
    assert [c["output"] for c in by_kind["tool-output-available"]] == [
        {"city": "Rome", "sky": "clear"}
    ]
    told = [c["errorText"] for c in by_kind["tool-output-error"]]
    assert any("no weather in Oslo" in each for each in told)
    assert by_kind["tool-input-error"][0]["input"] == {"town": "Bonn"}


@pytest.mark.parametrize(("reasoning", "sources"), [(True, False), (False, True)])
async def test_behaviour_51_reasoning_is_on_and_sources_are_off(
    reasoning: bool, sources: bool
) -> None:
    reply = MockReply(
        "Hi.",
        reasoning="Hm.",
        content=[
            Source("s1", "url", "https://example.com", "A page"),
            Source("s2", "document", media_type="application/pdf", filename="a.pdf"),
            FilePart(b"\x89PNG", "image/png"),
        ],
    )
    options = {} if reasoning else {"send_reasoning": False, "send_sources": True}
    chunks = await gathered(
        to_ui_message_stream(stream_text(MockLanguageModel(script=[reply]), prompt="hi"), **options)
    )

    kinds = {chunk["type"] for chunk in chunks}
    assert ("reasoning-delta" in kinds) is reasoning
    assert ("source-url" in kinds and "source-document" in kinds) is sources
    assert {"type": "file", "mediaType": "image/png", "url": "data:image/png;base64,iVBORw=="} in (
        chunks
    )


@pytest.mark.parametrize("shown", [None, "It broke: {}"])
async def test_behaviour_51_errors_are_masked_unless_asked(shown: str | None) -> None:
    model = MockLanguageModel(script=[MockReply("Hel", error=RuntimeError("the secret"))])
    on_error = None if shown is None else lambda error: shown.format(error)

    chunks = await gathered(
        to_ui_message_stream(stream_text(model, prompt="hi"), on_error=on_error)
    )

    assert chunks[-1]["type"] == "error"
    told = "An error occurred." if shown is None else "It broke: the secret"
    assert chunks[-1]["errorText"] == told


async def test_behaviour_51_a_cancelled_run_is_an_abort() -> None:
    token = CancelToken()
    token.cancel("enough")

    chunks = await gathered(to_ui_message_stream(stream_text("openai:m", prompt="x", cancel=token)))

    assert [chunk["type"] for chunk in chunks] == ["start", "abort"]
    assert "enough" in chunks[-1]["reason"]


async def test_behaviour_53_a_continuation_keeps_the_id() -> None:
    ends: list[Any] = []
    last = {"id": "a1", "role": "assistant", "parts": [{"type": "text", "text": "Well,"}]}

    chunks = await gathered(
        to_ui_message_stream(
            stream_text(MockLanguageModel("go on."), prompt="hi"),
            original_messages=[*ASKED, last],
            on_end=ends.append,
        )
    )

    assert chunks[0] == {"type": "start", "messageId": "a1"}
    end = ends[0]
    assert (end.is_continuation, end.is_aborted, end.finish_reason) == (True, False, "stop")
    assert [message["id"] for message in end.messages] == ["u1", "a1"]
    assert [part.get("text") for part in end.response_message["parts"]] == [
        "Well,",
        None,
        "go on.",
    ]
    assert last["parts"] == [{"type": "text", "text": "Well,"}]  # the caller's own is untouched


async def test_behaviour_53_a_new_message_gets_a_new_id() -> None:
    ends: list[Any] = []

    chunks = await gathered(
        to_ui_message_stream(
            stream_text(MockLanguageModel("Hi."), prompt="hi"),
            original_messages=ASKED,
            generate_message_id=lambda: "fresh",
            on_end=ends.append,
        )
    )

    assert chunks[0]["messageId"] == "fresh"
    assert [message["id"] for message in ends[0].messages] == ["u1", "fresh"]
    assert ends[0].is_continuation is False


async def test_behaviour_54_transient_data_is_not_kept_and_ids_replace() -> None:
    ends: list[Any] = []

    async def execute(writer: Any) -> None:
        await writer.write({"type": "start"})
        await writer.write({"type": "data-note", "data": "working", "transient": True})
        await writer.write({"type": "data-weather", "id": "w", "data": {"state": "loading"}})
        await writer.merge(to_ui_message_stream(scripted(), send_start=False))
        await writer.write({"type": "data-weather", "id": "w", "data": {"state": "done"}})

    chunks = await gathered(
        create_ui_message_stream(execute, original_messages=ASKED, on_end=ends.append)
    )

    kinds = [chunk["type"] for chunk in chunks]
    assert kinds.count("data-weather") == 2
    assert "data-note" in kinds
    assert kinds[-1] in ("finish", "data-weather")
    parts = ends[0].response_message["parts"]
    assert [part["data"] for part in parts if part["type"].startswith("data-")] == [
        {"state": "done"}
    ]
    assert ends[0].finish_reason == "stop"


async def test_an_error_of_the_writer_is_told_in_the_stream() -> None:
    async def execute(writer: Any) -> None:
        await writer.write({"type": "start"})
        raise RuntimeError("the secret")

    chunks = await gathered(create_ui_message_stream(execute))

    assert chunks == [{"type": "start"}, {"type": "error", "errorText": "An error occurred."}]


async def test_an_error_of_a_merged_stream_is_told_and_the_rest_goes_on() -> None:
    model = MockLanguageModel(script=[MockReply(error=RuntimeError("the secret"))])

    async def execute(writer: Any) -> None:
        await writer.merge(to_ui_message_stream(stream_text(model, prompt="hi")))
        await writer.write({"type": "data-x", "data": 1})

    chunks = await gathered(create_ui_message_stream(execute))

    assert {"type": "error", "errorText": "An error occurred."} in chunks
    assert {"type": "data-x", "data": 1} in chunks


async def test_a_reader_who_leaves_ends_the_run() -> None:
    ends: list[Any] = []
    stream = scripted()
    chunks = to_ui_message_stream(stream, original_messages=ASKED, on_end=ends.append)

    async for chunk in chunks:
        if chunk["type"] == "text-delta":
            break
    await chunks.aclose()  # type: ignore[attr-defined]

    assert ends[0].is_aborted is True
    assert ends[0].finish_reason is None


async def test_metadata_comes_with_start_steps_and_finish() -> None:
    def metadata(part: Any) -> Any:
        if part is None:
            return {"model": "mock"}
        return {"tokens": {part.type: part.usage.output_tokens}}

    chunks = await gathered(
        to_ui_message_stream(
            stream_text(MockLanguageModel("Hi."), prompt="hi"), message_metadata=metadata
        )
    )

    assert chunks[0]["messageMetadata"] == {"model": "mock"}
    assert chunks[-1]["messageMetadata"] == {"tokens": {"finish": 5}}
    snapshots = await gathered(read_ui_message_stream(_replayed(chunks)))
    assert snapshots[-1]["metadata"] == {"model": "mock", "tokens": {"finish-step": 5, "finish": 5}}


async def _replayed(chunks: list[Any]) -> Any:
    for chunk in chunks:
        yield chunk


async def test_snapshots_do_not_change_later() -> None:
    chunks = await gathered(to_ui_message_stream(scripted()))

    snapshots = await gathered(read_ui_message_stream(_replayed(chunks)))

    texts = [[p["text"] for p in each["parts"] if p["type"] == "text"] for each in snapshots]
    assert texts[-1] == ["Let me look.", "Clear in Rome."]
    assert ["Let me "] in texts


@pytest.mark.parametrize(
    "chunk",
    [
        {"type": "text-delta", "id": "t", "delta": "x"},
        {"type": "tool-input-delta", "toolCallId": "c", "inputTextDelta": "{"},
        {"type": "tool-output-available", "toolCallId": "c", "output": 1},
        {"type": "tool-approval-response", "approvalId": "a", "approved": True},
    ],
    ids=lambda chunk: str(chunk["type"]),
)
async def test_chunks_about_nothing_are_errors(chunk: dict[str, Any]) -> None:
    with pytest.raises(UIMessageError) as caught:
        await gathered(read_ui_message_stream(_replayed([chunk])))
    assert caught.value.chunk_type == chunk["type"]


async def test_a_browser_reads_what_we_send() -> None:
    """The TypeScript SDK's own reader validates each chunk and makes the message that we make."""
    ends: list[Any] = []
    body = await body_of(
        to_ui_message_stream(
            scripted(), original_messages=ASKED, send_sources=True, on_end=ends.append
        )
    )

    theirs = of_browser("ui_message", body=body)

    ours = json.loads(json.dumps(ends[0].response_message))
    assert "error" not in theirs
    assert _tidy(theirs["message"]) == _tidy(ours)


async def test_a_browser_reads_data_parts_and_approvals() -> None:
    ends: list[Any] = []

    async def execute(writer: Any) -> None:
        await writer.write({"type": "start"})
        await writer.write({"type": "data-weather", "id": "w", "data": {"state": "loading"}})
        await writer.write({"type": "data-weather", "id": "w", "data": {"state": "done"}})
        run = stream_text(
            MockLanguageModel(tool_calls=[("weather", {"city": "Rome"})]),
            prompt="hi",
            tools=[weather],
            tool_approval={"weather": "user-approval"},
        )
        await writer.merge(to_ui_message_stream(run, send_start=False))

    chunks = create_ui_message_stream(execute, original_messages=ASKED, on_end=ends.append)
    body = await body_of(chunks)

    theirs = of_browser("ui_message", body=body)

    ours = json.loads(json.dumps(ends[0].response_message))
    assert "error" not in theirs
    assert _tidy(theirs["message"]) == _tidy(ours)
    back = convert_to_model_messages([*ASKED, ours])
    assert [part.type for part in back[-1].content] == ["tool-call", "tool-approval-request"]


def _tidy(message: dict[str, Any]) -> Any:
    """Without what is not said: JSON leaves out what the other calls undefined."""
    return [{k: v for k, v in part.items() if v is not None} for part in message["parts"]]


async def test_chunks_that_change_nothing_give_no_snapshot() -> None:
    chunks = [
        {"type": "text-start", "id": "t"},
        {"type": "data-mood", "data": "good", "transient": True},
        {"type": "chunk-of-tomorrow"},
        {"type": "text-delta", "id": "t", "delta": "Hi"},
    ]

    snapshots = await gathered(read_ui_message_stream(_replayed(chunks)))

    assert [each["parts"][0]["text"] for each in snapshots] == ["", "Hi"]


async def test_a_merged_stream_of_ones_own_that_breaks_is_told() -> None:
    async def broken() -> Any:
        yield {"type": "data-x", "data": 1}
        raise RuntimeError("the secret")

    async def execute(writer: Any) -> None:
        await writer.merge(broken())

    chunks = await gathered(create_ui_message_stream(execute))

    assert chunks == [
        {"type": "data-x", "data": 1},
        {"type": "error", "errorText": "An error occurred."},
    ]


async def test_a_reader_who_leaves_ends_what_is_merged_and_what_writes() -> None:
    ends: list[Any] = []

    async def endless() -> Any:
        while True:
            yield {"type": "data-x", "data": 1}

    async def execute(writer: Any) -> None:
        await writer.merge(endless())
        while True:
            await writer.write({"type": "data-y", "data": 2})

    chunks = create_ui_message_stream(execute, on_end=ends.append)
    async for chunk in chunks:
        assert chunk["type"] in ("data-x", "data-y")
        break
    await chunks.aclose()  # type: ignore[attr-defined]

    assert [each.is_aborted for each in ends] == [True]
