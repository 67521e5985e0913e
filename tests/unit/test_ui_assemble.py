"""UI messages out of chunks, and chunks out of parts: every kind, without a browser."""

from __future__ import annotations

from typing import Any

import pytest

from ai_sdk import UIMessageError
from ai_sdk.types.content import (
    CustomPart,
    FilePart,
    FileURL,
    Source,
    ToolApprovalRequest,
    ToolApprovalResponse,
    ToolResult,
)
from ai_sdk.types.stream_parts import Finish
from ai_sdk.types.tools import DeniedOutput
from ai_sdk.types.usage import Usage
from ai_sdk.ui.assemble import MessageAssembler
from ai_sdk.ui.chunks import ChunkMapper, ChunkOptions

START = {"type": "tool-input-start", "toolCallId": "c1", "toolName": "look"}
ASKED = {"type": "tool-input-available", "toolCallId": "c1", "toolName": "look", "input": {"a": 1}}
PART = {"type": "tool-look", "toolCallId": "c1", "state": "input-available", "input": {"a": 1}}
META = {"acme": {"id": 1}}


def parts(*chunks: dict[str, Any]) -> list[dict[str, Any]]:
    message = MessageAssembler("m1")
    for chunk in chunks:
        assert message.feed(chunk)
    return message.parts


@pytest.mark.parametrize(
    "chunk",
    [
        {"type": "file", "mediaType": "image/png", "url": "https://x.org/a.png"},
        {"type": "source-url", "sourceId": "s", "url": "https://x.org"},
        {"type": "source-document", "sourceId": "s", "mediaType": "text/plain", "title": "t"},
        {"type": "custom", "kind": "acme.thing", "providerMetadata": META},
    ],
    ids=lambda chunk: chunk["type"],
)
def test_whole_parts_are_taken_as_they_are(chunk: dict[str, Any]) -> None:
    assert parts(chunk) == [chunk]


@pytest.mark.parametrize(
    ("chunks", "changes"),
    [
        ([], {}),
        (
            [{"type": "tool-output-available", "toolCallId": "c1", "output": 3}],
            {"state": "output-available", "output": 3},
        ),
        (
            [
                {
                    "type": "tool-output-available",
                    "toolCallId": "c1",
                    "output": 2,
                    "preliminary": True,
                }
            ],
            {"state": "output-available", "output": 2, "preliminary": True},
        ),
        (
            [
                {
                    "type": "tool-output-available",
                    "toolCallId": "c1",
                    "output": 2,
                    "preliminary": True,
                },
                {
                    "type": "tool-output-available",
                    "toolCallId": "c1",
                    "output": 3,
                    "providerExecuted": True,
                    "providerMetadata": META,
                },
            ],
            {
                "state": "output-available",
                "output": 3,
                "providerExecuted": True,
                "resultProviderMetadata": META,
            },
        ),
        (
            [{"type": "tool-output-error", "toolCallId": "c1", "errorText": "no luck"}],
            {"state": "output-error", "errorText": "no luck"},
        ),
        ([{"type": "tool-output-denied", "toolCallId": "c1"}], {"state": "output-denied"}),
        (
            [
                {
                    "type": "tool-approval-request",
                    "approvalId": "p",
                    "toolCallId": "c1",
                    "signature": "s",
                },
                {
                    "type": "tool-approval-response",
                    "approvalId": "p",
                    "approved": False,
                    "reason": "no",
                },
            ],
            {
                "state": "approval-responded",
                "approval": {"id": "p", "signature": "s", "approved": False, "reason": "no"},
            },
        ),
    ],
    ids=["asked", "answered", "preliminary", "final", "failed", "denied", "approval"],
)
def test_a_call_has_the_state_of_its_last_chunk(chunks: Any, changes: dict[str, Any]) -> None:
    assert parts(ASKED, *chunks) == [{**PART, **changes}]


