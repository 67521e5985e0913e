"""Descriptions as they are found: names that clash, references that lead nowhere or in a circle."""

from __future__ import annotations

from typing import Any

import pytest

from codegen import __main__ as steps
from codegen.documents import normal_form

from .test_documents import TEXT, normal, openapi, plain


def operation(**more: Any) -> dict[str, Any]:
    return {"operationId": "ask", "responses": {}, **more}


def test_operations_of_one_name_and_one_sound_get_three() -> None:
    paths = {path: {"get": operation()} for path in ("/a/b", "/a-b", "/a.b", "/a_b")}
    found = normal_form({**openapi({}), "paths": paths}, "").operations.values()
    names = [each.name for each in found]

    assert len(set(names)) == 4
    assert names[0] == "ask"
    assert any(name.endswith("_2") for name in names)


def test_a_parameter_that_refers_to_itself_is_none() -> None:
    circle = {"$ref": "#/components/parameters/p"}
    raw = openapi({}, paths={"/a": {"get": operation(parameters=[circle])}})
    raw["components"]["parameters"] = {"p": circle}

    (found,) = normal_form(raw, "").operations.values()
    assert list(found.parameters) == []


def test_a_reference_into_another_file_is_a_defect() -> None:
    raw = openapi({"It": {"type": "object", "properties": {"a": {"$ref": "other.json#/x"}}}})
    found = normal_form(raw, "")

    assert [each for each in found.defects if "other.json#/x, which is not there" in each]
    assert plain(found.schemas["It"])["properties"] == {"a": {}}


def test_null_among_alternatives_of_parts_is_no_object() -> None:
    one, other = ({"type": "object", "properties": {name: TEXT}} for name in ("a", "b"))
    found = normal({"allOf": [{"anyOf": [one, {"type": "null"}]}, other]})

    assert sorted(found["properties"]) == ["a", "b"]
    assert "anyOf" not in found


def test_words_about_a_field_of_another_part_do_not_undo_it() -> None:
    part = {"type": "object", "properties": {"a": {"type": "integer"}}}
    words = {"type": "object", "properties": {"a": {"description": "How many."}}}

    assert normal({"allOf": [part, words]})["properties"]["a"]["type"] == "integer"


@pytest.mark.parametrize("discriminator", [{}, {"propertyName": 7}, {"mapping": {"a": "A"}}])
def test_a_discriminator_without_a_field_tells_nothing(discriminator: dict[str, Any]) -> None:
    ref = {"$ref": "#/components/schemas/A"}
    found = normal({"oneOf": [ref], "discriminator": discriminator}, A={"type": "object"})

    assert "discriminator" not in found


def test_a_member_that_is_no_schema_has_the_tag_that_is_told() -> None:
    ref = {"$ref": "#/components/schemas/A"}
    raw = {"oneOf": [ref, {"type": "object"}], "discriminator": {"propertyName": "kind"}}
    found = normal_form(openapi({"It": raw, "A": True}), "")

    assert "It" in found.schemas


def test_a_command_gets_its_own_arguments(capsys: pytest.CaptureFixture[str]) -> None:
    assert steps.main(["drift", "openai", "--upstream", "/no/such/file"]) == 2
    assert "cannot read" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        steps.main(["nonsense"])
