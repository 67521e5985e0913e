"""Messages as input items of the Responses API."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from ai_sdk.errors import InvalidArgumentError, InvalidPromptError, UnsupportedFunctionalityError
from ai_sdk.types.call import CallWarning, LanguageModelCall
from ai_sdk.types.content import (
    CustomPart,
    FilePart,
    FileReference,
    FileURL,
    ReasoningPart,
    Source,
    TextPart,
    ToolApprovalRequest,
    ToolApprovalResponse,
    ToolCall,
    ToolResult,
)
from ai_sdk.types.messages import (
    AssistantMessage,
    Message,
    SystemMessage,
    ToolMessage,
    UserMessage,
)
from ai_sdk.types.tools import (
    ContentOutput,
    DeniedOutput,
    ErrorOutput,
    JSONOutput,
    ProviderTool,
    TextOutput,
    ToolDefinition,
)
from ai_sdk.wire.openai_responses import PROTOCOL
from ai_sdk.wire.openai_responses.dialect import OPENAI, ResponsesDialect, compatible
from ai_sdk.wire.protocol import WireRequest

PNG = base64.b64encode(b"png").decode()


def own(**fields: Any) -> dict[str, Any]:
    return {"openai": fields}


def built(
    *prompt: Message,
    dialect: ResponsesDialect = OPENAI,
    tools: tuple[ToolDefinition, ...] = (),
    model: str = "gpt-5",
    **options: Any,
) -> WireRequest:
    call = LanguageModelCall(prompt, tools=tools, provider_options={"openai": options})
    return PROTOCOL.build(dialect, model, call, False)


def items(*prompt: Message, **settings: Any) -> list[Any]:
    request = built(*prompt, **settings)
    assert request.warnings == ()
    found: list[Any] = request.json["input"]
    return found


def warned(*prompt: Message, **settings: Any) -> tuple[list[Any], list[CallWarning]]:
    request = built(*prompt, **settings)
    return request.json["input"], list(request.warnings)


def user(*parts: Any) -> UserMessage:
    return UserMessage(parts)


def said(*parts: Any) -> AssistantMessage:
    return AssistantMessage(parts)


@pytest.mark.parametrize(
    ("model", "options", "own_options", "role"),
    [
        ("gpt-4o", {}, {}, "system"),
        ("gpt-5", {}, {}, "developer"),
        ("o3-mini", {}, {}, "developer"),
        ("my-model", {"force_reasoning": True}, {}, "developer"),
        ("gpt-5", {"system_message_mode": "system"}, {}, "system"),
        ("gpt-4o", {}, own(role="developer"), "developer"),
    ],
)
def test_the_role_of_instructions(model: str, options: Any, own_options: Any, role: str) -> None:
    message = SystemMessage("Be brief.", provider_options=own_options)
    assert items(message, user(TextPart("Hi")), model=model, **options) == [
        {"role": role, "content": "Be brief."},
        {"role": "user", "content": "Hi"},
    ]


def test_instructions_can_be_removed() -> None:
    sent, (warning,) = warned(SystemMessage("x"), UserMessage("Hi"), system_message_mode="remove")
    assert sent == [{"role": "user", "content": "Hi"}]
    assert warning.setting == "messages"


@pytest.mark.parametrize(
    ("message", "options"),
    [
        (SystemMessage("x", provider_options=own(role="chief")), {}),
        (SystemMessage("x"), {"system_message_mode": "chief"}),
    ],
)
def test_an_unknown_role_is_refused(message: SystemMessage, options: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="chief"):
        built(message, **options)


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (
            FilePart(b"png", "image/png"),
            {"type": "input_image", "image_url": f"data:image/png;base64,{PNG}"},
        ),
        (
            FilePart(b"png", "image/*", provider_options=own(detail="low")),
            {
                "type": "input_image",
                "image_url": f"data:image/jpeg;base64,{PNG}",
                "detail": "low",
            },
        ),
        (
            FilePart(
                FileURL("https://x.org/a.png"), "image/*", provider_options=own(image_detail="high")
            ),
            {"type": "input_image", "image_url": "https://x.org/a.png", "detail": "high"},
        ),
        (
            FilePart(FileReference({"openai": "file-1"}), "image"),
            {"type": "input_image", "file_id": "file-1"},
        ),
        (
            FilePart(FileReference({"openai": "file-1"}), "application/pdf"),
            {"type": "input_file", "file_id": "file-1"},
        ),
        (
            FilePart(FileURL("https://x.org/a.pdf"), "application/pdf"),
            {"type": "input_file", "file_url": "https://x.org/a.pdf"},
        ),
        (
            FilePart(b"png", "application/pdf", "a.pdf"),
            {
                "type": "input_file",
                "filename": "a.pdf",
                "file_data": f"data:application/pdf;base64,{PNG}",
            },
        ),
        (
            FilePart(b"png"),
            {
                "type": "input_file",
                "filename": "file",
                "file_data": f"data:application/octet-stream;base64,{PNG}",
            },
        ),
        (
            TextPart("Hi", provider_options=own(prompt_cache_breakpoint={"mode": "explicit"})),
            {
                "type": "input_text",
                "text": "Hi",
                "prompt_cache_breakpoint": {"mode": "explicit"},
            },
        ),
        (
            CustomPart("openai.input_audio", {"type": "input_audio", "x": 1}),
            {"type": "input_audio", "x": 1},
        ),
    ],
)
def test_parts_of_a_user_message(part: Any, expected: dict[str, Any]) -> None:
    assert items(user(part)) == [{"role": "user", "content": [expected]}]
    result = ToolResult("c1", "look", None, ContentOutput((part,)))
    assert items(ToolMessage([result])) == [
        {"type": "function_call_output", "call_id": "c1", "output": [expected]}
    ]


def test_an_item_of_the_providers_own_splits_a_message() -> None:
    extra = {"type": "additional_tools", "role": "developer", "tools": []}
    message = user(TextPart("a"), CustomPart("openai.additional_tools", extra), TextPart("b"))
    assert items(message) == [
        {"role": "user", "content": "a"},
        extra,
        {"role": "user", "content": "b"},
    ]
    assert items(user(CustomPart("openai.additional_tools", extra))) == [extra]


def test_what_is_not_for_this_provider_is_left_out_with_a_warning() -> None:
    foreign = CustomPart("acme.thing", {"type": "thing"})
    sent, warnings = warned(
        user(TextPart("a"), foreign, CustomPart("acme.part", {})),
        said(
            TextPart("b"),
            foreign,
            ReasoningPart("hm", provider_metadata={"acme": {"signature": "s"}}),
            ToolCall("t1", "search", {}, provider_executed=True),
            ToolResult("t1", "search", {}, provider_executed=True),
            FilePart(b"x", "image/png"),
            Source("s1", url="https://x.org"),
        ),
        ToolMessage([foreign]),
    )
    assert sent == [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]
    assert len(warnings) == 7
    assert {warning.type for warning in warnings} == {"unsupported"}


def test_unknown_options_of_parts_are_named() -> None:
    _, warnings = warned(
        user(TextPart("a", provider_options=own(detial="low"))),
        ToolMessage([ToolResult("c", "t", "x", TextOutput("x"), provider_options=own(colour=1))]),
    )
    assert [(w.setting, w.message) for w in warnings] == [
        ("detial", 'openai: a input_text part has no option "detial"'),
        ("colour", 'openai: a tool result has no option "colour"'),
    ]
    assert items(
        user(TextPart("a", provider_options={"acme": {"weight": 2}})), dialect=compatible("acme")
    ) == [{"role": "user", "content": [{"type": "input_text", "text": "a", "weight": 2}]}]


def test_files_that_cannot_be_sent() -> None:
    with pytest.raises(UnsupportedFunctionalityError, match="its ids are for acme"):
        built(user(FilePart(FileReference({"acme": "1"}), "image/png")))
    with pytest.raises(InvalidPromptError, match="pass its bytes"):
        built(user(FilePart("somewhere", "image/png")))


# ---- the assistant


def test_plain_history() -> None:
    assert items(UserMessage("Hi"), AssistantMessage("Hello"), said(TextPart("again"))) == [
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": "Hello"},
        {"role": "assistant", "content": "again"},
    ]


def test_texts_of_one_item_go_back_as_one() -> None:
    note = {"type": "url_citation", "url": "https://x.org"}
    first = TextPart("a", provider_metadata=own(item_id="msg_1", phase="commentary"))
    cited = TextPart("b", provider_metadata=own(item_id="msg_1", annotations=[note]))
    other = TextPart("c", provider_metadata=own(item_id="msg_2", status="incomplete"))
    refused = TextPart("no", provider_metadata=own(item_id="msg_2", refusal=True))
    assert items(said(first, Source("s", url="https://x.org"), cited, other, refused)) == [
        {
            "type": "message",
            "id": "msg_1",
            "status": "completed",
            "role": "assistant",
            "phase": "commentary",
            "content": [
                {"type": "output_text", "text": "a", "annotations": []},
                {"type": "output_text", "text": "b", "annotations": [note]},
            ],
        },
        {
            "type": "message",
            "id": "msg_2",
            "status": "incomplete",
            "role": "assistant",
            "content": [
                {"type": "output_text", "text": "c", "annotations": []},
                {"type": "refusal", "refusal": "no"},
            ],
        },
    ]


def test_texts_without_ids_join_by_phase() -> None:
    parts = [
        TextPart("a"),
        TextPart("b"),
        TextPart("c", provider_options=own(phase="final_answer")),
    ]
    assert items(said(*parts)) == [
        {
            "role": "assistant",
            "content": [
                {"type": "output_text", "text": "a"},
                {"type": "output_text", "text": "b"},
            ],
        },
        {"role": "assistant", "content": "c", "phase": "final_answer"},
    ]


def test_unknown_parts_of_a_message_stay_in_it() -> None:
    strange = CustomPart("openai.part", {"type": "strange"})
    text = TextPart("a", provider_metadata=own(item_id="m"))
    (joined,) = items(said(text, strange))
    assert joined["content"][1] == {"type": "strange"}
    assert items(said(strange)) == [{"role": "assistant", "content": [{"type": "strange"}]}]


def test_reasoning_goes_back_as_one_item() -> None:
    parts = [
        ReasoningPart(
            "one", provider_metadata=own(item_id="rs_1", reasoning_encrypted_content="E")
        ),
        ReasoningPart("two", provider_metadata=own(item_id="rs_1")),
        ReasoningPart("own", provider_metadata=own(item_id="rs_1", reasoning_text=True)),
        ReasoningPart("", provider_metadata=own(item_id="rs_2", reasoning_encrypted_content="F")),
    ]
    for options in ({}, {"store": False, "include": None}):
        assert items(said(*parts), **options) == [
            {
                "type": "reasoning",
                "id": "rs_1",
                "summary": [
                    {"type": "summary_text", "text": "one"},
                    {"type": "summary_text", "text": "two"},
                ],
                "content": [{"type": "reasoning_text", "text": "own"}],
                "encrypted_content": "E",
            },
            {"type": "reasoning", "id": "rs_2", "summary": [], "encrypted_content": "F"},
        ]


def test_reasoning_without_an_id() -> None:
    part = ReasoningPart("", provider_options=own(encrypted_content="E"))
    other = ReasoningPart("", provider_options=own(reasoning_encrypted_content="F"))
    assert items(said(part, other)) == [
        {"type": "reasoning", "summary": [], "encrypted_content": "E"},
        {"type": "reasoning", "summary": [], "encrypted_content": "F"},
    ]


def test_reasoning_that_nobody_stores_and_its_ids_are_left_out() -> None:
    message = said(
        ReasoningPart("hm", provider_metadata=own(item_id="rs_1")),
        TextPart("a", provider_metadata=own(item_id="msg_1")),
        ToolCall("c1", "look", {}, provider_metadata=own(item_id="fc_1")),
    )
    sent, (warning,) = warned(message, store=False, include=None)
    assert sent == [
        {"role": "assistant", "content": "a"},
        {"type": "function_call", "call_id": "c1", "name": "look", "arguments": "{}"},
    ]
    assert "encrypted" in warning.message
    assert [item.get("id") for item in items(message)] == ["rs_1", "msg_1", "fc_1"]


@pytest.mark.parametrize(
    ("given", "text"),
    [({"city": "Oslo"}, '{"city":"Oslo"}'), ("15 * 4", "15 * 4"), ([1], "[1]"), ({}, "{}")],
)
def test_function_calls(given: Any, text: str) -> None:
    call = ToolCall("c1", "look", given)
    assert items(said(call)) == [
        {"type": "function_call", "call_id": "c1", "name": "look", "arguments": text}
    ]


def test_what_a_function_call_carries_goes_back() -> None:
    metadata = own(
        item_id="fc_1",
        namespace="crm",
        caller={"type": "direct"},
        status="incomplete",
        extra={"new_field": 1},
    )
    assert items(said(ToolCall("c1", "look", {}, provider_metadata=metadata))) == [
        {
            "type": "function_call",
            "id": "fc_1",
            "call_id": "c1",
            "name": "look",
            "arguments": "{}",
            "namespace": "crm",
            "caller": {"type": "direct"},
            "status": "incomplete",
            "new_field": 1,
        }
    ]


MATH = ProviderTool("openai.custom", {"name": "math"}, "math")
ANSWERED = ToolMessage([ToolResult("c1", "math", "60", TextOutput("60"))])
TEXT_CALL = {"type": "custom_tool_call", "call_id": "c1", "name": "math", "input": "15 * 4"}
TEXT_ANSWER = {"type": "custom_tool_call_output", "call_id": "c1", "output": "60"}


@pytest.mark.parametrize(
    ("metadata", "tools"),
    [({}, (MATH,)), (own(type="custom_tool_call"), ()), (own(type="custom"), ())],
)
def test_free_text_calls(metadata: Any, tools: Any) -> None:
    call = ToolCall("c1", "math", "15 * 4", provider_metadata=metadata)
    assert items(said(call), ANSWERED, tools=tools) == [TEXT_CALL, TEXT_ANSWER]


def test_the_answer_alone_knows_its_tool() -> None:
    assert items(ANSWERED, tools=(MATH,)) == [TEXT_ANSWER]
    answer = ToolResult("c1", "f", "60", TextOutput("60"), provider_options=own(type="custom"))
    assert items(ToolMessage([answer])) == [TEXT_ANSWER]


SHELL = ProviderTool("openai.local_shell")


def test_a_call_of_a_local_tool_without_its_item() -> None:
    call = ToolCall("c1", "local_shell", {"type": "exec"}, provider_options=own(item_id="ls_1"))
    assert items(said(call), tools=(SHELL,)) == [
        {
            "type": "local_shell_call",
            "id": "ls_1",
            "call_id": "c1",
            "action": {"type": "exec"},
            "status": "completed",
        }
    ]


SHOT = {"type": "computer_screenshot", "image_url": f"data:image/png;base64,{PNG}"}
RAN = {"stdout": "ok", "stderr": "", "outcome": {"type": "exit", "exit_code": 0}}


@pytest.mark.parametrize(
    ("kind", "output", "expected"),
    [
        ("local_shell_call", TextOutput("ok"), {"output": "ok"}),
        ("local_shell_call", JSONOutput({"a": 1}), {"output": '{"a":1}'}),
        ("shell_call", TextOutput("ok"), {"output": [RAN]}),
        (
            "shell_call",
            ErrorOutput("bad"),
            {
                "output": [
                    {
                        "stdout": "",
                        "stderr": "bad",
                        "outcome": {"type": "exit", "exit_code": 1},
                    }
                ]
            },
        ),
        ("shell_call", JSONOutput([RAN]), {"output": [RAN]}),
        ("shell_call", JSONOutput(RAN), {"output": [RAN]}),
        (
            "shell_call",
            JSONOutput({"output": [RAN], "max_output_length": 9}),
            {"output": [RAN], "max_output_length": 9},
        ),
        ("apply_patch_call", TextOutput("done"), {"output": "done", "status": "completed"}),
        ("apply_patch_call", ErrorOutput("bad"), {"output": "bad", "status": "failed"}),
        ("apply_patch_call", JSONOutput("done"), {"output": "done", "status": "completed"}),
        (
            "apply_patch_call",
            JSONOutput({"output": "no", "status": "failed"}),
            {"output": "no", "status": "failed"},
        ),
        ("computer_call", JSONOutput(SHOT), {"output": SHOT}),
        (
            "computer_call",
            ContentOutput((TextPart("see"), FilePart(b"png", "image/png"))),
            {"output": SHOT},
        ),
        (
            "computer_call",
            ContentOutput((TextPart("nothing"),)),
            {"output": {"type": "computer_screenshot"}},
        ),
        ("function_call", DeniedOutput(), {"output": "The tool call was not approved."}),
        ("function_call", DeniedOutput("no"), {"output": "no"}),
        ("function_call", ErrorOutput({"code": 1}), {"output": '{"code":1}'}),
        ("function_call", JSONOutput("text"), {"output": '"text"'}),
        ("function_call", None, {"output": "plain"}),
    ],
)
def test_outputs_take_the_form_their_call_wants(
    kind: str, output: Any, expected: dict[str, Any]
) -> None:
    item = {"type": kind, "id": "x", "call_id": "c1"}
    call = ToolCall("c1", "tool", {}, provider_metadata=own(item_id="x", item=item))
    sent = items(said(call), ToolMessage([ToolResult("c1", "tool", "plain", output)]))
    if kind != "function_call":
        assert sent[0] == item
    assert sent[1] == {"type": f"{kind}_output", "call_id": "c1", **expected}


@pytest.mark.parametrize(
    ("output", "tools"),
    [
        (JSONOutput([{"type": "function"}]), [{"type": "function"}]),
        (JSONOutput({"tools": []}), []),
        (TextOutput("nothing"), []),
    ],
)
def test_the_output_of_a_search_for_tools(output: Any, tools: Any) -> None:
    found = ToolMessage([ToolResult("c1", "tool_search", None, output)])
    assert items(found, tools=(ProviderTool("openai.tool_search"),)) == [
        {
            "type": "tool_search_output",
            "call_id": "c1",
            "execution": "client",
            "status": "completed",
            "tools": tools,
        }
    ]


def test_options_of_a_result_stand_in_its_item() -> None:
    part = ToolResult(
        "c1",
        "t",
        "x",
        TextOutput("x"),
        provider_options=own(type="computer_call", status="completed", item_id="i"),
    )
    (item,) = items(ToolMessage([part]))
    assert item["status"] == "completed"
    assert "item_id" not in item


def test_unfinished_results_are_not_sent() -> None:
    assert items(user(TextPart("a")), ToolMessage([ToolResult("c", "t", 1, preliminary=True)])) == [
        {"role": "user", "content": "a"}
    ]


# ---- what the provider ran itself


def test_hosted_calls_go_back_as_their_items() -> None:
    search = {"type": "web_search_call", "id": "ws_1", "status": "completed"}
    shell = {"type": "shell_call_output", "call_id": "c9", "output": []}
    message = said(
        ToolCall(
            "ws_1", "web_search", {}, provider_executed=True, provider_metadata=own(item=search)
        ),
        ToolResult("ws_1", "web_search", {}, provider_executed=True),
        ToolResult("c9", "shell", {}, provider_executed=True, provider_metadata=own(item=shell)),
    )
    assert items(message) == [search, shell]
    late = ToolResult("c9", "shell", {}, provider_executed=True, provider_metadata=own(item=shell))
    bare = ToolResult("c8", "shell", {}, provider_executed=True)
    assert items(ToolMessage([late, bare])) == [shell]


def test_a_hosted_call_known_by_its_id_alone() -> None:
    call = ToolCall(
        "ws_1", "web_search", {}, provider_executed=True, provider_metadata=own(item_id="ws_1")
    )
    assert items(said(call)) == [{"type": "item_reference", "id": "ws_1"}]
    sent, warnings = warned(said(call), store=False, include=None)
    assert (sent, len(warnings)) == ([], 1)


def test_a_made_image_goes_back_into_its_item() -> None:
    item = {"type": "image_generation_call", "id": "ig_1"}
    metadata = own(item_id="ig_1", item=item)
    call = ToolCall(
        "ig_1", "image_generation", {}, provider_executed=True, provider_metadata=metadata
    )
    image = FilePart(b"png", "image/png", provider_metadata=own(item_id="ig_1"))
    assert items(said(call, image)) == [{**item, "result": PNG}]
    assert items(said(call)) == [item]


def test_consent() -> None:
    item = {"type": "mcp_approval_request", "id": "mcpr_1", "name": "roll"}
    request = ToolApprovalRequest("mcpr_1", provider_metadata=own(item=item))
    local = ToolApprovalRequest("a1", tool_call_id="c1")
    answers = ToolMessage(
        [
            ToolApprovalResponse("mcpr_1", True),
            ToolApprovalResponse("mcpr_2", False, "no", provider_executed=True),
            ToolApprovalResponse("a1", True),
        ]
    )
    assert items(said(request, local), answers) == [
        item,
        {"type": "mcp_approval_response", "approval_request_id": "mcpr_1", "approve": True},
        {
            "type": "mcp_approval_response",
            "approval_request_id": "mcpr_2",
            "approve": False,
            "reason": "no",
        },
    ]


# ---- stored conversations


def test_a_stored_conversation_is_not_sent_again() -> None:
    prompt = (
        user(TextPart("a")),
        said(
            CustomPart("openai.x", {"type": "x"}),
            ToolCall("c1", "look", {}, provider_metadata=own(item_id="fc_1")),
        ),
        ToolMessage([ToolResult("c1", "look", "x", TextOutput("x"))]),
    )
    sent, (warning,) = warned(*prompt, conversation="conv_1")
    assert sent == [{"type": "function_call_output", "call_id": "c1", "output": "x"}]
    assert (warning.type, warning.setting) == ("other", "conversation")
    assert len(items(*prompt)) == 4
    foreign = (user(TextPart("a")), AssistantMessage("b"), said(TextPart("c")), user(TextPart("d")))
    assert len(items(*foreign, conversation="conv_1")) == 4