def test_what_a_calls_chunk_tells_of_it_is_kept() -> None:
    told = {"title": "Look", "toolMetadata": {"x": 1}, "providerExecuted": True}

    assert parts({**ASKED, **told, "dynamic": True, "providerMetadata": META}) == [
        {
            "type": "dynamic-tool",
            "toolName": "look",
            "toolCallId": "c1",
            "state": "input-available",
            "input": {"a": 1},
            **told,
            "callProviderMetadata": META,
        }
    ]


def test_an_input_grows_and_what_is_no_json_waits_for_the_whole() -> None:
    def grown(*texts: str) -> Any:
        deltas = [
            {"type": "tool-input-delta", "toolCallId": "c1", "inputTextDelta": text}
            for text in texts
        ]
        return parts(START, *deltas)[0]

    assert grown('{"a": [1', ", 2]")["input"] == {"a": [1, 2]}
    assert grown('{"a": 1}')["state"] == "input-streaming"
    assert grown("]").get("input") is None


def test_data_is_changed_by_its_id_and_passes_by_where_transient() -> None:
    message = MessageAssembler()
    fed = [
        message.feed({"type": "data-mood", "id": "1", "data": "good"}),
        message.feed({"type": "data-news", "id": "1", "data": "none"}),
        message.feed({"type": "data-mood", "id": "1", "data": "bad"}),
        message.feed({"type": "data-mood", "data": "x", "transient": True}),
        message.feed({"type": "chunk-of-tomorrow"}),
    ]

    assert fed == [True, True, True, False, False]
    assert message.parts == [
        {"type": "data-mood", "id": "1", "data": "bad"},
        {"type": "data-news", "id": "1", "data": "none"},
    ]


def test_the_message_has_its_id_metadata_and_end() -> None:
    message = MessageAssembler("m1")
    for chunk in (
        {"type": "start", "messageId": "m2", "messageMetadata": {"a": {"b": 1}}},
        {"type": "message-metadata", "messageMetadata": {"a": {"c": 2}}},
        {"type": "finish", "finishReason": "stop", "messageMetadata": {"d": 3}},
    ):
        message.feed(chunk)
    before = message.snapshot()
    message.feed({"type": "abort"})

    assert (message.message["id"], message.finish_reason, message.aborted) == ("m2", "stop", True)
    assert before["metadata"] == {"a": {"b": 1, "c": 2}, "d": 3}


@pytest.mark.parametrize(
    ("chunk", "words"),
    [
        ({"type": "text-delta", "id": "t", "delta": "x"}, "without the start of 't'"),
        ({"type": "tool-input-delta", "toolCallId": "c", "inputTextDelta": ""}, "the call 'c'"),
        ({"type": "tool-output-available", "toolCallId": "c", "output": 1}, "the call 'c'"),
        ({"type": "tool-approval-response", "approvalId": "p", "approved": True}, "approval 'p'"),
    ],
    ids=["text", "input", "output", "approval"],
)
def test_chunks_about_what_has_not_begun_are_refused(chunk: Any, words: str) -> None:
    with pytest.raises(UIMessageError, match=words) as caught:
        MessageAssembler().feed(chunk)
    assert caught.value.chunk_type == chunk["type"]


def test_an_unanswered_approval_beside_others_stays() -> None:
    message = MessageAssembler()
    message.feed({"type": "start-step"})
    message.feed(ASKED)
    message.feed({"type": "tool-approval-request", "approvalId": "p", "toolCallId": "c1"})
    with pytest.raises(UIMessageError):
        message.feed({"type": "tool-approval-response", "approvalId": "q", "approved": True})

    assert message.parts[-1]["state"] == "approval-requested"


