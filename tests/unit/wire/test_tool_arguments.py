"""Arguments that go back to a model are an object, whatever the model wrote."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, strategies as st

from ai_sdk.errors import InvalidArgumentError
from ai_sdk.json_codec import loads
from ai_sdk.wire.tool_arguments import arguments_json, arguments_object, custom_input

FORMS: list[tuple[Any, dict[str, Any]]] = [
    ({"a": 1}, {"a": 1}),
    ('{"a": 1}', {"a": 1}),
    ("", {}),
    ("  \n", {}),
    (None, {}),
    ("null", {}),
    ('{"a": ', {"arguments": '{"a": '}),
    ("[1]", {"arguments": [1]}),
    ('"text"', {"arguments": "text"}),
    ([1], {"arguments": [1]}),
    (7, {"arguments": 7}),
]


@pytest.mark.parametrize(("written", "expected"), FORMS)
def test_as_an_object_and_as_its_text(written: Any, expected: dict[str, Any]) -> None:
    assert arguments_object(written) == expected
    assert loads(arguments_json(written, "t")) == expected


def test_an_object_is_copied() -> None:
    own = {"a": 1}
    assert arguments_object(own) is not own


def test_the_text_of_an_object_stays_as_it_was_written() -> None:
    assert arguments_json('{ "a" :1}', "t") == '{ "a" :1}'


@given(st.text())
def test_any_text_becomes_an_object(text: str) -> None:
    assert isinstance(loads(arguments_json(text, "t")), dict)


def test_a_custom_tool_takes_any_text() -> None:
    assert custom_input('{"a": ', "t") == '{"a": '
    assert custom_input({"a": 1}, "t") == '{"a":1}'


@pytest.mark.parametrize("write", [arguments_json, custom_input])
def test_what_has_no_json_form_is_refused(write: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="the input of the tool call 't' cannot be sent"):
        write({"a": object()}, "t")
