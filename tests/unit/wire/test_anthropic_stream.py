"""Messages streams: events as parts, and the same result as the whole answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from ai_sdk.engine.assemble import Assembler
from ai_sdk.errors import (
    APICallError,
    InvalidResponseError,
    OverloadedError,
    ServerError,
    StreamInterruptedError,
)
from ai_sdk.json_codec import dumps
from ai_sdk.sse import ServerSentEvent
from ai_sdk.types.call import ModelFinish, ModelResult, ModelToolCall
from ai_sdk.types.content import CustomPart, ReasoningPart, Source, TextPart, ToolResult
from ai_sdk.types.http import HTTPReply
from ai_sdk.types.stream_parts import (
    ReasoningDelta,
    ReasoningEnd,
    ReasoningStart,
    TextDelta,
    TextEnd,
    TextStart,
    ToolInputDelta,
    ToolInputEnd,
    ToolInputStart,
)
from ai_sdk.types.tools import ErrorOutput
from ai_sdk.wire.anthropic_messages import PROTOCOL
from ai_sdk.wire.anthropic_messages.dialect import ANTHROPIC
from ai_sdk.wire.anthropic_messages.stream import MessagesStreamDecoder, decoder
from ai_sdk.wire.protocol import WireRequest

DOCUMENTS = (("a.txt", "text/plain"), (None, "application/pdf"))
REQUEST = WireRequest("/messages", {}, context={"names": {"bash": "shell"}, "documents": DOCUMENTS})
PAGE = {
    "type": "web_search_result_location",
    "url": "https://x.org",
    "title": "X",
    "cited_text": "x",
    "encrypted_index": "abc",
}
PLACE = {
    "type": "char_location",
    "document_index": 0,
    "document_title": None,
    "cited_text": "y",
    "start_char_index": 0,
    "end_char_index": 1,
}
BLOCKS: dict[str, dict[str, Any]] = {
    "text": {"type": "text", "text": "Hello there"},
    "empty": {"type": "text", "text": ""},
    "cited": {"type": "text", "text": "As they say", "citations": [PAGE, PLACE]},
    "thinking": {"type": "thinking", "thinking": "Let me see", "signature": "c2ln+/="},
    "omitted": {"type": "thinking", "thinking": "", "signature": "c2ln"},
    "redacted": {"type": "redacted_thinking", "data": "ZGF0YQ=="},
    "call": {"type": "tool_use", "id": "t1", "name": "look", "input": {"a": [1, "x"]}},
    "bare_call": {"type": "tool_use", "id": "t2", "name": "bash", "input": {}},
    "coded_call": {
        "type": "tool_use",
        "id": "t3",
        "name": "look",
        "input": {"q": "é"},
        "caller": {"type": "code_execution_20250825", "tool_id": "s1"},
    },
    "hosted": {
        "type": "server_tool_use",
        "id": "s1",
        "name": "web_search",
        "input": {"query": "q"},
    },
    "found": {
        "type": "web_search_tool_result",
        "tool_use_id": "s1",
        "content": [
            {"type": "web_search_result", "url": "https://x.org", "encrypted_content": "e"}
        ],
    },
    "failed": {
        "type": "web_search_tool_result",
        "tool_use_id": "s1",
        "content": {"type": "web_search_tool_result_error", "error_code": "max_uses_exceeded"},
    },
    "mcp": {"type": "mcp_tool_use", "id": "m1", "name": "f", "server_name": "d", "input": {"b": 1}},
    "mcp_result": {
        "type": "mcp_tool_result",
        "tool_use_id": "m1",
        "is_error": True,
        "content": [{"type": "text", "text": "no"}],
    },
    "compaction": {"type": "compaction", "content": "A summary", "encrypted_content": "x"},
    "upload": {"type": "container_upload", "file_id": "file_1"},
    "unknown": {"type": "block_of_tomorrow", "field": [1, {"a": None}]},
}
USAGE = {"input_tokens": 5, "cache_read_input_tokens": 7, "output_tokens": 3}


def message(*blocks: dict[str, Any], reason: str | None = "end_turn", **more: Any) -> Any:
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "claude",
        "content": list(blocks),
        "stop_reason": reason,
        "stop_sequence": None,
        "usage": USAGE,
        **more,
    }


def whole(body: Any) -> ModelResult:
    reply = HTTPReply(200, {}, dumps(body))
    return PROTOCOL.parse(ANTHROPIC, reply, REQUEST)


def events(body: Any, size: int = 4) -> Iterator[dict[str, Any]]:
    """The events of an answer, its texts in pieces of so many characters."""
    start = {**body, "content": [], "stop_reason": None, "usage": {**USAGE, "output_tokens": 1}}
    yield {"type": "message_start", "message": start}
    yield {"type": "ping"}
    for index, block in enumerate(body["content"]):
        begun, deltas = pieces(deepcopy(block), size)
        yield {"type": "content_block_start", "index": index, "content_block": begun}
        for delta in deltas:
            yield {"type": "content_block_delta", "index": index, "delta": delta}
        yield {"type": "content_block_stop", "index": index}
    delta = {name: body[name] for name in ("stop_reason", "stop_sequence")}
    yield {"type": "message_delta", "delta": delta, "usage": {"output_tokens": 3}}
    yield {"type": "message_stop"}


def pieces(block: dict[str, Any], size: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    def cut(text: str) -> list[str]:
        return [text[at : at + size] for at in range(0, len(text), size)]

    kind = block["type"]
    if kind == "text":
        cited = [{"type": "citations_delta", "citation": c} for c in block.pop("citations", ())]
        texts = [{"type": "text_delta", "text": each} for each in cut(block["text"])]
        return {**block, "text": ""}, [*cited, *texts]
    if kind == "thinking":
        thoughts = [{"type": "thinking_delta", "thinking": each} for each in cut(block["thinking"])]
        signed = {"type": "signature_delta", "signature": block["signature"]}
        return {**block, "thinking": "", "signature": ""}, [*thoughts, signed]
    if kind.endswith("tool_use"):
        text = dumps(block["input"]).decode() if block["input"] else ""
        asked = [{"type": "input_json_delta", "partial_json": each} for each in ["", *cut(text)]]
        return {**block, "input": {}}, asked
    if kind == "compaction":
        told = {k: v for k, v in block.items() if k != "type"}
        return {"type": kind, "content": None}, [{"type": "compaction_delta", **told}]
    return block, []


def event(data: Any) -> ServerSentEvent:
    return ServerSentEvent("message", data if isinstance(data, bytes) else dumps(data))


def fed(data: list[Any], finish: bool = True) -> tuple[list[Any], MessagesStreamDecoder]:
    reader = decoder(ANTHROPIC, REQUEST)
    parts = [part for each in data for part in reader.feed(event(each))]
    return [*parts, *(reader.finish() if finish else ())], reader


def streamed(body: Any, size: int = 4) -> ModelResult:
    assembler = Assembler()
    parts, decoder = fed(list(events(body, size)))
    assembler.feed(parts)
    assert decoder.done
    return assembler.result()


def same(one: ModelResult, other: ModelResult) -> None:
    """The same answer; inputs are compared as the JSON they are."""
    assert [plain(part) for part in one.content] == [plain(part) for part in other.content]
    assert one.finish_reason == other.finish_reason
    assert one.raw_finish_reason == other.raw_finish_reason
    assert one.provider_metadata == other.provider_metadata
    assert one.response.id == other.response.id or other.response.id is None
    for name in ("input_tokens", "output_tokens", "total_tokens", "input_token_details"):
        assert getattr(one.usage, name) == getattr(other.usage, name)


def plain(part: Any) -> Any:
    if isinstance(part, ModelToolCall):
        from ai_sdk.json_codec import loads

        found = loads(part.input) if part.input else {}
        return (
            part.tool_call_id,
            part.tool_name,
            found,
            part.provider_executed,
            part.provider_metadata,
        )
    return part


@pytest.mark.parametrize("name", BLOCKS)
@pytest.mark.parametrize("size", [1, 4, 1000])
def test_a_stream_ends_in_the_whole_answer(name: str, size: int) -> None:
    body = message(BLOCKS["text"], BLOCKS[name], BLOCKS["hosted"])
    if name == "hosted":
        body = message(BLOCKS["hosted"])
    same(whole(body), streamed(body, size))


@settings(max_examples=60, deadline=None)
@given(
    names=st.lists(st.sampled_from(sorted(BLOCKS)), unique=True, max_size=8),
    size=st.integers(1, 9),
    reason=st.sampled_from(["end_turn", "tool_use", "max_tokens", "refusal", "a_new_one"]),
)
def test_any_answer_is_the_same_streamed(names: list[str], size: int, reason: str) -> None:
    body = message(*(BLOCKS[name] for name in names), reason=reason)
    same(whole(body), streamed(body, size))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("text", [TextPart("Hello there")]),
        ("empty", []),
        (
            "thinking",
            [
                ReasoningPart(
                    "Let me see", provider_metadata={"anthropic": {"signature": "c2ln+/="}}
                )
            ],
        ),
        ("omitted", [ReasoningPart("", provider_metadata={"anthropic": {"signature": "c2ln"}})]),
        (
            "redacted",
            [ReasoningPart("", provider_metadata={"anthropic": {"redacted_data": "ZGF0YQ=="}})],
        ),
        ("upload", [CustomPart("anthropic.container_upload", BLOCKS["upload"])]),
        ("unknown", [CustomPart("anthropic.block_of_tomorrow", BLOCKS["unknown"])]),
        ("bare_call", [ModelToolCall("t2", "shell", "{}")]),
        (
            "coded_call",
            [
                ModelToolCall(
                    "t3",
                    "look",
                    '{"q":"é"}',
                    provider_metadata={"anthropic": {"caller": BLOCKS["coded_call"]["caller"]}},
                )
            ],
        ),
        (
            "mcp",
            [
                ModelToolCall(
                    "m1",
                    "mcp.f",
                    '{"b":1}',
                    True,
                    True,
                    {"anthropic": {"type": "mcp_tool_use", "server_name": "d", "name": "f"}},
                )
            ],
        ),
    ],
)
def test_what_blocks_become(name: str, content: list[Any]) -> None:
    assert list(whole(message(BLOCKS[name])).content) == content


def test_citations_become_sources() -> None:
    text, page, document = whole(message(BLOCKS["cited"])).content
    assert isinstance(text, TextPart) and isinstance(page, Source) and isinstance(document, Source)
    assert text.provider_metadata == {"anthropic": {"citations": [PAGE, PLACE]}}
    assert (page.url, page.title, page.source_type) == ("https://x.org", "X", "url")
    assert (document.filename, document.media_type) == ("a.txt", "text/plain")
    assert document.provider_metadata["anthropic"]["end_char_index"] == 1


def test_results_carry_the_name_of_their_call_and_their_block() -> None:
    _, result = whole(message(BLOCKS["hosted"], BLOCKS["failed"])).content
    assert isinstance(result, ToolResult)
    assert (result.tool_name, result.tool_call_id, result.provider_executed) == (
        "web_search",
        "s1",
        True,
    )
    assert isinstance(result.model_output, ErrorOutput)
    assert result.provider_metadata == {"anthropic": {"block": BLOCKS["failed"]}}


def test_a_result_of_an_earlier_answer_is_named_by_its_kind() -> None:
    (result,) = whole(message(BLOCKS["found"])).content
    assert isinstance(result, ToolResult) and result.tool_name == "web_search"


@pytest.mark.parametrize(
    ("raw", "finish"),
    [
        ("end_turn", "stop"),
        ("stop_sequence", "stop"),
        ("pause_turn", "stop"),
        ("max_tokens", "length"),
        ("model_context_window_exceeded", "length"),
        ("tool_use", "tool-calls"),
        ("refusal", "content-filter"),
        ("compaction", "other"),
        ("a_new_one", "other"),
        (None, "other"),
    ],
)
def test_finish_reasons(raw: str | None, finish: str) -> None:
    result = whole(message(BLOCKS["text"], reason=raw))
    assert (result.finish_reason, result.raw_finish_reason) == (finish, raw)


class TestUsage:
    def test_buckets_are_disjoint_and_add_up(self) -> None:
        usage = whole(
            message(
                usage={
                    "input_tokens": 5,
                    "cache_read_input_tokens": 7,
                    "cache_creation_input_tokens": 11,
                    "output_tokens": 20,
                    "output_tokens_details": {"thinking_tokens": 8},
                }
            )
        ).usage
        details = usage.input_token_details
        assert (details.no_cache, details.cache_read, details.cache_write) == (5, 7, 11)
        assert (usage.input_tokens, usage.output_tokens, usage.total_tokens) == (23, 20, 43)
        assert (usage.output_token_details.text, usage.output_token_details.reasoning) == (12, 8)

    def test_what_is_not_told_is_unknown(self) -> None:
        usage = whole(message(usage={"input_tokens": 5, "output_tokens": None})).usage
        assert (usage.input_tokens, usage.output_tokens, usage.total_tokens) == (5, None, None)
        assert usage.input_token_details.cache_read is None
        assert usage.output_token_details.reasoning is None

    @pytest.mark.parametrize("odd", [None, [], "x", {}, {"input_tokens": "5", "output_tokens": -1}])
    def test_nonsense_is_unknown(self, odd: Any) -> None:
        usage = whole(message(usage=odd)).usage
        assert (usage.input_tokens, usage.output_tokens, usage.total_tokens) == (None, None, None)

    def test_a_compaction_is_counted_and_an_adviser_is_not(self) -> None:
        def made(kind: str, tokens: int) -> dict[str, Any]:
            return {"type": kind, "input_tokens": tokens, "output_tokens": 1}

        passes = [made("compaction", 100), made("message", 10)]
        raw = {"input_tokens": 10, "output_tokens": 1, "iterations": passes}
        usage = whole(message(usage=raw)).usage
        assert (usage.input_tokens, usage.output_tokens) == (110, 2)
        raw["iterations"] = [made("advisor_message", 100), made("message", 10)]
        assert whole(message(usage=raw)).usage.input_tokens == 10
        assert usage.raw is not None and usage.raw["iterations"] == passes


# ---- odd streams


def test_the_parts_of_a_stream_in_order() -> None:
    body = message(BLOCKS["thinking"], BLOCKS["text"], BLOCKS["call"])
    parts, _ = fed(list(events(body, 1000)))
    kinds = [type(part) for part in parts]
    assert kinds[1:7] == [
        ReasoningStart,
        kinds[2],
        ReasoningEnd,
        TextStart,
        TextDelta,
        TextEnd,
    ]
    assert [part.id for part in parts if isinstance(part, (ReasoningStart, TextStart))] == [
        "msg_1:0",
        "msg_1:1",
    ]
    starts = [part for part in parts if isinstance(part, ToolInputStart)]
    assert [(start.id, start.tool_name) for start in starts] == [("t1", "look")]
    deltas = [part.delta for part in parts if isinstance(part, ToolInputDelta)]
    assert "".join(deltas) == '{"a":[1,"x"]}'
    assert isinstance(parts[-1], ModelFinish)


START = {"type": "message_start", "message": message(reason=None)}
STOP = [
    {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {}},
    {"type": "message_stop"},
]


def texts(parts: list[Any]) -> str:
    return "".join(part.text for part in parts if isinstance(part, TextDelta))


@pytest.mark.parametrize(
    "between",
    [
        [
            {
                "type": "content_block_delta",
                "index": 0,
                "delta": {"type": "text_delta", "text": "ab"},
            }
        ],
        [
            {"type": "content_block_start", "content_block": {"type": "text", "text": "a"}},
            {"type": "content_block_delta", "delta": {"type": "text_delta", "text": "b"}},
            {"type": "content_block_stop"},
        ],
        [
            {
                "type": "content_block_start",
                "index": 3,
                "content_block": {"type": "text", "text": ""},
            },
            {
                "type": "content_block_delta",
                "index": 3,
                "delta": {"type": "text_delta", "text": "ab"},
            },
        ],
        [
            {"type": "event_of_tomorrow", "x": 1},
            {
                "type": "content_block_start",
                "index": 0,
                "content_block": {"type": "text", "text": "ab"},
            },
            {"type": "content_block_delta", "index": 0, "delta": {"type": "delta_of_tomorrow"}},
            {"type": "content_block_delta", "index": 0, "delta": None},
            {
                "type": "content_block_delta",
                "index": 0,
                "delta": {"type": "text_delta", "text": ""},
            },
        ],
        [
            {"type": "content_block_delta", "delta": {"type": "text_delta", "text": "a"}},
            {
                "type": "content_block_delta",
                "index": 0,
                "delta": {"type": "text_delta", "text": "b"},
            },
        ],
        [
            {"type": "message_start", "message": None},
            {"type": "content_block_start", "index": 0, "content_block": None},
            {"type": "content_block_delta", "index": 0, "delta": {"type": "delta_of_tomorrow"}},
            {
                "type": "content_block_delta",
                "index": 2,
                "delta": {"type": "text_delta", "text": "ab"},
            },
        ],
    ],
    ids=["no-start", "no-index", "no-stop", "news", "half-index", "nothing-begins"],
)
def test_odd_blocks_are_read(between: list[Any]) -> None:
    parts, decoder = fed([START, *between, *STOP])
    assert texts(parts) == "ab"
    assert sum(isinstance(part, TextEnd) for part in parts) == 1
    assert all(part.text for part in parts if isinstance(part, TextDelta))
    assert decoder.done


def piece(index: int, kind: str, **fields: Any) -> dict[str, Any]:
    return {"type": "content_block_delta", "index": index, "delta": {"type": kind, **fields}}


def begun(index: int, kind: str, **fields: Any) -> dict[str, Any]:
    content = {"type": kind, **fields}
    return {"type": "content_block_start", "index": index, "content_block": content}


def test_blocks_that_overlap_are_told_apart() -> None:
    parts, _ = fed(
        [
            *(begun(0, "text", text=""), begun(1, "text", text="")),
            *(piece(0, "text_delta", text="a"), piece(1, "text_delta", text="b")),
            *(piece(0, "text_delta", text="c"), {"type": "content_block_stop", "index": 0}),
            *(piece(1, "text_delta", text="d"), {"type": "content_block_stop", "index": 1}),
            *STOP,
        ]
    )
    assert parts[:-1] == [
        *(TextStart("0"), TextDelta("0", "a"), TextStart("1"), TextDelta("1", "b")),
        *(TextDelta("0", "c"), TextEnd("0"), TextDelta("1", "d"), TextEnd("1")),
    ]


def test_a_thought_is_signed_at_its_end() -> None:
    note = {"anthropic": {"signature": "c2ln"}}
    for start in (
        [begun(0, "thinking", thinking="Let ")],
        [piece(0, "thinking_delta", thinking="Let ")],
    ):
        parts, _ = fed(
            [
                *start,
                *(piece(0, "thinking_delta", thinking=odd) for odd in (None, "")),
                piece(0, "thinking_delta", thinking="me"),
                *(piece(0, "signature_delta", signature=text) for text in ("c2", None, "ln")),
                *STOP,
            ]
        )
        assert parts[:-1] == [
            *(ReasoningStart("0"), ReasoningDelta("0", "Let "), ReasoningDelta("0", "me")),
            ReasoningEnd("0", note),
        ]


def test_sources_come_after_the_text_that_cites_them() -> None:
    stop = {"type": "content_block_stop", "index": 0}
    cited = [
        begun(0, "text", text=""),
        piece(0, "text_delta", text="So"),
        piece(0, "citations_delta", citation=PAGE),
        stop,
    ]
    parts, _ = fed([*cited, *STOP])
    assert [part.type for part in parts[:3]] == ["text-start", "text-delta", "text-end"]
    assert isinstance(parts[3], Source) and parts[3].url == "https://x.org"
    assert parts[2].provider_metadata
    silent, _ = fed([cited[0], cited[2], stop, *STOP])
    assert [part.type for part in silent[:2]] == ["text-start", "text-end"]
    assert silent[1].provider_metadata == parts[2].provider_metadata


def test_the_input_of_a_call_in_every_way() -> None:
    start = begun(0, "tool_use", id="t1", name="look", input={"a": 1}, caller={"type": "direct"})
    note = {"anthropic": {"caller": {"type": "direct"}}}
    odd = [piece(0, "input_json_delta", partial_json=each) for each in (None, "")]
    parts, _ = fed([start, *odd, *STOP])
    assert parts[:-1] == [
        ToolInputStart("t1", "look", provider_metadata=note),
        *(ToolInputDelta("t1", '{"a":1}'), ToolInputEnd("t1")),
        ModelToolCall("t1", "look", '{"a":1}', provider_metadata=note),
    ]
    hosted, _ = fed([begun(0, "server_tool_use", id="s1", name="web_search", input={}), *STOP])
    assert (hosted[0].provider_executed, hosted[0].dynamic) == (True, True)
    assert isinstance(hosted[0].provider_metadata, Mapping)


def test_pieces_of_tomorrow_are_kept_in_their_block() -> None:
    parts, _ = fed(
        [
            begun(0, "block_of_tomorrow", title="A", count=1, note="n"),
            piece(0, "x", title="B", count=2, note=None, more="m"),
            piece(0, "y", title=7),
            *STOP,
        ]
    )
    kept = {"type": "block_of_tomorrow", "title": 7, "count": 2, "note": "n", "more": "m"}
    assert isinstance(parts[0], CustomPart) and parts[0].data == kept


def test_who_answers_and_what_the_end_says() -> None:
    parts, _ = fed(
        [
            START,
            {
                "type": "message_delta",
                "delta": {"stop_reason": "end_turn"},
                "usage": {"output_tokens": 9},
            },
            {
                "type": "message_delta",
                "delta": {"stop_reason": None, "stop_sequence": "x"},
                "usage": None,
            },
            STOP[1],
        ]
    )
    assert (parts[0].id, parts[0].model_id) == ("msg_1", "claude")
    assert parts[0].usage.input_tokens == 12
    end = parts[-1]
    assert (end.finish_reason, end.raw_finish_reason, end.usage.output_tokens) == (
        "stop",
        "end_turn",
        9,
    )
    assert end.provider_metadata == {"anthropic": {"message_id": "msg_1", "stop_sequence": "x"}}


def test_code_that_waits_names_its_container() -> None:
    block = {**BLOCKS["coded_call"], "input": {}}
    place = {"id": "cont_1", "expires_at": "soon"}
    delta = {"stop_reason": "tool_use", "container": place}
    parts, _ = fed(
        [
            START,
            {**begun(0, "x"), "content_block": block},
            {"type": "message_delta", "delta": delta},
            STOP[1],
        ]
    )
    assert CustomPart("anthropic.container", place) in parts


def test_an_end_mark_is_enough_with_a_warning() -> None:
    parts, _ = fed([START, STOP[0]])
    assert parts[-1].finish_reason == "stop"
    assert "without message_stop" in parts[-1].warnings[0].message
    parts, _ = fed([START, STOP[1]])
    assert parts[-1].finish_reason == "other"
    assert "without a stop reason" in parts[-1].warnings[0].message
    assert parts[-1].warnings[0].type == "other"


@pytest.mark.parametrize(
    "data",
    [
        [START],
        [begun(0, "text", text="a")],
        [{"type": "message_delta", "delta": {}}],
        list(events(message(BLOCKS["call"])))[:-2],
    ],
)
def test_without_an_end_mark_the_stream_is_interrupted(data: list[Any]) -> None:
    with pytest.raises(StreamInterruptedError, match="before its end mark") as caught:
        fed(data)
    assert caught.value.reason == "no end mark"


def test_without_an_event_the_stream_is_interrupted() -> None:
    with pytest.raises(StreamInterruptedError, match="before its first event"):
        fed([{"type": "ping"}])


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (
            {"type": "error", "error": {"type": "overloaded_error", "message": "no"}},
            OverloadedError,
        ),
        ({"type": "error", "error": {"type": "api_error", "message": "no"}}, ServerError),
        ({"error": "no"}, APICallError),
        ({"type": "error"}, APICallError),
    ],
)
def test_errors_in_a_stream(data: Any, kind: type[APICallError]) -> None:
    with pytest.raises(kind) as caught:
        fed([START, {**data, "request_id": "req_7"}], finish=False)
    assert caught.value.request_id == "req_7"
    with pytest.raises(kind) as caught:
        fed([START, data], finish=False)
    assert caught.value.request_id is None


@pytest.mark.parametrize(
    ("data", "said"), [(b"too busy \xff", "too busy \ufffd"), (b'"too busy"', "too busy")]
)
def test_an_event_that_is_called_an_error(data: bytes, said: str) -> None:
    with pytest.raises(APICallError) as caught:
        decoder(ANTHROPIC, REQUEST).feed(ServerSentEvent("error", data))
    assert said in str(caught.value)
    assert caught.value.body == data.decode("utf-8", "replace")


def test_an_error_that_is_a_text() -> None:
    with pytest.raises(APICallError, match="no such luck"):
        fed([{"error": "no such luck"}])


@pytest.mark.parametrize(
    "data", [b"{", b"[]", b"null", b"7", b"{" * 600, b"[" + b"1," * 300 + b"1]"]
)
def test_what_is_no_event(data: bytes) -> None:
    with pytest.raises(InvalidResponseError, match="an event of the stream") as caught:
        fed([START, data], finish=False)
    more = f"... ({len(data)} in all)" if len(data) > 500 else ""
    assert caught.value.body == data.decode()[:500] + more


def test_nothing_is_read_after_the_end() -> None:
    parts, decoder = fed([START, *STOP, b"junk"], finish=False)
    assert decoder.done
    assert decoder.finish() == ()


def test_ids_that_are_taken_or_missing_are_made() -> None:
    twice = [{**BLOCKS["call"]}, {**BLOCKS["call"]}, {**BLOCKS["call"], "id": None}]
    calls = [part for part in whole(message(*twice)).content if isinstance(part, ModelToolCall)]
    assert calls[0].tool_call_id == "t1"
    assert len({call.tool_call_id for call in calls}) == 3


def test_a_call_without_a_name_is_refused() -> None:
    with pytest.raises(InvalidResponseError, match="no name"):
        whole(message({"type": "tool_use", "id": "t", "input": {}}))


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b'{"type": "message"}', b"<html></html>"], ids=repr
)
def test_what_is_no_message(body: bytes) -> None:
    with pytest.raises(InvalidResponseError):
        PROTOCOL.parse(ANTHROPIC, HTTPReply(200, {}, body), REQUEST)


@pytest.mark.parametrize("data", [b"it broke", b'"it broke"'], ids=["no JSON", "a text"])
def test_an_error_event_without_an_object_is_still_an_error(data: bytes) -> None:
    decoder = MessagesStreamDecoder(ANTHROPIC, REQUEST)
    with pytest.raises(APICallError, match="it broke"):
        decoder.feed(ServerSentEvent("error", data))


@pytest.mark.parametrize(
    "data",
    [
        {"type": "message_start", "message": 3},
        {"type": "content_block_start", "index": 0, "content_block": None},
        {"type": "content_block_delta", "index": 7, "delta": {"type": "news_delta"}},
    ],
    ids=lambda data: data["type"],
)
def test_events_that_tell_nothing_are_passed_over(data: Any) -> None:
    assert fed([data], finish=False)[0] == []


def test_a_message_without_an_id_has_plain_ids_of_blocks() -> None:
    parts, _ = fed(
        [
            {"type": "message_start", "message": {"model": "m"}},
            {"type": "content_block_start", "index": 0, "content_block": {"type": "text"}},
            {
                "type": "content_block_delta",
                "index": 0,
                "delta": {"type": "text_delta", "text": "x"},
            },
        ],
        finish=False,
    )
    assert TextStart("0") in parts


def test_a_citation_of_nothing_known_is_no_source() -> None:
    body = message({**BLOCKS["cited"], "citations": [{"type": "new_location"}]})
    for result in (whole(body), streamed(body)):
        assert [type(part) for part in result.content] == [TextPart]


def test_a_whole_number_with_a_point_counts() -> None:
    for count, read in ((3.0, 3), (3.5, None), (-1, None)):
        assert whole(message(usage={"input_tokens": count})).usage.input_tokens == read
