"""JSON with talk or a fence around it: found whole and piece by piece alike."""

from __future__ import annotations

import json

import pytest

from ai_sdk.partial_json import Enclosed, PartialJSON, enclosed_json

FOUND = [
    ('{"a": 1}', {"a": 1}),
    ('  \n{"a": 1}\n', {"a": 1}),
    ('```json\n{"a": 1}\n```', {"a": 1}),
    ('```\n{ "a": 1 }\n```\n', {"a": 1}),
    ('Sure! Here it is:\n\n```json\n{"a": {"b": 2}}\n```\nAnything else?', {"a": {"b": 2}}),
    (
        'The set {1, 2} and the list [1] and the box [ ] lead to {\n  "a": "}"\n} as asked.',
        {"a": "}"},
    ),
    ('Use {} here: {"a": 1}', {"a": 1}),
    ('It is {"a": 1} or {"a": 2}.', {"a": 1}),
]


@pytest.mark.parametrize(("text", "value"), FOUND)
@pytest.mark.parametrize("objects_only", [True, False])
def test_the_first_object_is_found_in_pieces_of_any_size(
    text: str, value: object, objects_only: bool
) -> None:
    whole = enclosed_json(text, objects_only=objects_only)
    assert whole is not None
    assert json.loads(whole) == value
    for size in (1, 2, 3, 7, 100):
        found, parser = Enclosed(objects_only=objects_only), PartialJSON(loose=True)
        for at in range(0, len(text), size):
            parser.feed(found.feed(text[at : at + size]))
        assert parser.end() == value


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('Use {"a": 1}, please.', '{"a": 1}'),
        ('List: ["a"]', '["a"]'),
        ('List: [{"a": 1}]', '[{"a": 1}]'),
        ("```\n[1, 2]\n```", "[1, 2]"),
        ("```json\n42\n```", "42"),
        ("As [1] says, no.", None),
        ("I cannot do that.", None),
        ("", None),
        ('Cut: {"a": {"b": 1}, "c": ', None),  # what is inside is not the whole
        ('Odd: {"a" 1}', None),
    ],
)
def test_lists_and_what_is_no_json(text: str, found: str | None) -> None:
    assert enclosed_json(text) == found


@pytest.mark.parametrize("text", ["{", "[1", '"x', "-1", "07", "9", "tr", "fal", "nul"])
@pytest.mark.parametrize("space", ["", " \n"])
def test_a_text_that_begins_as_json_is_given_whole(text: str, space: str) -> None:
    found = Enclosed()
    assert found.feed(space) == ""
    assert found.feed(space + text + space) == text + space
    assert found.feed(space + "x") == space + "x"


@pytest.mark.parametrize("text", ["[1", '["x"', '"x', "-1", "true", "Sure:"])
def test_where_an_object_is_wanted_all_else_is_talk(text: str) -> None:
    found = Enclosed(objects_only=True)
    assert found.feed(text) == ""
    assert found.feed(', {"a": 1') == '{"a": 1'
    assert Enclosed(objects_only=True).feed("{ ") == "{ "


def test_what_nests_too_deep_is_not_found() -> None:
    assert enclosed_json("x " + "[" * 100_000) is None


def test_talk_with_many_brackets_is_not_kept() -> None:
    found = Enclosed(objects_only=True)

    for _ in range(1000):
        assert found.feed("no {" + " " * 200) == ""
        assert len(found._held) <= 81

    assert found.feed('{"a') == '{"a'
