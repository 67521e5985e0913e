"""The rules of `compare`: what counts as the same body, and that nothing else does."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from .compare import differences, form_differences

USER = {"role": "user", "content": "hi"}


def chat(message: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"model": "m", "messages": [message], **more}


def responses(given: Any, **more: Any) -> dict[str, Any]:
    return {"model": "m", "input": given, **more}


def call(arguments: str, **more: Any) -> dict[str, Any]:
    return {"id": "1", "type": "function", "function": {"name": "f", "arguments": arguments}} | more


@pytest.mark.parametrize(
    ("api", "left", "right"),
    [
        ("chat", chat(USER, n=1, stream=True, tools=None), chat(USER, stream_options={})),
        ("chat", chat(USER, stop="x", temperature=1), chat(USER, stop=["x"], temperature=1.0)),
        ("chat", chat({"role": "user", "content": [{"type": "text", "text": "hi"}]}), chat(USER)),
        (
            "chat",
            chat({"role": "assistant", "content": "", "tool_calls": [call('{"a":1}', index=0)]}),
            chat({"role": "assistant", "tool_calls": [call('{ "a": 1 }')], "annotations": []}),
        ),
        ("chat", chat(USER, response_format={"type": "text"}), chat(USER)),
        ("responses", responses("hi", include=[]), responses([{"type": "message", **USER}])),
        (
            "responses",
            responses([{"role": "user", "content": [{"type": "input_text", "text": "hi"}]}]),
            responses("hi", text={"format": {"type": "text"}}),
        ),
        ("embeddings", {"input": "a", "encoding_format": "float"}, {"input": ["a"]}),
        ("embeddings", {"input": [1, 2]}, {"input": [[1, 2]]}),
        ("images", {"prompt": "p", "n": 1, "model": "dall-e-2"}, {"prompt": "p"}),
    ],
)
def test_the_same_in_substance(api: str, left: dict[str, Any], right: dict[str, Any]) -> None:
    assert differences(api, left, right) == []
    assert differences(api, right, left) == []


@pytest.mark.parametrize(
    ("api", "left", "right", "line"),
    [
        ("chat", chat(USER, n=2), chat(USER), "body.n: not sent: 2"),
        ("chat", chat(USER), chat(USER, seed=1), "body.seed: not recorded: 1"),
        (
            "chat",
            chat(USER),
            chat({**USER, "role": "system"}),
            "body.messages[0].role: recorded 'user', sent 'system'",
        ),
        (
            "responses",
            responses("hi", store=True),
            responses("hi", store=1),
            "body.store: recorded True, sent 1",
        ),
        (
            "responses",
            responses([{"type": "reasoning", "id": "a"}]),
            responses([]),
            "body.input: recorded [{'type': 'reasoning', 'id': 'a'}], sent []",
        ),
    ],
)
def test_a_difference_is_named(api: str, left: Any, right: Any, line: str) -> None:
    assert differences(api, left, right) == [line]


def file(name: str, data: bytes, kept: int | None = None) -> dict[str, Any]:
    head = base64.b64encode(data[:kept]).decode()
    return {"name": name, "filename": "f.png", "size": len(data), "head_base64": head}


def test_forms_compare_by_fields_sizes_and_the_bytes_that_were_kept() -> None:
    recorded = [{"name": "n", "text": "2"}, file("image[0]", b"abcdef", 3)]
    assert (
        form_differences(recorded, [file("image[]", b"abcdef"), {"name": "n", "text": "2.0"}]) == []
    )
    assert form_differences(recorded, [file("image", b"abxdef"), {"name": "n", "text": "2"}])
    assert form_differences(recorded, [{"name": "n", "text": "2"}])
