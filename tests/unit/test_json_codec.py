"""The JSON codec: strict in, compact out, one kind of error."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from ai_sdk.json_codec import MAX_DEPTH, JSONDepthError, JSONError, dumps, loads

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def finite(value: Any) -> bool:
    if isinstance(value, list):
        return all(map(finite, value))
    if isinstance(value, dict):
        return all(map(finite, value.values()))
    return not isinstance(value, float) or value - value == 0


@settings(max_examples=100, deadline=None)
@given(json_values.filter(finite))
def test_what_is_written_reads_back_here_and_elsewhere(value: Any) -> None:
    written = dumps(value)
    assert loads(written) == value
    assert json.loads(written) == value
    assert dumps(loads(written)) == written


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (b'{"a":1,"a":2}', {"a": 2}),
        (b" [1, 2.0] ", [1, 2.0]),
        ("null", None),
        (bytearray(b"true"), True),
        (memoryview(b"1"), 1),
        (b"123456789012345678901234567890", 123456789012345678901234567890),
        (b'"\\ud83d\\ude00"', "\U0001f600"),
        (b'"\\ud83d"', "\ufffd"),
        (b'"a\\ude00b\\ud83dc"', "a\ufffdb\ufffdc"),
        (b'"\\\\ud83d \\ud83d"', "\\ud83d \ufffd"),
        ('"\ud83d"', "\ufffd"),
        ('"\ud83d\ude00"', "\U0001f600"),
    ],
)
def test_reading(text: Any, value: Any) -> None:
    assert loads(text) == value


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (b"", "ends too early"),
        (b'{"a":', "ends too early"),
        (b'"\\ud83d', "ends too early"),
        (b"[1,]", "trailing comma"),
        (b"{} x", "trailing characters"),
        (b"NaN", "not JSON"),
        (b"{'a':1}", "not JSON"),
        (b"1e999", "out of range"),
        (b'"\xff"', "not UTF-8 at byte 0"),
        (b'"\x01"', "not JSON"),
    ],
)
def test_bad_texts(text: bytes, problem: str) -> None:
    with pytest.raises(JSONError, match=problem):
        loads(text)


@pytest.mark.parametrize("one", ["[", '{"a":'])
def test_depth_is_capped(one: str) -> None:
    def nested(depth: int) -> str:
        return one * depth + "1" + ("]" if one == "[" else "}") * depth

    assert loads(nested(MAX_DEPTH))
    with pytest.raises(JSONDepthError, match="128"):
        loads(nested(MAX_DEPTH + 1))
    with pytest.raises(JSONDepthError):
        loads(nested(100_000))


def test_brackets_in_strings_have_no_depth() -> None:
    text = json.dumps(["[" * 300 + '"{\\' * 50, *([{}] * 200)])
    assert loads(text) == json.loads(text)


def test_writing() -> None:
    assert dumps({"b": [1, None, True], "a": "é"}) == b'{"b":[1,null,true],"a":"\xc3\xa9"}'
    assert dumps({"b": 1, "a": {"d": 1, "c": 2}}, sort_keys=True) == b'{"a":{"c":2,"d":1},"b":1}'
    assert dumps((1, b"abc", datetime.date(2024, 5, 17))) == b'[1,"YWJj","2024-05-17"]'
    assert dumps([float("nan"), float("inf")]) == b"[null,null]"
    assert dumps(2**70) == str(2**70).encode()


def test_what_has_no_json_form() -> None:
    circle: list[Any] = []
    circle.append(circle)
    for value in (object(), {"a": {1j}}, {(1, 2): 3}, "\ud83d", circle):
        with pytest.raises(JSONError):
            dumps(value)
