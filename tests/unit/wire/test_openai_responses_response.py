"""Whole Responses answers as results."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from ai_sdk.errors import (
    AISDKError,
    InvalidResponseError,
    NotFoundError,
    QuotaExceededError,
    RateLimitError,
    ServerError,
)
from ai_sdk.json_codec import dumps
from ai_sdk.types.call import ModelResult, ModelToolCall
from ai_sdk.types.content import (
    CustomPart,
    FilePart,
    ReasoningPart,
    Source,
    TextPart,
    ToolApprovalRequest,
    ToolCall,
    ToolResult,
)
from ai_sdk.types.http import HTTPReply
from ai_sdk.types.tools import ErrorOutput
from ai_sdk.types.usage import Usage
from ai_sdk.wire.openai_responses import PROTOCOL
from ai_sdk.wire.openai_responses.dialect import OPENAI, compatible
from ai_sdk.wire.protocol import WireRequest

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.floats(allow_nan=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(("type", "id", "text", "content", "summary", "call_id", "name", "status")),
        inner,
        max_size=4,
    ),
    max_leaves=8,
)
KINDS = (
    "message",
    "reasoning",
    "function_call",
    "custom_tool_call",
    "web_search_call",
    "file_search_call",
    "code_interpreter_call",
    "image_generation_call",
    "mcp_call",
    "mcp_approval_request",
    "shell_call",
    "shell_call_output",
    "tool_search_call",
    "tool_search_output",
    "local_shell_call",
    "something_new",
)


def own(**fields: Any) -> dict[str, Any]:
    return {"openai": fields}


def answer(*items: Any, **fields: Any) -> dict[str, Any]:
    return {"id": "resp_1", "model": "m", "status": "completed", "output": list(items), **fields}


def read(data: Any, names: Any = None, status: int = 200) -> ModelResult:
    body = data if isinstance(data, bytes) else dumps(data)
    request = WireRequest("/x", context={"names": names or {}})
    return PROTOCOL.parse(OPENAI, HTTPReply(status, {}, body), request)


def content(*items: Any, names: Any = None) -> tuple[Any, ...]:
    return read(answer(*items), names).content


def message(*parts: Any, **fields: Any) -> dict[str, Any]:
    return {"type": "message", "id": "msg_1", "role": "assistant", "content": list(parts), **fields}


def text(said: str, **fields: Any) -> dict[str, Any]:
    return {"type": "output_text", "text": said, "annotations": [], **fields}


def test_a_usual_answer() -> None:
    usage = {
        "input_tokens": 10,
        "input_tokens_details": {"cached_tokens": 4, "cache_write_tokens": 1},
        "output_tokens": 8,
        "output_tokens_details": {"reasoning_tokens": 3},
        "total_tokens": 18,
    }
    result = read(
        answer(message(text("Hi"), status="completed"), created_at=1, usage=usage, service_tier="x")
    )
    assert result.content == (TextPart("Hi", provider_metadata=own(item_id="msg_1")),)
    assert (result.finish_reason, result.raw_finish_reason) == ("stop", "completed")
    assert result.usage.input_token_details.no_cache == 5
    assert result.usage.output_token_details.text == 5
    assert result.usage.total_tokens == 18
    assert result.usage.raw == usage
    assert result.provider_metadata["openai"]["response_id"] == "resp_1"
    assert result.provider_metadata["openai"]["service_tier"] == "x"
    assert result.response.id == "resp_1"
    assert result.response.timestamp == datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)


@pytest.mark.parametrize("usage", [None, {}, [], {"input_tokens": -1, "output_tokens": "x"}])
def test_senseless_usage_is_unknown(usage: Any) -> None:
    found = read(answer(usage=usage)).usage
    assert (found.input_tokens, found.output_tokens) == (None, None)
    assert usage or found == Usage()


def test_usage_that_is_a_float() -> None:
    assert read(answer(usage={"input_tokens": 3.0})).usage.input_tokens == 3


def test_a_message_with_everything() -> None:
    web = {"type": "url_citation", "url": "https://x.org", "title": "X", "start_index": 0}
    file = {"type": "file_citation", "file_id": "file-1", "filename": "a.pdf", "index": 2}
    bare = {"type": "file_path", "file_id": "file-2"}
    strange = {"type": "strange", "x": 1}
    result = read(
        answer(
            message(
                text(
                    "a", annotations=[web, file, bare, {"type": "other"}], logprobs=[{"token": "a"}]
                ),
                strange,
                text(""),
                phase="final_answer",
                status="incomplete",
            )
        )
    )
    about = {"item_id": "msg_1", "phase": "final_answer", "status": "incomplete"}
    notes = [web, file, bare, {"type": "other"}]
    assert result.content == (
        TextPart("a", provider_metadata=own(**about, annotations=notes)),
        Source("src-0", "url", "https://x.org", "X", provider_metadata=own(start_index=0)),
        Source(
            "src-1",
            "document",
            None,
            "a.pdf",
            filename="a.pdf",
            provider_metadata=own(file_id="file-1", index=2),
        ),
        Source(
            "src-2",
            "document",
            None,
            "file-2",
            filename="file-2",
            provider_metadata=own(file_id="file-2"),
        ),
        CustomPart("openai.part", strange),
        TextPart("", provider_metadata=own(**about)),
    )
    assert result.provider_metadata["openai"]["logprobs"] == [[{"token": "a"}]]


def test_empty_text_without_anything_vanishes() -> None:
    assert content({"type": "message", "content": [text("")]}) == ()


def test_a_refusal_is_seen() -> None:
    result = read(answer(message({"type": "refusal", "refusal": "No."})))
    assert result.content == (
        TextPart("No.", provider_metadata=own(item_id="msg_1", refusal=True)),
    )
    assert result.finish_reason == "content-filter"


def test_a_message_of_somebody_else_is_kept() -> None:
    item = message({"type": "input_text", "text": "Hi"}, role="user")
    assert content(item) == (CustomPart("openai.message", item),)


def test_reasoning() -> None:
    summary = [{"type": "summary_text", "text": "one"}, {"type": "summary_text", "text": "two"}]
    texts = [{"type": "reasoning_text", "text": "own"}]
    item = {"type": "reasoning", "id": "rs_1", "summary": summary, "content": texts}
    assert content({**item, "encrypted_content": "E"}) == (
        ReasoningPart(
            "one", provider_metadata=own(item_id="rs_1", reasoning_encrypted_content="E")
        ),
        ReasoningPart("two", provider_metadata=own(item_id="rs_1")),
        ReasoningPart("own", provider_metadata=own(item_id="rs_1", reasoning_text=True)),
    )
    assert content({"type": "reasoning", "id": "rs_1", "summary": []}) == (
        ReasoningPart("", provider_metadata=own(item_id="rs_1")),
    )
    sealed = own(reasoning_encrypted_content="E")
    assert content({"type": "reasoning", "summary": summary, "encrypted_content": "E"}) == (
        ReasoningPart("one", provider_metadata=sealed),
        ReasoningPart("two", provider_metadata=sealed),
    )


# ---- calls for the caller


def call(**fields: Any) -> dict[str, Any]:
    return {
        "type": "function_call",
        "id": "fc_1",
        "call_id": "c1",
        "name": "look",
        "arguments": "{}",
        "status": "completed",
        **fields,
    }


def test_function_calls() -> None:
    result = read(answer(call()))
    assert result.content == (
        ModelToolCall("c1", "look", "{}", provider_metadata=own(item_id="fc_1")),
    )
    assert (result.finish_reason, result.raw_finish_reason) == ("tool-calls", "completed")


def test_what_a_function_call_carries() -> None:
    (found,) = content(
        call(namespace="crm", caller={"type": "direct"}, status="incomplete", new=1, none=None)
    )
    assert found.provider_metadata == own(
        item_id="fc_1",
        namespace="crm",
        caller={"type": "direct"},
        status="incomplete",
        extra={"new": 1},
    )


@pytest.mark.parametrize(("given", "expected"), [(None, ""), ({"a": 1}, '{"a":1}'), ("x", "x")])
def test_arguments_that_are_no_text(given: Any, expected: str) -> None:
    assert content(call(arguments=given))[0].input == expected


def test_ids_of_calls_are_made_unique() -> None:
    one, two, three, four = content(
        call(), call(), call(call_id=None, id=None), call(call_id=None, id="fc_9")
    )
    assert (one.tool_call_id, four.tool_call_id) == ("c1", "fc_9")
    assert len({c.tool_call_id for c in (one, two, three, four)}) == 4


def test_a_call_without_a_name() -> None:
    with pytest.raises(InvalidResponseError, match="has no name"):
        read(answer(call(name="")))


def test_free_text_calls() -> None:
    item = {"type": "custom_tool_call", "id": "ctc_1", "call_id": "c1", "name": "sql", "input": "X"}
    assert content(item) == (
        ModelToolCall(
            "c1", "sql", "X", provider_metadata=own(type="custom_tool_call", item_id="ctc_1")
        ),
    )


@pytest.mark.parametrize(
    ("item", "name", "given"),
    [
        ({"type": "local_shell_call", "action": {"a": 1}}, "local_shell", '{"a":1}'),
        ({"type": "apply_patch_call", "operation": {"a": 1}}, "apply_patch", '{"a":1}'),
        ({"type": "computer_call", "action": None}, "computer", "{}"),
        ({"type": "shell_call", "action": {"a": 1}}, "shell", '{"a":1}'),
        ({"type": "shell_call", "environment": {"type": "local"}}, "shell", "{}"),
        ({"type": "tool_search_call", "execution": "client", "arguments": {}}, "tool_search", "{}"),
    ],
)
def test_tools_that_the_caller_runs(item: dict[str, Any], name: str, given: str) -> None:
    item = {"id": "x_1", "call_id": "c1", **item}
    result = read(answer(item))
    assert result.content == (
        ModelToolCall("c1", name, given, provider_metadata=own(item_id="x_1", item=item)),
    )
    assert result.finish_reason == "tool-calls"


# ---- calls that the provider ran


@pytest.mark.parametrize(
    ("fields", "name", "given", "output"),
    [
        (
            {"type": "web_search_call", "action": {"query": "x"}},
            "web_search",
            '{"query":"x"}',
            {"action": {"query": "x"}},
        ),
        (
            {"type": "file_search_call", "queries": ["x"], "results": None},
            "file_search",
            '{"queries":["x"]}',
            {"queries": ["x"], "results": None},
        ),
        (
            {"type": "code_interpreter_call", "code": "1", "outputs": []},
            "code_interpreter",
            '{"code":"1"}',
            {"code": "1", "outputs": []},
        ),
        (
            {"type": "mcp_call", "name": "roll", "arguments": '{"n":1}', "output": "4"},
            "mcp.roll",
            '{"n":1}',
            {"name": "roll", "arguments": '{"n":1}', "output": "4"},
        ),
    ],
)
def test_tools_that_the_provider_runs(
    fields: dict[str, Any], name: str, given: str, output: dict[str, Any]
) -> None:
    item = {"id": "x_1", **fields}
    result = read(answer(item))
    metadata = own(item_id="x_1")
    assert result.content == (
        ModelToolCall(
            "x_1", name, given, True, True, provider_metadata=own(item_id="x_1", item=item)
        ),
        ToolResult(
            "x_1", name, output, dynamic=True, provider_executed=True, provider_metadata=metadata
        ),
    )
    assert result.finish_reason == "stop"


def test_a_hosted_call_that_failed() -> None:
    error = {"code": 500, "message": "no"}
    _, result = content({"type": "mcp_call", "id": "m", "name": "x", "error": error})
    assert result.model_output == ErrorOutput(error)


@pytest.mark.parametrize("listed", ["web_search_preview", "web_search"])
def test_hosted_calls_go_by_the_name_the_caller_gave(listed: str) -> None:
    found, _ = content({"type": "web_search_call", "id": "w"}, names={listed: "find"})
    assert found.tool_name == "find"


def test_a_made_image_is_kept_once() -> None:
    data = base64.b64encode(b"png").decode()
    item = {"type": "image_generation_call", "id": "ig_1", "revised_prompt": "a cat"}
    made, result, image = content({**item, "result": data, "output_format": "webp"})
    assert image == FilePart(
        b"png", "image/webp", provider_metadata=own(item_id="ig_1", revised_prompt="a cat")
    )
    assert made.provider_metadata["openai"]["item"] == {**item, "output_format": "webp"}
    assert "result" not in result.output
    odd, _, image = content({**item, "result": "..."})
    assert (odd.provider_metadata["openai"]["item"]["result"], image.data) == ("...", b"")
    assert len(content(item)) == 2
    with pytest.raises(InvalidResponseError, match="base64"):
        read(answer({**item, "result": "x"}))


def test_a_container_runs_its_own_shell() -> None:
    box = {"type": "container_reference", "container_id": "cntr_1"}
    ran = {"type": "shell_call_output", "id": "sho_1", "call_id": "c1", "output": []}
    for shell in ({"environment": box}, {}):
        item = {"type": "shell_call", "id": "sh_1", "call_id": "c1", "action": {}, **shell}
        result = read(answer(item, ran))
        made, output = result.content
        assert isinstance(made, ModelToolCall)
        assert made.provider_executed
        assert output == ToolResult(
            "c1",
            "shell",
            {"output": []},
            dynamic=True,
            provider_executed=True,
            provider_metadata=own(item=ran),
        )
        assert result.finish_reason == "stop"


def test_a_search_for_tools_on_the_server() -> None:
    search = {"type": "tool_search_call", "id": "tsc_1", "call_id": None, "execution": "server"}
    found: dict[str, Any] = {
        "type": "tool_search_output",
        "id": "tso_1",
        "call_id": None,
        "tools": [],
    }
    made, output = content({**search, "arguments": {"q": "x"}}, found)
    assert (made.tool_call_id, output.tool_call_id, made.provider_executed) == (
        "tsc_1",
        "tsc_1",
        True,
    )
    (alone,) = content(found)
    assert (alone.tool_call_id, alone.tool_name) == ("tso_1", "tool_search")


def test_a_request_for_consent() -> None:
    item = {"type": "mcp_approval_request", "id": "mcpr_1", "name": "roll", "arguments": '{"n":1}'}
    assert content(item) == (
        ToolApprovalRequest(
            "mcpr_1",
            ToolCall("mcpr_1", "mcp.roll", {"n": 1}, provider_executed=True),
            "mcpr_1",
            provider_executed=True,
            provider_metadata=own(item=item),
        ),
    )
    (odd,) = content({**item, "arguments": "{"})
    assert odd.tool_call.input == "{"


def test_items_without_a_common_form_are_kept() -> None:
    items: list[dict[str, Any]] = [
        {"type": "compaction", "id": "c", "x": 1},
        {"type": "some_future_type", "content": []},
    ]
    assert content(*items) == (
        CustomPart("openai.compaction", items[0]),
        CustomPart("openai.some_future_type", items[1]),
    )


# ---- how answers end


@pytest.mark.parametrize(
    ("fields", "finish", "raw"),
    [
        ({}, "stop", "completed"),
        ({"status": "complete"}, "stop", "complete"),
        ({"incomplete_details": {"reason": "max_output_tokens"}}, "length", "max_output_tokens"),
        ({"incomplete_details": {"reason": "content_filter"}}, "content-filter", "content_filter"),
        ({"incomplete_details": {"reason": "tired"}}, "other", "tired"),
        ({"status": "incomplete", "incomplete_details": None}, "other", "incomplete"),
        ({"status": "queued"}, "other", "queued"),
        ({"status": "in_progress"}, "other", "in_progress"),
        ({"status": "cancelled"}, "other", "cancelled"),
        ({"status": None}, "other", None),
    ],
)
def test_finish_reasons(fields: Any, finish: str, raw: str | None) -> None:
    result = read(answer(**fields))
    assert (result.finish_reason, result.raw_finish_reason) == (finish, raw)


def test_a_call_that_was_cut_off_ends_by_length() -> None:
    details = {"incomplete_details": {"reason": "max_output_tokens"}}
    assert read(answer(call(arguments='{"a'), **details)).finish_reason == "length"


@pytest.mark.parametrize(
    ("body", "error", "status"),
    [
        (
            answer(status="failed", error={"code": "rate_limit_exceeded", "message": "slow"}),
            RateLimitError,
            429,
        ),
        (answer(message(text("a")), status="failed", error=None), ServerError, 500),
        ({"error": {"code": "insufficient_quota", "message": "x"}}, QuotaExceededError, 429),
        ({"type": "error", "message": "x", "code": "model_not_found"}, NotFoundError, 404),
    ],
)
def test_errors_inside_a_success(body: Any, error: type[Exception], status: int) -> None:
    with pytest.raises(error) as caught:
        read(body)
    assert getattr(caught.value, "status_code", None) == status


@pytest.mark.parametrize(
    "body", [b"", b"<html>no</html>", b"[]", b"{", {"id": "x"}, {"output": "text"}]
)
def test_what_is_no_answer(body: Any) -> None:
    with pytest.raises(InvalidResponseError):
        read(body)


def test_error_replies() -> None:
    reply = HTTPReply(404, {}, dumps({"error": {"message": "no such model"}}))
    error = PROTOCOL.parse_error(OPENAI, reply)
    assert (type(error), error.message) == (NotFoundError, "no such model")


def test_metadata_stands_under_the_providers_name() -> None:
    request = WireRequest("/x")
    reply = HTTPReply(200, {}, dumps(answer(message(text("a")))))
    result = PROTOCOL.parse(compatible("acme"), reply, request)
    assert result.content[0].provider_metadata == {"acme": {"item_id": "msg_1"}}  # type: ignore[union-attr]  # a TextPart


@settings(max_examples=60, deadline=None)
@given(st.lists(st.dictionaries(st.text(max_size=8), JSON, max_size=5), max_size=3), st.data())
def test_whatever_comes_it_is_read_or_refused_with_a_typed_error(items: Any, data: Any) -> None:
    for item in items:
        item["type"] = data.draw(st.sampled_from(KINDS))
        for name in ("content", "summary", "call_id", "result", "error", "action", "annotations"):
            if data.draw(st.booleans()):
                item[name] = data.draw(JSON)
    try:
        read(answer(*items, usage=data.draw(JSON), incomplete_details=data.draw(JSON)))
    except AISDKError:
        pass