@pytest.mark.parametrize(
    ("part", "chunk"),
    [
        (
            CustomPart("acme.thing", {"x": 1}),
            {
                "type": "custom",
                "kind": "acme.thing",
                "providerMetadata": {"acme": {"data": {"x": 1}}},
            },
        ),
        (
            FilePart(FileURL("https://x.org/a.png"), "image/png"),
            {"type": "file", "mediaType": "image/png", "url": "https://x.org/a.png"},
        ),
        (
            FilePart(b"a", "text/plain"),
            {"type": "file", "mediaType": "text/plain", "url": "data:text/plain;base64,YQ=="},
        ),
        (
            Source("s", "document", filename="a.pdf"),
            {
                "type": "source-document",
                "sourceId": "s",
                "mediaType": "application/octet-stream",
                "title": "a.pdf",
                "filename": "a.pdf",
            },
        ),
        (
            ToolResult("c1", "look", "x", model_output=DeniedOutput("no")),
            {"type": "tool-output-denied", "toolCallId": "c1"},
        ),
        (
            ToolApprovalRequest("p", tool_call_id="c1", is_automatic=True, signature="s"),
            {
                "type": "tool-approval-request",
                "approvalId": "p",
                "toolCallId": "c1",
                "isAutomatic": True,
                "signature": "s",
            },
        ),
        (
            ToolApprovalResponse("p", approved=True),
            {"type": "tool-approval-response", "approvalId": "p", "approved": True},
        ),
        (
            ToolApprovalResponse("p", approved=False, reason="no"),
            {
                "type": "tool-approval-response",
                "approvalId": "p",
                "approved": False,
                "reason": "no",
            },
        ),
    ],
    ids=["custom", "file", "bytes", "document", "denied", "request", "consent", "response"],
)
def test_parts_become_chunks(part: Any, chunk: dict[str, Any]) -> None:
    assert ChunkMapper(ChunkOptions(send_sources=True)).feed(part) == [chunk]


def test_what_is_not_to_be_sent_is_not() -> None:
    page = Source("s", "url", "https://x.org")

    assert ChunkMapper(ChunkOptions()).feed(page) == []
    assert ChunkMapper(ChunkOptions(send_start=False)).start() == []
    assert ChunkMapper(ChunkOptions(send_finish=False)).feed(Finish("stop", "stop", Usage())) == []
    assert ChunkMapper(
        ChunkOptions(message_id="m1", message_metadata=lambda _: {"a": 1})
    ).start() == [{"type": "start", "messageId": "m1", "messageMetadata": {"a": 1}}]


@pytest.mark.parametrize("kind", ["text", "reasoning"])
def test_pieces_are_joined_whenever_somebody_looks(kind: str) -> None:
    message = MessageAssembler("m1")
    message.feed({"type": f"{kind}-start", "id": "t"})
    seen = [message.snapshot()]
    for piece in ("a", "bc", "", "d"):
        message.feed({"type": f"{kind}-delta", "id": "t", "delta": piece})
        seen.append(message.snapshot())
    live = message.message["parts"][0]
    message.feed({"type": f"{kind}-delta", "id": "t", "delta": "!"})
    message.feed({"type": f"{kind}-end", "id": "t"})

    assert [each["parts"][0]["text"] for each in seen] == ["", "a", "abc", "abc", "abcd"]
    assert (live["text"], live["state"]) == ("abcd!", "done")


@pytest.mark.parametrize(
    "last",
    [{"type": "finish-step"}, {"type": "text-start", "id": "t"}, {"type": "abort"}],
    ids=["the step ended", "another of its id", "aborted"],
)
def test_a_text_that_was_never_ended_keeps_what_came(last: dict[str, Any]) -> None:
    message = MessageAssembler("m1")
    message.feed({"type": "text-start", "id": "t"})
    for piece in ("half ", "a text"):
        message.feed({"type": "text-delta", "id": "t", "delta": piece})
    message.feed(last)

    assert message.parts[0] == {"type": "text", "text": "half a text", "state": "streaming"}


def test_a_response_without_a_reason_leaves_none() -> None:
    request = {"type": "tool-approval-request", "approvalId": "p", "toolCallId": "c1"}
    response = {"type": "tool-approval-response", "approvalId": "p", "approved": True}

    (part,) = parts(ASKED, request, response)

    assert part["approval"] == {"id": "p", "approved": True}
    assert part["state"] == "approval-responded"
