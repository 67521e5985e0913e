"""Responses streams: events as parts, and the same result as the whole answer."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import assume, given, settings, strategies as st

from ai_sdk.engine.assemble import Assembler
from ai_sdk.errors import (
    AISDKError,
    APICallError,
    InvalidResponseError,
    OverloadedError,
    QuotaExceededError,
    RateLimitError,
    ServerError,
    StreamInterruptedError,
    excerpt,
)
from ai_sdk.json_codec import dumps
from ai_sdk.sse import ServerSentEvent
from ai_sdk.types.call import ModelFinish, ModelResult, ModelToolCall, ResponseMetadata
from ai_sdk.types.content import CustomPart, Source, TextPart
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
from ai_sdk.wire.openai_responses import PROTOCOL
from ai_sdk.wire.openai_responses.dialect import OPENAI
from ai_sdk.wire.openai_responses.stream import ResponsesStreamDecoder
from ai_sdk.wire.protocol import WireRequest

from .test_openai_responses_response import JSON, KINDS, answer, call, message, own, text

CREATED = {"type": "response.created", "response": {"id": "resp_1", "model": "m", "created_at": 0}}


def decoder() -> ResponsesStreamDecoder:
    found = PROTOCOL.decoder(OPENAI, WireRequest("/x"))
    assert isinstance(found, ResponsesStreamDecoder)
    return found


def event(data: Any, name: str | None = None) -> ServerSentEvent:
    return ServerSentEvent(name, data if isinstance(data, bytes) else dumps(data))


def added(index: Any, item: Any) -> dict[str, Any]:
    return {"type": "response.output_item.added", "output_index": index, "item": item}


def done(index: Any, item: Any) -> dict[str, Any]:
    return {"type": "response.output_item.done", "output_index": index, "item": item}


def said(delta: str, index: Any = 0, part: int = 0, **fields: Any) -> dict[str, Any]:
    return {
        "type": "response.output_text.delta",
        "output_index": index,
        "content_index": part,
        "delta": delta,
        **fields,
    }


def piece(kind: str, delta: Any, index: Any = 0, **fields: Any) -> dict[str, Any]:
    return {"type": f"response.{kind}.delta", "output_index": index, "delta": delta, **fields}


def completed(*items: Any, kind: str = "completed", **fields: Any) -> dict[str, Any]:
    return {"type": f"response.{kind}", "response": answer(*items, **{"status": kind, **fields})}


def parts(*events: Any) -> list[Any]:
    """All parts but the facts about the reply and the finish."""
    return all_parts(*events)[:-1]


def all_parts(*events: Any) -> list[Any]:
    one = decoder()
    out = [part for data in events for part in one.feed(event(data))]
    out += one.finish()
    assert one.done
    assert isinstance(out[-1], ModelFinish)
    return [part for part in out if not isinstance(part, ResponseMetadata)]


def result_of(*events: Any) -> ModelResult:
    whole = Assembler()
    one = decoder()
    for data in events:
        whole.feed(one.feed(event(data)))
    whole.feed(one.finish())
    return whole.result()


def events_of(item: dict[str, Any], index: int) -> list[dict[str, Any]]:
    """The events by which the service would send an item."""
    begun = {**item, "status": "in_progress"}
    out: list[dict[str, Any]] = []
    kind = item["type"]
    if kind == "message":
        begun["content"] = []
        for number, part in enumerate(item["content"]):
            field = "refusal" if part["type"] == "refusal" else "text"
            name = "refusal" if field == "refusal" else "output_text"
            for letter in part.get(field, ""):
                out.append(piece(name, letter, index, content_index=number))
            for note in part.get("annotations") or ():
                out.append(
                    {
                        "type": "response.output_text.annotation.added",
                        "output_index": index,
                        "content_index": number,
                        "annotation": note,
                    }
                )
    elif kind == "reasoning":
        begun |= {"summary": [], "content": []}
        begun.pop("encrypted_content", None)
        for number, part in enumerate(item.get("summary", ())):
            for word in part["text"]:
                out.append(piece("reasoning_summary_text", word, index, summary_index=number))
        for number, part in enumerate(item.get("content", ())):
            for word in part["text"]:
                out.append(piece("reasoning_text", word, index, content_index=number))
    elif kind in INPUTS:
        field, name = INPUTS[kind]
        begun[field] = ""
        out += [piece(name, letter, index, item_id=item["id"]) for letter in item[field]]
    return [added(index, begun), *out, done(index, item)]


INPUTS = {
    "function_call": ("arguments", "function_call_arguments"),
    "custom_tool_call": ("input", "custom_tool_call_input"),
    "mcp_call": ("arguments", "mcp_call_arguments"),
    "code_interpreter_call": ("code", "code_interpreter_call_code"),
}
CITED = {"type": "url_citation", "url": "https://x.org", "title": "X"}
ITEMS = [
    message(text("Hi", annotations=[CITED, CITED]), text("you"), phase="final_answer"),
    message({"type": "refusal", "refusal": "No"}, id="msg_2"),
    message(text("", annotations=[])),
    {
        "type": "reasoning",
        "id": "rs_1",
        "summary": [{"type": "summary_text", "text": "ab"}, {"type": "summary_text", "text": "c"}],
        "content": [{"type": "reasoning_text", "text": "own"}],
        "encrypted_content": "E",
    },
    {"type": "reasoning", "id": "rs_2", "summary": [], "encrypted_content": "F"},
    call(arguments='{"a":1}'),
    {
        "type": "custom_tool_call",
        "id": "ctc_1",
        "call_id": "c2",
        "name": "sql",
        "input": 'SELECT "x"',
    },
    {
        "type": "mcp_call",
        "id": "mcp_1",
        "name": "roll",
        "arguments": '{"n":1}',
        "output": "4",
    },
    {
        "type": "code_interpreter_call",
        "id": "ci_1",
        "code": 'print("ä\n")',
        "outputs": [{"type": "logs", "logs": "x"}],
    },
    {"type": "web_search_call", "id": "ws_1", "action": {"query": "x"}, "status": "completed"},
    {
        "type": "image_generation_call",
        "id": "ig_1",
        "result": base64.b64encode(b"png").decode(),
    },
    {"type": "local_shell_call", "id": "ls_1", "call_id": "c3", "action": {"a": 1}},
    {"type": "shell_call", "id": "sh_1", "call_id": "c4", "action": {"a": 1}},
    {"type": "shell_call_output", "id": "sho_1", "call_id": "c4", "output": []},
    {"type": "shell_call", "id": "sh_2", "call_id": "c5", "action": {"a": 1}},
    {"type": "mcp_approval_request", "id": "mcpr_1", "name": "roll", "arguments": "{}"},
    {"type": "compaction", "id": "cmp_1", "encrypted_content": "E"},
    {"type": "some_future_type", "id": "f_1"},
]


def whole(*items: Any, **fields: Any) -> ModelResult:
    body = dumps(completed(*items, **fields)["response"])
    return PROTOCOL.parse(OPENAI, HTTPReply(200, {}, body), WireRequest("/x"))


def same(found: ModelResult, wanted: ModelResult) -> None:
    assert found.content == wanted.content
    assert found.finish_reason == wanted.finish_reason
    assert found.raw_finish_reason == wanted.raw_finish_reason
    assert found.usage == wanted.usage
    assert found.provider_metadata == wanted.provider_metadata
    assert found.warnings == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(ITEMS), max_size=5, unique_by=lambda item: str(item["id"])))
def test_a_stream_ends_in_the_result_of_its_whole_answer(items: list[dict[str, Any]]) -> None:
    # A stream cannot know of an output that comes only after another shell call.
    kinds = [item["type"] for item in items if item["type"].startswith("shell")]
    assume(kinds[:2] != ["shell_call", "shell_call"])
    sent = [one for index, item in enumerate(items) for one in events_of(item, index)]
    usage = {"input_tokens": 1, "output_tokens": 2}
    same(result_of(CREATED, *sent, completed(*items, usage=usage)), whole(*items, usage=usage))
    # Only the items, without their pieces; only the last event; items without an announcement.
    ends = [done(index, item) for index, item in enumerate(items)]
    same(result_of(*ends, completed(*items, usage=usage)), whole(*items, usage=usage))
    same(result_of(completed(*items, usage=usage)), whole(*items, usage=usage))
    late = [one for one in sent if one["type"] != "response.output_item.added"]
    same(result_of(*late, completed(*items, usage=usage)), whole(*items, usage=usage))
    bare = [{k: v for k, v in one.items() if k != "output_index"} for one in sent]
    same(result_of(*bare, completed(*items, usage=usage)), whole(*items, usage=usage))


def test_the_parts_of_a_usual_stream() -> None:
    thought = {"type": "reasoning", "id": "rs_1", "summary": [{"text": "hm"}]}
    note = [CITED]
    told = message(text("Hi", annotations=note), phase="final_answer")
    assert parts(
        CREATED,
        added(0, {"type": "reasoning", "id": "rs_1", "summary": []}),
        {"type": "response.reasoning_summary_part.added", "output_index": 0, "part": {}},
        piece("reasoning_summary_text", "hm", summary_index=0),
        done(0, thought),
        *events_of(told, 1),
        completed(thought, told),
    ) == [
        ReasoningStart("rs_1:0"),
        ReasoningDelta("rs_1:0", "hm"),
        ReasoningEnd("rs_1:0", own(item_id="rs_1")),
        TextStart("msg_1:0", own(item_id="msg_1", phase="final_answer")),
        TextDelta("msg_1:0", "H"),
        TextDelta("msg_1:0", "i"),
        Source("src-0", "url", "https://x.org", "X"),
        TextEnd("msg_1:0", own(item_id="msg_1", phase="final_answer", annotations=note)),
    ]


def test_the_facts_of_the_reply_come_first_and_hold() -> None:
    one = decoder()
    (facts,) = one.feed(event(CREATED))
    assert isinstance(facts, ResponseMetadata)
    assert (facts.id, facts.model_id) == ("resp_1", "m")
    again = {"type": "response.in_progress", "response": {"id": "resp_2"}}
    assert list(one.feed(event(again))) == []
    assert list(one.feed(event({"type": "response.queued", "response": None}))) == []
    (finish,) = one.feed(event({"type": "response.completed"}))
    assert isinstance(finish, ModelFinish)
    assert finish.provider_metadata == own(response_id="resp_1", status="completed")


def test_the_parts_of_a_function_call() -> None:
    item = call(arguments='{"a":1}')
    assert parts(
        added(0, {**item, "arguments": '{"'}),
        piece("function_call_arguments", 'a":'),
        done(0, item),
        completed(),
    ) == [
        ToolInputStart("c1", "look"),
        ToolInputDelta("c1", '{"'),
        ToolInputDelta("c1", 'a":'),
        ToolInputDelta("c1", "1}"),
        ToolInputEnd("c1"),
        ModelToolCall("c1", "look", '{"a":1}', provider_metadata=own(item_id="fc_1")),
    ]


def test_code_is_told_as_the_input_it_becomes() -> None:
    item = {"type": "code_interpreter_call", "id": "ci_1", "code": 'say "hi"\n', "outputs": None}
    told = parts(*events_of(item, 0), completed())
    assert told[0] == ToolInputStart("ci_1", "code_interpreter", True, True)
    input_ = "".join(part.delta for part in told if isinstance(part, ToolInputDelta))
    assert input_ == '{"code":"say \\"hi\\"\\n"}'
    assert [part.type for part in told[-3:]] == ["tool-input-end", "model-tool-call", "tool-result"]


def test_a_hosted_call_is_announced_when_it_begins() -> None:
    one = decoder()
    begun = {"type": "web_search_call", "id": "ws_1", "status": "in_progress"}
    assert list(one.feed(event(added(0, begun)))) == [
        ToolInputStart("ws_1", "web_search", True, True)
    ]
    search = {"type": "response.web_search_call.searching", "output_index": 0, "item_id": "ws_1"}
    assert list(one.feed(event(search))) == []


def test_a_shell_call_waits_for_its_output() -> None:
    shell = {"type": "shell_call", "id": "sh_1", "call_id": "c1", "action": {}}
    one = decoder()
    assert list(one.feed(event(added(0, shell)))) == []
    assert list(one.feed(event(done(0, shell)))) == []
    start, *_ = one.feed(event(added(1, message())))
    assert start == ToolInputStart("c1", "shell")
    box = {**shell, "environment": {"type": "container_auto"}}
    assert parts(added(0, box), done(0, box), completed())[0] == ToolInputStart(
        "c1", "shell", True, True
    )


# ---- what servers get wrong


def test_events_known_by_their_name_alone() -> None:
    one = decoder()
    for data in (said("Hi"), completed()):
        name = data.pop("type")
        one.feed(event(data, name))
    assert one.done


def test_the_type_counts_more_than_the_name() -> None:
    one = decoder()
    one.feed(event(completed(), "response.output_text.delta"))
    assert one.done


def test_every_item_at_the_same_index() -> None:
    first, second = message(text("a")), message(text("b"), id="msg_2")
    sent = [*events_of(first, 0), *events_of(second, 0), completed(first, second)]
    assert result_of(*sent).content == whole(first, second).content


def test_every_item_with_the_same_id() -> None:
    items = [message(text("a")), message(text("b"))]
    sent = [*events_of(items[0], 0), *events_of(items[1], 1)]
    told = parts(*sent, completed(*items))
    assert [part.id for part in told if isinstance(part, TextStart)] == ["msg_1:0", "msg_1+1:0"]
    assert result_of(*sent, completed(*items)).content == whole(*items).content


def test_parts_counted_over_several_items() -> None:
    thought = {"type": "reasoning", "id": "rs_1", "content": [{"text": "hm"}]}
    item = message(text("Hi", annotations=[CITED]))
    note = {
        "type": "response.output_text.annotation.added",
        "output_index": 1,
        "content_index": 4,
        "annotation": CITED,
    }
    sent = [
        piece("reasoning_text", "hm", 0, content_index=3, item_id="rs_1"),
        done(0, thought),
        said("Hi", 1, 4, item_id="msg_1"),
        note,
        done(1, item),
    ]
    same(result_of(CREATED, *sent, completed(thought, item)), whole(thought, item))


def test_an_item_announced_twice() -> None:
    item = call()
    told = parts(added(0, item), added(0, item), done(0, item), done(0, item), completed(item))
    assert [part.type for part in told].count("tool-input-start") == 1
    assert [part.type for part in told].count("model-tool-call") == 1


def test_pieces_after_the_end_of_an_item_do_not_count() -> None:
    item = message(text("a"))
    told = parts(*events_of(item, 0), said("b"), completed(item))
    assert "".join(part.text for part in told if isinstance(part, TextDelta)) == "a"


def test_pieces_that_say_something_else_than_the_item() -> None:
    *told, finish = all_parts(said("Hello"), done(0, message(text("Goodbye"))), completed())
    assert "".join(part.text for part in told if isinstance(part, TextDelta)) == "Hello"
    (warning,) = finish.warnings
    assert warning.type == "other"
    assert "different things" in warning.message


@pytest.mark.parametrize(
    "odd",
    [
        added(0, None),
        done(0, None),
        piece("function_call_arguments", "x", 7),
        piece("reasoning_summary_text", ""),
        {"type": "response.output_text.annotation.added", "output_index": 4, "annotation": {}},
        {"type": "response.image_generation_call.partial_image", "partial_image_b64": "x"},
        {"type": "response.something_new", "delta": "x"},
        {"type": "keepalive"},
        {},
        {"type": None},
        {"type": 5},
    ],
)
def test_odd_events_are_passed_over(odd: Any) -> None:
    item = message(text("Hi"))
    sent = [odd, *events_of(item, 0), odd, completed(item)]
    assert result_of(*sent).content == whole(item).content


def test_odd_pieces_of_text() -> None:
    told = parts(said(""), said("a", 0, 0), said("b", index=[1], item_id="z"), completed())
    assert told == [
        TextStart("item-0:0"),
        TextDelta("item-0:0", "a"),
        TextStart("z:0", own(item_id="z")),
        TextDelta("z:0", "b"),
        TextEnd("item-0:0"),
        TextEnd("z:0"),
    ]


def test_items_that_are_never_done() -> None:
    sent = [
        added(0, message(id="msg_1")),
        said("Hi"),
        piece("reasoning_text", "hm", 1, item_id="rs_1"),
        added(2, call(arguments="")),
        piece("function_call_arguments", '{"a', 2),
        added(3, {"type": "web_search_call", "id": "ws_1"}),
        added(4, {"type": "compaction", "id": "x"}),
    ]
    told = all_parts(
        *sent, completed(kind="incomplete", incomplete_details={"reason": "max_output_tokens"})
    )
    assert [part.type for part in told] == [
        "text-start",
        "text-delta",
        "reasoning-start",
        "reasoning-delta",
        "tool-input-start",
        "tool-input-delta",
        "tool-input-start",
        "text-end",
        "reasoning-end",
        "tool-input-end",
        "model-tool-call",
        "tool-input-end",
        "model-finish",
    ]
    made = told[-3]
    assert (made.input, made.provider_metadata) == (
        '{"a',
        own(item_id="fc_1", status="incomplete"),
    )
    assert told[-1].finish_reason == "length"


def test_a_call_without_an_announcement_or_a_name() -> None:
    nameless = call(name=None)
    told = parts(
        added(0, nameless), piece("function_call_arguments", "{}"), done(0, call()), completed()
    )
    assert [part.type for part in told] == [
        "tool-input-start",
        "tool-input-delta",
        "tool-input-end",
        "model-tool-call",
    ]
    with pytest.raises(InvalidResponseError, match="no name"):
        parts(done(0, nameless), completed())


def test_unknown_parts_of_a_message_are_kept() -> None:
    item = message({"type": "strange"}, text("a"))
    assert result_of(done(0, item), completed(item)).content == (
        CustomPart("openai.part", {"type": "strange"}),
        TextPart("a", provider_metadata=own(item_id="msg_1")),
    )


# ---- how streams end


@pytest.mark.parametrize(
    ("kind", "fields", "finish", "raw"),
    [
        ("completed", {}, "stop", "completed"),
        (
            "incomplete",
            {"incomplete_details": {"reason": "max_output_tokens"}},
            "length",
            "max_output_tokens",
        ),
        ("incomplete", {"incomplete_details": None}, "other", "incomplete"),
        ("cancelled", {}, "other", "cancelled"),
    ],
)
def test_finish_reasons(kind: str, fields: Any, finish: str, raw: str) -> None:
    (last,) = all_parts(completed(kind=kind, **fields))
    assert (last.finish_reason, last.raw_finish_reason) == (finish, raw)


def test_nothing_after_the_end_counts() -> None:
    one = decoder()
    one.feed(event(completed()))
    assert list(one.feed(event(b"[DONE]"))) == []
    assert list(one.feed(event(b"rubbish"))) == []
    assert list(one.finish()) == []


def test_a_stream_without_its_end_mark() -> None:
    one = decoder()
    with pytest.raises(StreamInterruptedError, match="before its first event"):
        one.finish()
    one.feed(event(said("Hi")))
    assert list(one.feed(event(b"[DONE]"))) == []
    with pytest.raises(StreamInterruptedError, match=r"response\.completed") as caught:
        one.finish()
    assert caught.value.reason == "no end mark"
    assert not one.done


@pytest.mark.parametrize(
    ("data", "name", "error"),
    [
        ({"type": "error", "code": "rate_limit_exceeded", "message": "slow"}, None, RateLimitError),
        (
            {"type": "error", "error": {"code": "insufficient_quota", "message": "pay"}},
            None,
            QuotaExceededError,
        ),
        ({"error": {"type": "overloaded_error", "message": "x"}}, None, OverloadedError),
        ({"message": "x"}, "error", ServerError),
        (b"overloaded", "error", APICallError),
        (b'"overloaded"', "error", APICallError),
        (
            {
                "type": "response.failed",
                "response": {"error": {"code": "server_error", "message": "x"}},
            },
            None,
            ServerError,
        ),
        ({"type": "response.failed", "response": {"error": None}}, None, ServerError),
        ({"type": "response.failed"}, None, ServerError),
    ],
)
def test_errors_in_the_stream(data: Any, name: str | None, error: type[APICallError]) -> None:
    one = decoder()
    one.feed(event(said("Hi")))
    with pytest.raises(error) as caught:
        one.feed(event(data, name))
    assert caught.value.status_code is not None
    assert caught.value.status_code >= 400


@pytest.mark.parametrize("data", [b"{", b"rubbish", b"[1]", b"null", b'"text"'])
def test_events_that_are_no_objects(data: bytes) -> None:
    with pytest.raises(InvalidResponseError, match="an event of the stream"):
        decoder().feed(event(data))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_comes_it_is_read_or_refused_with_a_typed_error(data: Any) -> None:
    kinds = (
        "response.output_item.added",
        "response.output_item.done",
        "response.output_text.delta",
        "response.refusal.delta",
        "response.output_text.annotation.added",
        "response.reasoning_summary_text.delta",
        "response.function_call_arguments.delta",
        "response.code_interpreter_call_code.delta",
        "response.created",
        "response.completed",
    )
    one = decoder()
    index = st.integers(0, 2) | JSON
    try:
        for _ in range(data.draw(st.integers(1, 8))):
            item = {"type": data.draw(st.sampled_from(KINDS)), "id": data.draw(JSON)}
            for name in ("content", "summary", "call_id", "name", "arguments", "execution"):
                if data.draw(st.booleans()):
                    item[name] = data.draw(JSON)
            fields = {
                "type": data.draw(st.sampled_from(kinds)),
                "item": item,
                "output_index": data.draw(index),
                "content_index": data.draw(index),
                "delta": data.draw(st.text(max_size=3) | JSON),
                "annotation": data.draw(JSON),
                "response": data.draw(JSON),
            }
            one.feed(event(fields))
        one.finish()
    except AISDKError:
        pass


# ---- each event for itself


def feeds(*events: Any) -> list[list[Any]]:
    """The parts of each event."""
    one = decoder()
    return [list(one.feed(event(data))) for data in events]


@pytest.mark.parametrize("kind", ["created", "in_progress", "queued", "completed"])
def test_whichever_event_comes_first_tells_who_answers(kind: str) -> None:
    head = {"id": "r", "model": "m", "created_at": 1_700_000_000}
    ((facts, *_),) = feeds({"type": f"response.{kind}", "response": head})
    moment = datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    assert facts == ResponseMetadata("r", "m", moment)


def test_what_the_first_event_says_is_told_at_the_end() -> None:
    head = {"type": "response.created", "response": {"id": "r", "service_tier": "flex"}}
    *_, finish = all_parts(head, {"type": "response.completed", "response": {}})
    assert finish.provider_metadata == own(response_id="r", service_tier="flex", status="completed")


@pytest.mark.parametrize("kind", list(INPUTS))
def test_the_input_of_a_tool_is_told_as_it_comes(kind: str) -> None:
    field, name = INPUTS[kind]
    begun = {"type": kind, "id": "x", "call_id": "c", "name": "n", field: ""}
    _, *told = feeds(added(0, begun), piece(name, "ab"), piece("something_new", "x"))
    (first,), second = told
    assert isinstance(first, ToolInputDelta)
    assert first.delta.endswith("ab")
    assert second == []


def test_pieces_of_text_one_by_one() -> None:
    bare = {"type": "response.output_text.delta", "delta": "b"}
    assert feeds(bare, said("a"), said(""), bare, said("c", 0, 1)) == [
        [TextStart("item-0:0"), TextDelta("item-0:0", "b")],
        [TextDelta("item-0:0", "a")],
        [],
        [TextDelta("item-0:0", "b")],
        [TextStart("item-0:1"), TextDelta("item-0:1", "c")],
    ]
    assert feeds(piece("refusal", "no"), piece("reasoning_text", "hm", 1, content_index=2)) == [
        [TextStart("item-0:0"), TextDelta("item-0:0", "no")],
        [ReasoningStart("item-1:content:2"), ReasoningDelta("item-1:content:2", "hm")],
    ]


def test_pieces_find_their_item_by_its_id() -> None:
    first, second = message(text("a")), message(text("b"), id="msg_2")
    begun = [added(n, {**each, "content": []}) for n, each in enumerate((first, second))]
    one, two = (own(item_id=each) for each in ("msg_1", "msg_2"))
    assert feeds(
        *begun,
        said("a", None, item_id="msg_1"),
        said("b", None, item_id="msg_2"),
        done(None, first),
        done(None, second),
    )[2:] == [
        [TextStart("msg_1:0", one), TextDelta("msg_1:0", "a")],
        [TextStart("msg_2:0", two), TextDelta("msg_2:0", "b")],
        [TextEnd("msg_1:0", one)],
        [TextEnd("msg_2:0", two)],
    ]


def test_items_at_the_same_index_are_told_as_they_come() -> None:
    first, second = message(text("a")), message(text("b"), id="msg_2")
    told = feeds(*events_of(first, 0), *events_of(second, 0))
    assert [[part.type for part in each] for each in told] == 2 * [
        [],
        ["text-start", "text-delta"],
        ["text-end"],
    ]


def test_only_citations_count_as_told() -> None:
    item = message(text("a"), text("b", annotations=[CITED, {**CITED, "url": "https://y.org"}]))
    note = {"type": "response.output_text.annotation.added", "output_index": 0, "content_index": 1}
    told = feeds(
        added(0, {**item, "content": []}),
        {"type": "response.content_part.added", "output_index": 0, "content_index": 1},
        {**note, "annotation": CITED},
        done(0, item),
    )
    assert told[1] == []
    assert [[part.url for part in each if isinstance(part, Source)] for each in told[2:]] == [
        ["https://x.org"],
        ["https://y.org"],
    ]


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"too many \xff", "error", "too many \ufffd"),
        (b'"too many"', "error", "too many"),
        ({"type": "response.failed", "response": {"error": {"message": "m1"}}}, None, "m1"),
        (
            {"type": "response.failed", "response": {"error": {"message": "m1"}}, "error": "m2"},
            None,
            "m1",
        ),
        ({"type": "response.failed", "response": {}, "error": {"message": "m2"}}, None, "m2"),
        ({"type": "response.failed"}, None, "the response failed"),
    ],
)
def test_what_an_error_says(data: Any, name: str | None, says: str) -> None:
    with pytest.raises(APICallError) as caught:
        decoder().feed(event(data, name))
    assert says in str(caught.value)


def test_an_error_inside_another_event_is_no_error_of_the_response() -> None:
    odd = {"type": "response.mcp_list_tools.failed", "error": {"message": "m"}}
    (finish,) = all_parts(odd, completed())
    assert finish.finish_reason == "stop"


@pytest.mark.parametrize("data", [b"x" * 600, b'["' + b"x" * 600 + b'"]'])
def test_an_error_shows_the_start_of_the_event(data: bytes) -> None:
    with pytest.raises(InvalidResponseError) as caught:
        decoder().feed(event(data))
    assert caught.value.body == excerpt(data, 500)
