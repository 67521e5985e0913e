"""Reasoning and JSON taken out of text: however a stream cuts it, as a plain answer."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, strategies as st

from ai_sdk import (
    CallContext,
    InvalidArgumentError,
    ModelResult,
    ReasoningPart,
    TextDelta,
    TextEnd,
    TextPart,
    TextStart,
    extract_json_middleware,
    extract_reasoning_middleware,
)
from ai_sdk.engine.assemble import Assembler
from ai_sdk.types.run import CallControl

CONTEXT = CallContext("mock", "m", True, CallControl())


def streamed(middleware: Any, *texts: str, end: bool = True) -> list[Any]:
    """The parts of a streamed text."""
    transform = middleware.stream_transform(CONTEXT)
    parts = [TextStart("t"), *(TextDelta("t", text) for text in texts)]
    if end:
        parts.append(TextEnd("t"))
    return [made for part in parts for made in transform.feed(part)] + list(transform.finish())


def content(parts: list[Any]) -> list[tuple[str, str]]:
    assembler = Assembler()
    assembler.feed(parts)
    return told(assembler.content())


def told(parts: Any) -> list[tuple[str, str]]:
    return [(part.type, part.text) for part in parts]


def plain(middleware: Any, *texts: str) -> list[tuple[str, str]]:
    result = ModelResult(tuple(TextPart(text) for text in texts), "stop")
    return told(middleware.transform_result(result, CONTEXT).content)


CASES: list[tuple[dict[str, Any], str, list[tuple[str, str]]]] = [
    ({}, "just text", [("text", "just text")]),
    ({}, "<think>hm</think>yes", [("reasoning", "hm"), ("text", "yes")]),
    ({}, "well <think>hm</think>yes", [("text", "well \nyes"), ("reasoning", "hm")]),
    (
        {},
        "<think>a</think>b<think>c</think>d",
        [("reasoning", "a"), ("text", "b\nd"), ("reasoning", "\nc")],
    ),
    (
        {"separator": " | "},
        "<think>a</think>b<think>c</think>d",
        [("reasoning", "a"), ("text", "b | d"), ("reasoning", " | c")],
    ),
    (
        {"tag_name": "reason"},
        "<reason>a</reason><think>b",
        [("reasoning", "a"), ("text", "<think>b")],
    ),
    ({"start_with_reasoning": True}, "hm</think>yes", [("reasoning", "hm"), ("text", "yes")]),
    ({"start_with_reasoning": True}, "only thoughts", [("reasoning", "only thoughts")]),
    ({}, "<think>never closed", [("reasoning", "never closed")]),
    ({}, "<think></think>yes", [("text", "yes")]),
    ({}, "a < b <thin>k</thin>", [("text", "a < b <thin>k</thin>")]),
    ({}, "ends with <thi", [("text", "ends with <thi")]),
    ({}, "", []),
]


@pytest.mark.parametrize(("settings", "text", "expected"), CASES)
def test_reasoning_between_tags(settings: Any, text: str, expected: Any) -> None:
    middleware = extract_reasoning_middleware(**settings)

    assert plain(middleware, text) == expected
    assert content(streamed(middleware, text)) == expected
    assert content(streamed(middleware, *text)) == expected
    assert content(streamed(middleware, *text, end=False)) == expected


@given(st.lists(st.sampled_from(["<think>", "</think>", "<th", "ink>", "a", "b ", "<", "\n"])))
def test_how_a_stream_cuts_does_not_matter(texts: list[str]) -> None:
    middleware = extract_reasoning_middleware()

    whole = content(streamed(middleware, "".join(texts)))
    assert content(streamed(middleware, *texts)) == whole
    assert plain(middleware, "".join(texts)) == whole


def test_reasoning_blocks_begin_and_end_where_their_tags_stand() -> None:
    parts = streamed(extract_reasoning_middleware(), "a<think>b</think>c<think>d")

    assert [part.type for part in parts] == [
        "text-start", "text-delta",
        "reasoning-start", "reasoning-delta", "reasoning-end",
        "text-delta",
        "reasoning-start", "reasoning-delta", "reasoning-end",
        "text-end",
    ]  # fmt: skip
    assert len({part.id for part in parts if part.type == "reasoning-start"}) == 2


def test_metadata_of_text_is_kept() -> None:
    transform: Any = extract_reasoning_middleware().stream_transform(CONTEXT)
    metadata = {"openai": {"item_id": "msg_1"}}
    parts: list[Any] = [TextStart("t", metadata), TextDelta("t", "<think>a</think>"), TextEnd("t")]

    made = [each for part in parts for each in transform.feed(part)]

    assembler = Assembler()
    assembler.feed(made)
    assert [(part.type, part.provider_metadata) for part in assembler.content()] == [
        ("reasoning", {}),
        ("text", metadata),
    ]


@pytest.mark.parametrize("settings", [{"tag_name": ""}, {"tag_name": None}, {"separator": 7}])
def test_bad_tags_are_refused(settings: Any) -> None:
    with pytest.raises(InvalidArgumentError):
        extract_reasoning_middleware(**settings)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1}', '{"a": 1}'),
        ('```json\n{"a": 1}\n```', '{"a": 1}'),
        ('```\n{"a": 1}\n```', '{"a": 1}'),
        ('```JSON \r\n{"a": 1}\r\n```  \n', '{"a": 1}'),
        ('  \n```json\n{"a": "```"}\n```', '{"a": "```"}'),
        ('```json\n{"a": 1}', '{"a": 1}'),
        ('{"a": 1}\n```', '{"a": 1}'),
        ('  {"a": "x  "}  \n', '{"a": "x  "}'),
        ("``", ""),
        ("", ""),
        ('```json{"a": 1}```', '{"a": 1}'),
        ("```python\nx\n```", "python\nx"),
    ],
)
def test_json_between_fences(text: str, expected: str) -> None:
    middleware = extract_json_middleware()

    assert "".join(piece for _, piece in plain(middleware, text)) == expected
    for pieces in ([text], list(text), [text[:5], text[5:]]):
        assert "".join(piece for _, piece in content(streamed(middleware, *pieces))) == expected


def test_json_is_streamed_as_it_comes() -> None:
    parts = streamed(extract_json_middleware(), "```json\n", '{"a": ', "[1,", " 2]}", "\n``", "`")

    assert [part.text for part in parts if isinstance(part, TextDelta)] == ['{"a":', " [1,", " 2]}"]


def test_json_by_a_function_of_ones_own() -> None:
    def after_colon(text: str) -> str:
        return text.partition(": ")[2]

    middleware = extract_json_middleware(after_colon)

    assert plain(middleware, "Answer: {}") == [("text", "{}")]
    parts = streamed(middleware, "Ans", "wer: {", "}")
    assert [part.text for part in parts if isinstance(part, TextDelta)] == ["{}"]


def test_what_is_no_function_is_refused() -> None:
    bad: Any = "strip"
    with pytest.raises(InvalidArgumentError, match="transform must be a function"):
        extract_json_middleware(bad)


def test_other_content_passes() -> None:
    result = ModelResult((ReasoningPart("r"), TextPart("<think>a</think>b")), "stop")

    made = extract_reasoning_middleware().transform_result(result, CONTEXT)

    assert told(made.content) == [("reasoning", "r"), ("reasoning", "a"), ("text", "b")]


@pytest.mark.parametrize(
    "middleware", [extract_json_middleware(), extract_reasoning_middleware()], ids=["json", "think"]
)
def test_a_text_that_was_never_announced_is_read_all_the_same(middleware: Any) -> None:
    transform = middleware.stream_transform(CONTEXT)
    parts = [TextDelta("t", "```json\n<think>a</think>[1"), TextDelta("t", "]\n```")]
    made = [each for part in parts for each in transform.feed(part)] + list(transform.finish())
    expected = plain(middleware, "```json\n<think>a</think>[1]\n```")

    assert content(made) == expected


def test_what_is_half_read_when_an_answer_breaks_off_comes_out() -> None:
    middleware = extract_json_middleware()
    for text in ("```json\n[1]\n``", "```json\n[1", "``", "talk"):
        assert content(streamed(middleware, text, end=False)) == plain(middleware, text)


def test_facts_of_a_delta_keep_their_place() -> None:
    facts = {"acme": {"n": 1}}
    transform = extract_reasoning_middleware().stream_transform(CONTEXT)
    parts = [TextStart("t"), TextDelta("t", "Hi", facts), TextDelta("t", "!"), TextEnd("t")]
    made = [each for part in parts for each in transform.feed(part)]

    assembler = Assembler()
    assembler.feed(made)
    (text,) = assembler.content()
    assert (text.text, text.provider_metadata) == ("Hi!", facts)
