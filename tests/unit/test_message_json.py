"""Messages in storage: everything comes back, old documents stay readable, new ones are told."""

from __future__ import annotations

import datetime
import json
import math
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, strategies as st

from ai_sdk import (
    AssistantMessage,
    CustomPart,
    FilePart,
    FileReference,
    FileURL,
    ImagePart,
    InvalidArgumentError,
    InvalidPromptError,
    InvalidToolInputError,
    ReasoningPart,
    SystemMessage,
    TextPart,
    ToolCall,
    ToolMessage,
    ToolResult,
    UserMessage,
    messages_from_json,
    messages_to_json,
)
from ai_sdk.engine.part_fields import PARTS
from ai_sdk.types.tools import ContentOutput, ErrorOutput, JSONOutput, TextOutput

CORPUS = Path(__file__).parents[1] / "corpus"
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452")

plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=3),
    max_leaves=12,
)
metadata = st.dictionaries(
    st.sampled_from(["openai", "anthropic", "google"]),
    st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), plain, max_size=3),
    max_size=2,
)


def round_trip(*messages: Any) -> list[Any]:
    return messages_from_json(messages_to_json(messages))


@pytest.mark.parametrize("path", sorted(CORPUS.glob("messages_*.json")), ids=lambda p: p.name)
def test_stored_conversations_keep_loading(path: Path) -> None:
    stored = path.read_text()

    messages = messages_from_json(stored)

    assert json.loads(messages_to_json(messages)) == json.loads(stored)


def test_the_first_corpus_holds_what_it_held() -> None:
    system, user, said, answers, more, results, last = messages_from_json(
        (CORPUS / "messages_v1.json").read_bytes()
    )

    assert system.content == "Be brief."
    assert system.provider_options["anthropic"] == {"cache_control": {"type": "ephemeral"}}
    assert [getattr(part, "data", None) for part in user.content] == [
        None,
        PNG,
        FileURL("https://example.com/report.pdf"),
        FileReference({"openai": "file-1"}),
        b"RIFF\0\0\0\0WAVE",
    ]
    parts: Any = said.content
    assert parts[0].provider_metadata["openai"]["n"] == 12345678901234567890
    assert parts[5].input == {"at": ["a", 1, None, True]}
    assert isinstance(parts[6].error, InvalidToolInputError)
    assert parts[6].error.tool_call_id == "c2"
    assert parts[10].tool_call.tool_name == "delete"
    assert [part.type for part in answers.content] == [
        "tool-result",
        "tool-result",
        "tool-approval-response",
        "tool-result",
    ]
    outputs: Any = results.content
    assert outputs[0].model_output == ContentOutput(
        (TextPart("A chart:"), FilePart(PNG, "image/png"))
    )
    assert (outputs[1].output, outputs[1].model_output) == (
        {"rows": [1, 2]},
        TextOutput("two rows"),
    )
    assert outputs[2].model_output == ErrorOutput({"code": 7})
    assert len(more.content) == 3
    assert last.content == (TextPart("It is a picture."),)


@given(metadata, plain)
def test_metadata_and_input_come_back_as_the_very_same_json(fields: Any, arguments: Any) -> None:
    part = ReasoningPart("r", provider_metadata=fields)
    call = ToolCall("c", "t", arguments, provider_metadata=fields)

    (message,) = round_trip(AssistantMessage([part, call]))

    back: Any = message.content
    assert json.dumps(back[0].provider_metadata) == json.dumps(fields)
    assert json.dumps(back[1].provider_metadata) == json.dumps(fields)
    assert json.dumps(back[1].input) == json.dumps(arguments)


def test_a_path_is_stored_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "dot.png").write_bytes(PNG)

    (message,) = round_trip(UserMessage([ImagePart(tmp_path / "dot.png")]))

    assert message == UserMessage((FilePart(PNG, "image/png", "dot.png"),))
    assert str(tmp_path) not in messages_to_json([message])


def test_a_return_value_is_kept_beside_what_the_model_saw() -> None:
    result = ToolResult("c", "t", {"when": datetime.date(2026, 1, 2)}, TextOutput("today"))

    (message,) = round_trip(ToolMessage([result]))

    assert message.content[0] == ToolResult("c", "t", {"when": "2026-01-02"}, TextOutput("today"))


def test_a_result_that_looks_like_a_form_stays_what_it_is() -> None:
    odd = {"type": "text", "value": "x"}
    result = ToolResult("c", "t", odd, JSONOutput(odd))

    (message,) = round_trip(ToolMessage([result]))

    assert message.content[0].model_output == JSONOutput(odd)
    assert message.content[0].output == odd


