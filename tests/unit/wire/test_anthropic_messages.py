"""Prompts as the system text and the messages of a Messages request."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

import pytest

from ai_sdk.engine.prompt import normal_prompt
from ai_sdk.errors import InvalidPromptError, UnsupportedFunctionalityError
from ai_sdk.types.call import CallWarning, LanguageModelCall
from ai_sdk.types.content import (
    CustomPart,
    FilePart,
    FileReference,
    FileURL,
    ReasoningPart,
    Source,
    TextPart,
    ToolCall,
    ToolResult,
)
from ai_sdk.types.messages import AssistantMessage, SystemMessage, ToolMessage, UserMessage
from ai_sdk.types.tools import (
    ContentOutput,
    DeniedOutput,
    ErrorOutput,
    JSONOutput,
    ProviderTool,
    TextOutput,
    ToolOutput,
)
from ai_sdk.wire.anthropic_messages import PROTOCOL
from ai_sdk.wire.anthropic_messages.dialect import ANTHROPIC, dialect_of

PNG = b"\x89PNG\r\n\x1a\n..."


def sent(
    *messages: Any, tools: tuple[Any, ...] = (), options: Any = None, dialect: Any = ANTHROPIC
) -> tuple[list[Any], tuple[CallWarning, ...]]:
    """The messages of the request, and the warnings."""
    prompt = normal_prompt(None, None, messages)
    given = {} if options is None else {"anthropic": options}
    call = LanguageModelCall(prompt, tools=tools, provider_options=given)
    request = PROTOCOL.build(dialect, "claude-sonnet-4-5", call, False)
    return request.json["messages"], request.warnings


def only(*parts: Any) -> list[Any]:
    """The blocks of one user message; nothing may be warned about."""
    (message,), warnings = sent(UserMessage(list(parts)))
    assert warnings == ()
    content = message["content"]
    return content if isinstance(content, list) else [{"type": "text", "text": content}]


@pytest.mark.parametrize(
    ("part", "block"),
    [
        (TextPart("a"), {"type": "text", "text": "a"}),
        (
            FilePart(PNG),
            {
                "type": "image",
                "source": {
                    "type": "base64",
                    "media_type": "image/png",
                    "data": "iVBORw0KGgouLi4=",
                },
            },
        ),
        (
            FilePart(b"x", "image/*"),
            {
                "type": "image",
                "source": {"type": "base64", "media_type": "image/jpeg", "data": "eA=="},
            },
        ),
        (
            FilePart(FileURL("https://x.org/a"), "image/*"),
            {"type": "image", "source": {"type": "url", "url": "https://x.org/a"}},
        ),
        (
            FilePart(b"a,b", "text/csv", "t.csv"),
            {
                "type": "document",
                "source": {"type": "text", "media_type": "text/plain", "data": "a,b"},
                "title": "t.csv",
            },
        ),
        (
            FilePart(FileReference({"anthropic": "f"}), "image/png"),
            {"type": "image", "source": {"type": "file", "file_id": "f"}},
        ),
        (
            FilePart(
                FileReference({"anthropic": "f"}),
                "application/pdf",
                provider_options={"anthropic": {"container_upload": True}},
            ),
            {"type": "container_upload", "file_id": "f"},
        ),
        (CustomPart("anthropic.x", {"type": "x", "y": None}), {"type": "x", "y": None}),
    ],
)
def test_parts(part: Any, block: Any) -> None:
    assert only(part) == [block]


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (FilePart(b"x", "audio/wav"), "not a file of type audio/wav"),
        (FilePart(FileURL("https://x.org/a.txt"), "text/plain"), "behind a URL"),
        (FilePart(FileReference({"openai": "f"}), "image/png"), "does not hold this file"),
    ],
)
def test_files_that_cannot_be_sent(part: Any, words: str) -> None:
    with pytest.raises(UnsupportedFunctionalityError, match=words):
        sent(UserMessage([part]))


def test_a_text_file_is_text() -> None:
    with pytest.raises(InvalidPromptError, match="UTF-8"):
        sent(UserMessage([FilePart(b"\xff\xfe\xfa", "text/plain", "a.txt")]))


def test_paths_are_read(tmp_path: Any) -> None:
    (tmp_path / "a.txt").write_text("hi")
    (block,) = only(FilePart(PurePath(tmp_path / "a.txt")))
    assert (block["source"]["data"], block["title"]) == ("hi", "a.txt")


def test_neighbours_of_one_role_are_one_message() -> None:
    messages, _ = sent(
        UserMessage("a"), UserMessage("b"), AssistantMessage("c"), AssistantMessage("d")
    )
    assert [(m["role"], len(m["content"])) for m in messages] == [("user", 2), ("assistant", 2)]


def test_empty_texts_are_left_out() -> None:
    messages, _ = sent(UserMessage([TextPart(""), TextPart("a")]), AssistantMessage(""))
    assert messages == [{"role": "user", "content": "a"}]


def test_the_last_word_loses_its_white_space() -> None:
    messages, _ = sent(UserMessage("a"), AssistantMessage("b \n"))
    assert messages[1]["content"] == "b"
    messages, _ = sent(UserMessage("a"), AssistantMessage(" "))
    assert messages[0] == {"role": "user", "content": "a"}


@pytest.mark.parametrize(
    ("form", "block"),
    [
        (TextOutput("a"), {"content": "a"}),
        (TextOutput(""), {}),
        (JSONOutput({"a": 1}), {"content": '{"a":1}'}),
        (JSONOutput("a"), {"content": '"a"'}),
        (ErrorOutput("no"), {"content": "no", "is_error": True}),
        (ErrorOutput({"a": 1}), {"content": '{"a":1}', "is_error": True}),
        (DeniedOutput("later"), {"content": "later"}),
        (DeniedOutput(), {"content": "The tool call was not approved."}),
        (
            ContentOutput((TextPart("a"), FilePart(FileURL("https://x.org/a.png"), "image/png"))),
            {
                "content": [
                    {"type": "text", "text": "a"},
                    {"type": "image", "source": {"type": "url", "url": "https://x.org/a.png"}},
                ]
            },
        ),
    ],
)
def test_outputs_of_tools(form: ToolOutput, block: Any) -> None:
    messages, _ = sent(
        UserMessage("a"),
        AssistantMessage([ToolCall("t1", "f", {})]),
        ToolMessage([ToolResult("t1", "f", None, form)]),
    )
    assert messages[2]["content"] == [{"type": "tool_result", "tool_use_id": "t1", **block}]


def test_calls_go_back_with_what_belongs_to_them() -> None:
    caller = {"type": "code_execution_20250825", "tool_id": "s"}
    call = ToolCall("t1", "f", {"a": 1}, provider_metadata={"anthropic": {"caller": caller}})
    bad = ToolCall("t2", "f", "no JSON", invalid=True)
    messages, _ = sent(
        UserMessage("a"),
        AssistantMessage([call, bad]),
        ToolMessage([ToolResult("t1", "f", "x"), ToolResult("t2", "f", "x")]),
    )
    assert messages[1]["content"] == [
        {"type": "tool_use", "id": "t1", "name": "f", "input": {"a": 1}, "caller": caller},
        {"type": "tool_use", "id": "t2", "name": "f", "input": {"arguments": "no JSON"}},
    ]


def test_the_result_of_a_set_of_tools_names_the_set() -> None:
    of_set = {"anthropic": {"toolset_name": "browser"}}
    messages, _ = sent(
        UserMessage("a"),
        AssistantMessage([ToolCall("t1", "navigate", {"url": "x"}, provider_metadata=of_set)]),
        ToolMessage([ToolResult("t1", "navigate", "done")]),
    )
    assert messages[1]["content"][0]["toolset_name"] == "browser"
    assert messages[2]["content"][0]["toolset_name"] == "browser"


def test_a_tool_goes_by_its_name_on_the_wire() -> None:
    shell = ProviderTool("anthropic.bash_20250124", {}, "shell")
    messages, _ = sent(
        UserMessage("a"),
        AssistantMessage([ToolCall("t1", "shell", {"command": "ls"})]),
        ToolMessage([ToolResult("t1", "shell", "x")]),
        tools=(shell,),
    )
    assert messages[1]["content"][0]["name"] == "bash"


def test_sources_and_texts_with_citations() -> None:
    cited = [{"type": "page_location", "document_index": 0}]
    text = TextPart("a", provider_metadata={"anthropic": {"citations": cited}})
    messages, warnings = sent(
        UserMessage("a"),
        AssistantMessage([text, Source("s", url="https://x.org")]),
        UserMessage("b"),
    )
    assert messages[1]["content"] == [{"type": "text", "text": "a", "citations": cited}]
    assert warnings == ()


def test_thinking_can_be_left_out() -> None:
    thought = ReasoningPart("t", provider_metadata={"anthropic": {"signature": "s"}})
    said = AssistantMessage([thought, TextPart("a")])
    messages, _ = sent(UserMessage("a"), said, UserMessage("b"))
    assert messages[1]["content"][0] == {"type": "thinking", "thinking": "t", "signature": "s"}
    messages, warnings = sent(
        UserMessage("a"), said, UserMessage("b"), options={"send_reasoning": False}
    )
    assert messages[1]["content"] == "a"
    assert warnings == ()


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (ReasoningPart("t"), "reasoning without a signature"),
        (
            ReasoningPart("t", provider_metadata={"google": {"thought_signature": "x"}}),
            "reasoning without a signature",
        ),
        (FilePart(PNG, "image/png"), "a file of type image/png"),
        (CustomPart("openai.compaction", {}), "openai.compaction is not for this provider"),
        (ToolCall("x", "web_search", {}, provider_executed=True), "the call of web_search"),
        (
            ToolResult("x", "web_search", {}, provider_executed=True),
            "a result of web_search",
        ),
    ],
)
def test_what_cannot_be_said_here_is_named(part: Any, words: str) -> None:
    messages, warnings = sent(UserMessage("a"), AssistantMessage([part]), UserMessage("b"))
    assert [message["role"] for message in messages] == ["user"]
    (warning,) = warnings
    assert words in warning.message
    assert "left out" in warning.message


def test_options_of_a_part_that_nobody_knows() -> None:
    part = TextPart("a", provider_options={"anthropic": {"detail": "high"}})
    _, warnings = sent(UserMessage([part]))
    assert warnings[0].message == 'anthropic: a block of type text has no option "detail"'


def test_another_vendor_reads_its_own_metadata_and_anthropics() -> None:
    own = ReasoningPart("t", provider_metadata={"acme": {"signature": "a"}})
    other = ReasoningPart("u", provider_metadata={"anthropic": {"signature": "b"}})
    messages, warnings = sent(
        UserMessage("a"),
        AssistantMessage([own, other]),
        UserMessage("b"),
        dialect=dialect_of("acme"),
    )
    assert [block["signature"] for block in messages[1]["content"]] == ["a", "b"]
    assert warnings == ()


def test_a_whole_message_of_the_providers_own() -> None:
    change = {"role": "system", "content": [{"type": "tool_addition", "tool": {"name": "f"}}]}
    messages, _ = sent(UserMessage([TextPart("a"), CustomPart("anthropic.message", change)]))
    assert messages == [{"role": "user", "content": "a"}, change]


def test_an_empty_instruction_is_none() -> None:
    call = LanguageModelCall((SystemMessage(""), UserMessage("Hi")))
    assert "system" not in PROTOCOL.build(ANTHROPIC, "claude-sonnet-4-5", call, False).json


def test_a_document_block_of_its_own_is_counted_among_the_documents() -> None:
    block = {"type": "document", "title": "T", "source": {"type": "text", "data": "x"}}
    own = CustomPart("anthropic.document", block)
    request = PROTOCOL.build(
        ANTHROPIC, "claude-sonnet-4-5", LanguageModelCall((UserMessage((own,)),)), False
    )

    assert request.json["messages"][0]["content"] == [block]
    assert request.context["documents"] == (("T", "application/pdf"),)


def test_items_of_its_own_beside_results_and_a_break_of_the_cache() -> None:
    own = CustomPart("anthropic.tool_reference", {"type": "tool_reference"})
    other = CustomPart("openai.thing", {"type": "thing"})
    messages, warnings = sent(
        UserMessage("Hi"),
        AssistantMessage(
            (TextPart("Well"), ToolCall("t1", "look", {})),
            provider_options={"anthropic": {"cache_control": {"type": "ephemeral"}}},
        ),
        ToolMessage((ToolResult("t1", "look", TextOutput("x")), own, other)),
    )

    assert messages[1]["content"][-1]["cache_control"] == {"type": "ephemeral"}
    assert messages[2]["content"][-1] == {"type": "tool_reference"}
    assert [warning.setting for warning in warnings] == ["openai.thing"]
