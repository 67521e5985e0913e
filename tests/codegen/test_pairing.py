"""Which member of our union stands for which of theirs, and what is found once they are paired."""

from __future__ import annotations

from typing import Any

import pytest

from codegen.documents import normal_form
from codegen.documents.form import PREFIX
from codegen.drift.compare import compare
from codegen.drift.upstream import Upstream

Node = dict[str, Any]
TEXT = {"type": "string"}


def thing(*names: str, tag: tuple[str, ...] = (), **more: Any) -> Node:
    """An object of texts; `tag` are the constants of its type."""
    fields: Node = dict.fromkeys(names, TEXT)
    if tag:
        fields = {"type": {"type": "string", "enum": list(tag)}, **fields}
    return {"type": "object", "properties": fields, **more}


def document(node: Node, schemas: Node) -> Node:
    body = {"type": "object", "properties": {"a": node}}
    content = {"application/json": {"schema": body}}
    operation = {"operationId": "ask", "responses": {"200": {"content": content}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "tiny", "version": "1"},
        "paths": {"/ask": {"get": operation}},
        "components": {"schemas": schemas},
    }


def one_of(members: list[Node] | Node) -> tuple[Node, Node]:
    """A union, and the named schemas behind it."""
    if isinstance(members, list):
        return {"anyOf": members}, {}
    return {"anyOf": [{"$ref": PREFIX + name} for name in members]}, members


def found(
    ours: list[Node] | Node, theirs: list[Node] | Node, names: dict[str, str] | None = None
) -> list[tuple[str, str]]:
    """Kind and detail of each difference between two unions."""
    one, other = (normal_form(document(*one_of(each)), "") for each in (ours, theirs))
    upstream = Upstream(schemas=names or {})
    return [(each.kind, each.detail) for each in compare(one, other, upstream).findings]


def test_one_loose_object_stands_for_several_closed_ones() -> None:
    ours = [thing("a", "b", "c")]
    assert found(ours, [thing("a"), thing("b", "c")]) == []
    assert found(ours, [thing("a"), thing("b")]) == [("field-removed", "")]


def test_what_a_loose_object_has_no_place_for_is_new() -> None:
    kinds = found([thing("a", "b")], [thing("a"), thing("b"), thing("z", tag=("zebra",))])
    assert kinds == [("member-added", "type: zebra")]


def test_a_field_of_several_is_needed_if_all_of_them_need_it() -> None:
    ours = [thing("a", "b", required=["a"])]
    both = [thing("a", required=["a"]), thing("a", "b", required=["a", "b"])]
    assert found(ours, both) == []
    assert found(ours, [both[0], thing("a", "b", required=["b"])]) == [("field-optional", "")]


def test_a_field_of_several_may_be_what_it_is_in_any() -> None:
    theirs = [thing("a"), {"type": "object", "properties": {"a": {"type": "integer"}}}]
    assert found([thing("a")], theirs) == [("field-widened", "string -> integer | string")]


def test_a_loose_object_that_holds_none_of_theirs_is_paired_by_likeness() -> None:
    kinds = found([thing("a", "b", "c")], [thing("a", "b", "x"), thing("y")])
    assert kinds == [
        ("field-removed", ""),
        ("field-added", "x"),
        ("member-added", ""),
    ]


def test_one_of_ours_has_the_names_of_several_of_theirs() -> None:
    """A tool and its dated versions."""
    ours = [thing("a", "b", tag=("tool_1", "tool_2")), thing("q", tag=("other",))]
    theirs = [
        thing("a", tag=("tool_1",)),
        thing("a", "b", tag=("tool_2",)),
        thing("q", tag=("other",)),
    ]
    assert found(ours, theirs) == []
    fresh = [*theirs, thing("a", tag=("tool_3",))]
    assert found(ours, fresh) == [("member-added", "type: tool_3")]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({}, [("member-removed", "type: old"), ("member-added", "type: new")]),
        (
            {"Old": "Renamed"},
            [("enum-grown", "+ 'new'"), ("enum-shrunk", "- 'old'")],
        ),
        (
            {"Old": "Gone"},
            [("member-removed", "type: old"), ("member-added", "type: new")],
        ),
    ],
    ids=["not told", "told", "told of another"],
)
def test_the_map_says_which_schema_it_is_called_there(
    names: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    same = thing("q", tag=("other",))
    ours = {"Old": thing("a", tag=("old",)), "Other": same}
    theirs = {"Renamed": thing("a", tag=("new",)), "Other": same}
    assert sorted(found(ours, theirs, names)) == sorted(expected)


def test_a_type_that_may_be_any_text_is_no_tag() -> None:
    """Then the two are told by their fields."""
    ours = [thing("type", "a", "b"), thing("type", "y", "z")]
    theirs = [thing("type", "y", "z"), thing("type", "a", "b")]
    assert found(ours, theirs) == []


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ({"type": "string", "enum": ["x"]}, TEXT, [("enum-opened", "")]),
        (
            {"anyOf": [{"type": "string", "enum": ["x"]}, TEXT]},
            TEXT,
            [],
        ),
        (
            thing(additionalProperties={"type": "integer"}),
            thing(additionalProperties=True),
            [("field-widened", "anything")],
        ),
        (thing(additionalProperties={"type": "integer"}), thing("a"), [("field-added", "a")]),
        (
            thing(additionalProperties={"type": "integer"}),
            {"type": "object"},
            [("field-widened", "anything")],
        ),
    ],
    ids=["opened", "was open", "anything", "fields instead", "nothing said"],
)
def test_values(ours: Node, theirs: Node, expected: list[tuple[str, str]]) -> None:
    one, other = (normal_form(document(each, {}), "") for each in (ours, theirs))
    assert [(each.kind, each.detail) for each in compare(one, other, None).findings] == expected