def test_nothing_is_a_conversation_too() -> None:
    assert messages_from_json(messages_to_json([])) == []


def test_system_messages_are_kept() -> None:
    assert round_trip(SystemMessage("x")) == [SystemMessage("x")]


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"p": {"x": b"raw"}}, r"messages\[0\].content\[0\].provider_metadata.p.x holds bytes"),
        ({"p": {"x": [math.nan]}}, r"provider_metadata.p.x\[0\] holds float nan"),
        ({"p": {"x": {1: 2}}}, r"provider_metadata.p.x holds dict"),
        ({"p": {"x": object()}}, "holds object"),
    ],
)
def test_what_json_cannot_hold_is_refused(fields: Any, where: str) -> None:
    with pytest.raises(InvalidArgumentError, match=where):
        messages_to_json([AssistantMessage([TextPart("a", provider_metadata=fields)])])


def test_endless_nesting_is_refused() -> None:
    deep: Any = "x"
    for _ in range(5_000):
        deep = [deep]
    with pytest.raises(InvalidArgumentError, match="nested too deeply"):
        messages_to_json([AssistantMessage([CustomPart("openai.x", {"deep": deep})])])


def document(**changes: Any) -> str:
    whole = {"format": "ai_sdk.messages", "version": "1.0", "messages": [], **changes}
    return json.dumps(whole)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nonsense", "no JSON text"),
        ("[]", "not written by messages_to_json"),
        ('{"messages": []}', "not written by messages_to_json"),
        (document(version="one"), "its version is 'one'"),
        (document(version=None), "its version is None"),
        (document(version="2.0"), r"version 2\.0 of its format .* reads versions 1\.x"),
        (document(messages={}), "no list of messages"),
        (document(messages=[{"role": "user"}]), "content is missing"),
        (
            document(
                version="1.7",
                messages=[{"role": "user", "content": [{"type": "text", "text": "a", "mood": 1}]}],
            ),
            r"version 1\.7 .* unknown field 'mood'",
        ),
        (
            document(version="1.7", messages=[{"role": "user", "content": [{"type": "smell"}]}]),
            r"version 1\.7 .* not 'smell'",
        ),
    ],
)
def test_other_documents_are_refused_with_a_reason(text: str, words: str) -> None:
    with pytest.raises(InvalidPromptError, match=words):
        messages_from_json(text)


def test_a_newer_minor_version_loads_as_long_as_it_holds_nothing_new() -> None:
    messages = [{"role": "user", "content": "hi"}]

    assert messages_from_json(document(version="1.7", messages=messages)) == [UserMessage("hi")]


_SAMPLES: dict[str, Any] = {
    "provider_options": {"p": {"x": [1]}},
    "provider_metadata": {"p": {"signature": "s"}},
    "data": b"%PDF-1.7",
    "image": PNG,
    "media_type": "application/pdf",
    "source_type": "document",
    "input": {"a": 1},
    "output": {"rows": [1]},
    "model_output": TextOutput("one row"),
    "error": InvalidToolInputError("bad", tool_name="t", tool_call_id="c"),
    "tool_call": ToolCall("c", "t", {"a": 1}),
    "approved": True,
}
"""A value for each field of the parts that is no text and no flag."""

_TEXTS = (
    "text kind id url title filename reason tool_call_id tool_name approval_id signature".split()
)
_FLAGS = "invalid dynamic provider_executed preliminary is_automatic".split()


def sample(kind: Any, name: str) -> Any:
    if name in ("data", "tool_metadata") and kind is not FilePart:
        return {"any": ["json"]}
    if name == "media_type" and kind is ImagePart:
        return "image/*"
    known = {**dict.fromkeys(_TEXTS, "some text"), **dict.fromkeys(_FLAGS, True), **_SAMPLES}
    assert name in known, f"{kind.__name__}.{name} is new: give it a sample, and see it survive"
    return known[name]


@pytest.mark.parametrize("kind", PARTS.values(), ids=lambda kind: kind.__name__)
def test_every_field_of_every_part_survives(kind: Any) -> None:
    part = kind(**{field.name: sample(kind, field.name) for field in attrs.fields(kind)})
    role = {"ToolResult": ToolMessage, "ToolApprovalResponse": ToolMessage}.get(kind.__name__)
    if kind in (ImagePart, CustomPart, TextPart):
        role = UserMessage

    (message,) = round_trip((role or AssistantMessage)([part]))

    back = message.content[0]
    expected = (
        FilePart(PNG, "image/png", provider_options=part.provider_options)
        if kind is ImagePart
        else part
    )
    assert back == expected
    assert {k: v for k, v in vars(back).items() if k != "error"} == {
        k: v for k, v in vars(expected).items() if k != "error"
    }
