"""Prompts: every accepted form, every refused one."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest

from ai_sdk.engine.files import as_file, sniff
from ai_sdk.engine.prompt import check_tool_results, normal_prompt
from ai_sdk.engine.tool_outputs import default_output, output_of
from ai_sdk.errors import InvalidPromptError, MissingToolResultsError
from ai_sdk.types.content import (
    CustomPart,
    FilePart,
    FileReference,
    FileURL,
    ImagePart,
    ReasoningPart,
    TextPart,
    ToolApprovalRequest,
    ToolApprovalResponse,
    ToolCall,
    ToolResult,
)
from ai_sdk.types.messages import AssistantMessage, SystemMessage, ToolMessage, UserMessage
from ai_sdk.types.tools import (
    ContentOutput,
    DeniedOutput,
    ErrorOutput,
    JSONOutput,
    TextOutput,
)

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 8


def test_a_text_prompt_with_instructions() -> None:
    assert normal_prompt("be brief", "hi", None) == (
        SystemMessage("be brief"),
        UserMessage((TextPart("hi"),)),
    )


def test_several_instructions_stay_apart() -> None:
    assert normal_prompt(["a", SystemMessage("b")], "hi", None)[:2] == (
        SystemMessage("a"),
        SystemMessage("b"),
    )


def test_dicts_and_classes_mean_the_same() -> None:
    classes = [
        UserMessage([TextPart("look"), ImagePart(PNG)]),
        AssistantMessage(
            [ReasoningPart("hm"), TextPart("ok"), ToolCall("c1", "t", {"a": 1})],
            provider_options={"p": {"x": 1}},
        ),
        ToolMessage([ToolResult("c1", "t", "fine")]),
    ]
    dicts: list[dict[str, Any]] = [
        {
            "role": "user",
            "content": [{"type": "text", "text": "look"}, {"type": "image", "image": PNG}],
        },
        {
            "role": "assistant",
            "content": [
                {"type": "reasoning", "text": "hm"},
                "ok",
                {"type": "tool-call", "tool_call_id": "c1", "tool_name": "t", "input": {"a": 1}},
            ],
            "provider_options": {"p": {"x": 1}},
        },
        {
            "role": "tool",
            "content": [
                {"type": "tool-result", "tool_call_id": "c1", "tool_name": "t", "output": "fine"}
            ],
        },
    ]

    read = normal_prompt(None, None, dicts)

    assert read == normal_prompt(None, None, classes)
    assert read[0].content[1] == FilePart(PNG, "image/png")
    assert read[2].content[0].model_output == TextOutput("fine")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("prompt", "messages", "words"),
    [
        (None, None, "give a prompt or messages"),
        ("a", ["b"], "not both"),
        ("", None, "prompt is empty"),
        (None, [], "messages is empty"),
        (None, "text", "must be a list"),
        (7, None, "must be a str or a list"),
        (None, [7], "not int"),
        (None, [{"role": "robot", "content": "x"}], "role must be one of"),
        (None, [{"role": "user"}], "content is missing"),
        (None, [{"role": "user", "content": "x", "name": "n"}], r"unknown fields \['name'\]"),
        (None, [{"role": "user", "content": 7}], "content is a str or a list of parts"),
        (None, [{"role": "user", "content": [{"type": "hologram"}]}], "type must be one of"),
        (None, [{"role": "user", "content": [{"type": "text"}]}], "bad text part"),
        (None, [{"role": "user", "content": [{"type": "text", "text": "a", "x": 1}]}], "bad text"),
        (None, [{"role": "tool", "content": "x"}], "list of tool results"),
        (None, [{"role": "tool", "content": []}], "needs results"),
        (None, [{"role": "system", "content": "x"}], "instructions="),
        (None, [{"role": "user", "content": [ToolCall("a", "b", {})]}], "cannot stand here"),
        (None, [SystemMessage("x")], "instructions="),
    ],
)
def test_bad_prompts_are_refused(prompt: Any, messages: Any, words: str) -> None:
    with pytest.raises(InvalidPromptError, match=words):
        normal_prompt(None, prompt, messages)


@pytest.mark.parametrize("instructions", [7, {"role": "system"}, [7]])
def test_bad_instructions_are_refused(instructions: Any) -> None:
    with pytest.raises(InvalidPromptError, match="instructions must"):
        normal_prompt(instructions, "hi", None)


def test_system_messages_are_taken_when_allowed() -> None:
    read = normal_prompt(None, None, [{"role": "system", "content": "x"}], allow_system=True)

    assert read == (SystemMessage("x"),)


@pytest.mark.parametrize(
    ("given", "data", "media_type", "filename"),
    [
        (PNG, PNG, None, None),
        (bytearray(PNG), PNG, None, None),
        ("https://x.test/a.png?b=1", FileURL("https://x.test/a.png?b=1"), "image/png", None),
        ("data:text/plain;base64,aGk=", b"hi", "text/plain", None),
        ("data:,a%20b", b"a b", None, None),
        (base64.b64encode(PNG).decode(), PNG, None, None),
        ("_-8", b"\xff\xef", None, None),
        (FileReference({"p": "f"}), FileReference({"p": "f"}), None, None),
    ],
)
def test_files_of_every_kind(given: Any, data: Any, media_type: str, filename: str) -> None:
    assert as_file(given) == (data, media_type, filename)


@pytest.mark.parametrize(
    "given",
    ["%%%", "A", "é", "AAA=AAA", "=", "\ud800", "AAAA\0"],
)
@pytest.mark.parametrize("head", ["data:;base64,", "data:image/png;base64,"])
@pytest.mark.parametrize("wrap", [str, FileURL], ids=["text", "URL"])
def test_a_data_url_without_base64_is_refused(wrap: Any, head: str, given: str) -> None:
    with pytest.raises(InvalidPromptError, match="data URL is no base64") as caught:
        as_file(wrap(head + given))

    assert caught.value.parameter == "data"


def test_a_data_url_with_half_a_character_is_refused() -> None:
    with pytest.raises(InvalidPromptError, match="data URL is no text"):
        as_file("data:,a\ud800")


def test_a_path_is_read_and_named(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1")

    assert as_file(path) == (b"%PDF-1", "application/pdf", "a.pdf")


@pytest.mark.parametrize(
    ("start", "media_type"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\0\0\0\0WEBP", "image/webp"),
        (b"RIFF\0\0\0\0WAVE", "audio/wav"),
        (b"\0\0\0\x18ftypavif", "image/avif"),
        (b"\0\0\0\x18ftypheic", "image/heic"),
        (b"\0\0\0\x18ftypM4A ", "audio/mp4"),
        (b"\0\0\0\x18ftypisom", "video/mp4"),
        (b"\xff\xf1", "audio/aac"),
        (b"\xff\xfb", "audio/mpeg"),
        (b"%PDF-1.7", "application/pdf"),
        (b"hello", None),
        (b"", None),
    ],
)
def test_sniffing(start: bytes, media_type: str | None) -> None:
    assert sniff(start) == media_type


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("a", TextOutput("a")),
        ({"a": 1}, JSONOutput({"a": 1})),
        (None, JSONOutput(None)),
        (TextOutput("x"), TextOutput("x")),
        ({"type": "text", "value": "x"}, TextOutput("x")),
        ({"type": "json", "value": [1]}, JSONOutput([1])),
        ({"type": "error-text", "value": "no"}, ErrorOutput("no")),
        ({"type": "execution-denied", "reason": "r"}, DeniedOutput("r")),
        (
            [TextPart("a"), ImagePart(PNG)],
            ContentOutput((TextPart("a"), FilePart(PNG, "image/png"))),
        ),
        (CustomPart("p.x", {}), ContentOutput((CustomPart("p.x", {}),))),
        (
            {"type": "content", "value": [{"type": "text", "text": "t"}]},
            ContentOutput((TextPart("t"),)),
        ),
        ([], JSONOutput([])),
        ({"type": "text"}, JSONOutput({"type": "text"})),
    ],
)
def test_tool_outputs(value: Any, form: Any) -> None:
    assert default_output(value) == form


def test_error_output_has_two_kinds() -> None:
    assert ErrorOutput("a").type == "error-text"
    assert ErrorOutput({"a": 1}).type == "error-json"
    assert output_of({"value": 1}) is None


@pytest.mark.parametrize(
    ("role", "part"),
    [
        ("assistant", {"type": "tool-call", "input": {"x": float("nan")}}),
        ("tool", {"type": "tool-result", "output": {"x": float("nan")}}),
        ("tool", {"type": "tool-result", "output": {"type": "error-json", "value": float("inf")}}),
        ("tool", {"type": "tool-result", "output": 1, "model_output": JSONOutput(float("-inf"))}),
    ],
)
def test_numbers_that_would_become_null_are_refused(role: str, part: dict[str, Any]) -> None:
    part = {"tool_call_id": "c1", "tool_name": "f", **part}
    with pytest.raises(InvalidPromptError, match=r"messages\[0\]\.content\[0\] holds .*(nan|inf)"):
        normal_prompt(None, None, [{"role": role, "content": [part]}])


def test_a_result_that_nests_too_deeply_is_left_to_who_writes_it() -> None:
    deep: Any = []
    for _ in range(5000):
        deep = [deep]
    call = ToolCall("c1", "f", deep)
    assert normal_prompt(None, None, [AssistantMessage((call,))])[0].content == (call,)


def test_unanswered_calls_are_found() -> None:
    call = AssistantMessage(
        (ToolCall("c1", "t", {}), ToolCall("c2", "u", {}, provider_executed=True))
    )
    answer = ToolMessage((ToolResult("c1", "t", "x"),))

    check_tool_results([call, answer, UserMessage("more")])
    for history in ([call], [call, UserMessage("more"), answer]):
        with pytest.raises(MissingToolResultsError, match=r"t \(c1\)") as caught:
            check_tool_results(history)
        assert caught.value.tool_call_ids == ("c1",)


def test_an_answered_approval_counts() -> None:
    call = ToolCall("c1", "t", {})
    asked = AssistantMessage((call, ToolApprovalRequest("a1", call)))

    check_tool_results([asked, ToolMessage((ToolApprovalResponse("a1", True),))])
