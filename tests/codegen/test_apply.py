"""`drift --apply`: additive facts go into our spec, everything else in it stays as it was."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from codegen.documents import normal_form, read
from codegen.documents.load import parse_yaml
from codegen.drift import adopt
from codegen.drift.apply import Applied, apply
from codegen.drift.compare import compare
from codegen.drift.findings import Finding
from codegen.drift.writing import SpecText
from codegen.targets import ROOT, Options, Target, targets

from . import mutations

OURS = """\
# Our own words.
openapi: 3.1.0
info: {title: tiny, version: '1'}
paths:
  /ask:
    post:
      operationId: ask
      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Ask'}
      responses:
        '200':
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Answer'}
components:
  schemas:
    Answer:
      description: What came of it.
      type: object
      required: [id]   # the rest may be missing
      properties:
        id: {type: string}
        level: {type: string, enum: [low, high]}
        parts:
          type: array
          items:
            anyOf:
              - {$ref: '#/components/schemas/Part'}
              - {$ref: '#/components/schemas/Sound'}
    Ask:
      description: A question.
      type: object
      required: [text]
      properties:
        text: {type: string}   # the question itself
        top_k:
          # between 1 and 100
          type: integer
        level: {type: string, enum: [low, high]}
        user: {$ref: '#/components/schemas/User'}
    Part:
      description: A piece.
      type: object
      required: [type]
      properties:
        type: {type: string, enum: [part]}
    Sound:
      description: A noise.
      type: object
      required: [type]
      properties:
        type: {type: string, enum: [sound]}
    User:
      description: Who asks.
      type: object
      properties:
        id: {type: string}
"""
TARGET = Target("tiny", "Tiny", {"tiny": ("ask",)}, (Options("TinyOptions", "NAMES", ("Ask",)),))
Edit = Callable[[dict[str, Any]], None]


def applied(change: Edit, text: str = OURS) -> tuple[Applied, list[Finding]]:
    """What is written for a change of theirs, and what a second look still finds."""
    theirs = parse_yaml(text)
    change(theirs)
    other = normal_form(theirs, "theirs")
    found = compare(normal_form(parse_yaml(text), "ours"), other)
    done = apply(text, found, other, TARGET)
    again = compare(normal_form(parse_yaml(done.text), "ours"), other)
    return done, again.findings


def schemas(whole: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = whole["components"]["schemas"]
    return found


def fields(whole: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = schemas(whole)[name]["properties"]
    return found


def lines(text: str) -> tuple[list[str], list[str]]:
    """Lines that are gone, and lines that are new."""
    before, after = OURS.splitlines(), text.splitlines()
    return [each for each in before if each not in after], [
        each for each in after if each not in before
    ]


class TestFields:
    def test_an_option_arrives_with_a_mark(self) -> None:
        words = {"description": "Their sentence.", "type": "integer", "minimum": 1}
        done, again = applied(lambda d: fields(d, "Ask").update(seed=words))
        gone, new = lines(done.text)
        assert gone == []
        assert new == [
            "        seed:",
            "          description: ''  # review",
            "          x-option: true",
        ]
        assert parse_yaml(done.text)["components"]["schemas"]["Ask"]["properties"]["seed"] == {
            "description": "",
            "x-option": True,
            "type": "integer",
        }
        assert "Their sentence" not in done.text
        assert again == []

    def test_what_a_call_sets_itself_is_no_option(self) -> None:
        done, _ = applied(lambda d: fields(d, "Ask").update(stream={"type": "boolean"}))
        assert (
            "x-option"
            not in parse_yaml(done.text)["components"]["schemas"]["Ask"]["properties"]["stream"]
        )

    def test_a_field_with_schemas_of_its_own_brings_them(self) -> None:
        def change(whole: dict[str, Any]) -> None:
            fields(whole, "Answer")["usage"] = {
                "oneOf": [{"$ref": "#/components/schemas/api.usage"}, {"type": "null"}]
            }
            schemas(whole)["api.usage"] = {
                "type": "object",
                "description": "Their words.",
                "properties": {
                    "by": {"$ref": "#/components/schemas/User"},
                    "more": {"$ref": "#/components/schemas/api.usage"},
                },
            }

        done, again = applied(change)
        found = schemas(parse_yaml(done.text))
        assert found["Answer"]["properties"]["usage"]["anyOf"] == [
            {"$ref": "#/components/schemas/ApiUsage"},
            {"type": "null"},
        ]
        assert found["ApiUsage"] == {
            "description": "",
            "type": "object",
            "properties": {
                "by": {"$ref": "#/components/schemas/User"},
                "more": {"$ref": "#/components/schemas/ApiUsage"},
            },
        }
        assert list(found) == sorted(found)
        assert again == []

    def test_a_name_of_ours_that_means_something_else_is_not_taken(self) -> None:
        def change(whole: dict[str, Any]) -> None:
            named = schemas(whole)
            named["Caller"] = named.pop("User")
            fields(whole, "Ask")["user"] = {"$ref": "#/components/schemas/Caller"}
            named["User"] = {"type": "object", "properties": {"email": {"type": "string"}}}
            fields(whole, "Answer")["owner"] = {"$ref": "#/components/schemas/User"}

        done, again = applied(change)
        found = schemas(parse_yaml(done.text))
        assert found["Answer"]["properties"]["owner"]["$ref"] == "#/components/schemas/User2"
        assert list(found["User2"]["properties"]) == ["email"]
        assert again == []

    def test_comments_and_order_stay(self) -> None:
        done, _ = applied(lambda d: fields(d, "Ask").update(seed={"type": "integer"}))
        for comment in (
            "# Our own words.",
            "# the rest may be missing",
            "# the question itself",
            "# between 1 and 100",
        ):
            assert comment in done.text
        assert done.text.index("top_k") < done.text.index("seed") < done.text.index("Part:")


def _set(name: str, field: str, node: Any) -> Edit:
    return lambda whole: fields(whole, name).update({field: node})


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (_set("Ask", "top_k", {"type": ["integer", "null"]}), "field-nullable"),
        (_set("Ask", "level", {"type": "string", "enum": ["low", "high"], "nullable": True}), "field-nullable"),
        (_set("Ask", "user", {"anyOf": [{"$ref": "#/components/schemas/User"}, {"type": "null"}]}), "field-nullable"),
        (_set("Ask", "text", {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}), "field-widened"),
        (_set("Ask", "level", {"type": "string", "enum": ["low", "high", "max"]}), "enum-grown"),
        (_set("Answer", "level", {"type": "string", "enum": ["low", "high", "max"]}), "enum-grown"),
        (_set("Ask", "level", {"anyOf": [{"type": "string", "enum": ["low", "high"]}, {"type": "string"}]}), "enum-opened"),
        (_set("Answer", "id", {"type": "string", "enum": ["a", "b"]}), "enum-closed"),
        (lambda d: schemas(d)["Ask"].update(required=[]), "field-optional"),
        (lambda d: schemas(d)["Answer"].update(required=["id", "level"]), "field-required"),
        (lambda d: schemas(d)["User"]["properties"].update(name={"type": "string"}), "field-added"),
        (_set("Ask", "top_k", {"type": "integer", "deprecated": True}), "field-deprecated"),
        (lambda d: d["paths"]["/ask"]["post"].update(deprecated=True), "operation-deprecated"),
        (lambda d: d["paths"]["/ask"]["post"].update(parameters=[{"name": "beta", "in": "header", "schema": {"type": "string"}}]), "parameter-added"),
        (lambda d: fields(d, "Answer")["parts"]["items"]["anyOf"].append({"type": "object", "properties": {"type": {"type": "string", "enum": ["fresh"]}}}), "member-added"),
    ],
)  # fmt: skip
def test_every_additive_kind_is_written_once(change: Edit, kind: str) -> None:
    done, again = applied(change)
    assert [each.kind for each in done.applied] == [kind]
    assert (done.left, again) == ([], [])


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda d: fields(d, "Ask").pop("top_k"), "field-removed"),
        (_set("Ask", "top_k", {"type": "string"}), "field-retyped"),
        (lambda d: schemas(d)["Ask"]["required"].append("top_k"), "field-required"),
        (_set("Ask", "level", {"type": "string", "enum": ["low"]}), "enum-shrunk"),
        (_set("Ask", "user", {}), "field-widened"),
    ],
)
def test_what_could_break_is_left_to_a_person(change: Edit, kind: str) -> None:
    done, again = applied(change)
    assert (done.applied, done.text) == ([], OURS)
    assert [each.kind for each in done.left] == [each.kind for each in again] == [kind]


def test_an_edit_inside_a_node_that_another_edit_wraps() -> None:
    def change(whole: dict[str, Any]) -> None:
        fields(whole, "Ask")["level"] = {
            "anyOf": [
                {"type": "string", "enum": ["low", "high", "max"]},
                {"type": "integer"},
                {"type": "null"},
            ]
        }

    done, again = applied(change)
    assert sorted(each.kind for each in done.applied) == [
        "enum-grown",
        "field-nullable",
        "field-widened",
    ]
    assert again == []


class TestRealSpecs:
    @pytest.mark.parametrize("target", targets().values(), ids=targets())
    def test_additive_changes_are_taken_and_nothing_else_moves(self, target: Target) -> None:
        text = (ROOT / target.spec).read_text("utf-8")
        whole = parse_yaml(text)
        inside = mutations.reached(whole, list(target.operations))
        theirs = copy.deepcopy(whole)
        made = mutations.mutations(whole, inside, 40, seed=3)
        chosen: list[mutations.Mutation] = []
        for each in made:
            if each.name in ("add field", "grow enum", "add member", "deprecate field"):
                if all(mutations._compatible(each, other) for other in chosen):
                    each.edit(theirs)
                    chosen.append(each)
        other = normal_form(theirs, "theirs")
        ours = normal_form(whole, "ours")
        found = compare(ours, other)
        additive = [each for each in found.findings if "required" not in each.kind]
        done = apply(text, found, other, target)
        assert len(done.applied) >= len(additive) > 0
        again = compare(normal_form(parse_yaml(done.text), "ours"), other).findings
        assert [each for each in again if each.severity == "additive"] == []
        assert len(again) == len(done.left)
        gone = set(text.splitlines()) - set(done.text.splitlines())
        assert len(gone) < 3 * len(done.applied)

    @pytest.mark.parametrize("target", targets().values(), ids=targets())
    def test_writing_without_an_edit_changes_no_byte(self, target: Target) -> None:
        text = (ROOT / target.spec).read_text("utf-8")
        assert SpecText(text).edited() == text


class TestAdopt:
    """`adopt`: one more operation of the provider's."""

    @pytest.fixture
    def tree(self, tmp_path: Path) -> Path:
        (tmp_path / "specs").mkdir()
        (tmp_path / "specs/tiny.yaml").write_text(OURS + "servers: [{url: 'https://x.test/v1'}]\n")
        (tmp_path / "specs/tiny.toml").write_text('title = "Tiny"\n[modules]\ntiny = ["ask"]\n')
        theirs = parse_yaml(OURS)
        theirs["servers"] = [{"url": "https://x.test/v1"}]
        theirs["paths"]["/answers/{id}"] = {
            "get": {
                "operationId": "getAnswer",
                "summary": "Their words.",
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
                ],
                "responses": {
                    "200": {
                        "description": "Their words.",
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/stored"}}
                        },
                    }
                },
            }
        }
        theirs["components"]["schemas"]["stored"] = {
            "type": "object",
            "properties": {
                "answer": {"$ref": "#/components/schemas/Answer"},
                "at": {"type": "integer"},
            },
        }
        (tmp_path / "theirs.json").write_text(json.dumps(theirs))
        return tmp_path

    def test_the_operation_and_what_it_needs(
        self, tree: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        arguments = ["tiny", "--upstream", str(tree / "theirs.json"), "--operation", "getAnswer"]
        assert adopt.main([*arguments, "--as", "get_answer"], tree) == 0
        assert "get_answer (GET /answers/{id})" in capsys.readouterr().out
        text = (tree / "specs/tiny.yaml").read_text()
        spec = parse_yaml(text)
        assert spec["paths"]["/answers/{id}"]["get"]["operationId"] == "get_answer"
        assert spec["components"]["schemas"]["Stored"]["properties"]["answer"] == {
            "$ref": "#/components/schemas/Answer"
        }
        assert "Their words" not in text
        assert text.count("description: ''  # review") == 2
        ours, theirs = read(tree / "specs/tiny.yaml"), read(tree / "theirs.json")
        assert compare(ours, theirs).findings == []
        assert adopt.main([*arguments, "--as", "get_answer"], tree) == 2
        assert "has an operation get_answer already" in capsys.readouterr().err

    def test_an_operation_that_is_not_there(
        self, tree: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        arguments = ["tiny", "--upstream", str(tree / "theirs.json"), "--operation", "getAnswers"]
        assert adopt.main(arguments, tree) == 2
        assert "no operation getAnswers; did you mean getAnswer" in capsys.readouterr().err


def _parameter(**more: Any) -> Edit:
    given = {"name": "beta", "in": "header", "schema": {"type": "string"}, **more}
    return lambda whole: whole["paths"]["/ask"]["post"].update(parameters=[given])


def _nothing(whole: dict[str, Any]) -> None:
    pass


@pytest.mark.parametrize(
    ("before", "after", "kind", "field", "node"),
    [
        (
            _set("Answer", "level", {"type": ["string", "null"]}),
            _set("Answer", "level", {"type": "string"}),
            "field-not-nullable",
            "level",
            {"type": "string"},
        ),
        (
            _set("Answer", "level", {"type": ["string", "integer", "null"]}),
            _set("Answer", "level", {"type": ["string", "integer"]}),
            "field-not-nullable",
            "level",
            {"type": ["string", "integer"]},
        ),
        (
            _set("Answer", "level", {"type": "string", "nullable": True}),
            _set("Answer", "level", {"type": "string"}),
            "field-not-nullable",
            "level",
            {"type": "string"},
        ),
        (
            _set("Answer", "level", {"anyOf": [{"type": "string"}, {"type": "null"}]}),
            _set("Answer", "level", {"type": "string"}),
            "field-not-nullable",
            "level",
            {"anyOf": [{"type": "string"}]},
        ),
        (
            _set("Ask", "level", {"type": ["string", "integer"]}),
            _set("Ask", "level", {"type": ["string", "integer", "null"]}),
            "field-nullable",
            "level",
            {"type": ["string", "integer", "null"]},
        ),
        (
            _set("Ask", "level", {"const": "low"}),
            _set("Ask", "level", {"enum": ["low", "high"]}),
            "enum-grown",
            "level",
            {"enum": ["low", "high"]},
        ),
    ],
)
def test_what_is_written_over(
    before: Edit, after: Edit, kind: str, field: str, node: dict[str, Any]
) -> None:
    ours = parse_yaml(OURS)
    before(ours)
    done, again = applied(after, yaml.safe_dump(ours, sort_keys=False))
    written = parse_yaml(done.text)

    assert [each.kind for each in done.applied] == [kind]
    assert (done.left, again) == ([], [])
    assert node in [fields(written, name).get(field) for name in ("Ask", "Answer")]


def test_a_parameter_that_may_be_left_out_now() -> None:
    ours = parse_yaml(OURS)
    _parameter(required=True)(ours)
    done, again = applied(_parameter(), yaml.safe_dump(ours, sort_keys=False))
    (written,) = parse_yaml(done.text)["paths"]["/ask"]["post"]["parameters"]

    assert [each.kind for each in done.applied] == ["parameter-optional"]
    assert (written["required"], again) == (False, [])


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (_parameter(), _parameter(required=True), "parameter-required"),
        (_parameter(), lambda d: d["paths"]["/ask"]["post"].pop("parameters"), "parameter-removed"),
        (
            _parameter(),
            _parameter(schema={"type": "string", "deprecated": True}),
            "parameter-deprecated",
        ),
        (
            _nothing,
            lambda d: d["paths"]["/ask"]["post"].pop("requestBody"),
            "body-gone",
        ),
        (
            _nothing,
            lambda d: fields(d, "Answer")["parts"]["items"]["anyOf"].pop(),
            "member-removed",
        ),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_what_changes_what_is_sent_is_told(before: Edit, after: Edit, kind: str) -> None:
    ours = parse_yaml(OURS)
    before(ours)
    done, again = applied(after, yaml.safe_dump(ours, sort_keys=False))

    assert kind in [each.kind for each in (*done.applied, *done.left)]
    assert {each.kind for each in again} <= {kind, "body-added"}


@pytest.mark.parametrize("where", ["Ask", "Answer"])
def test_fields_without_a_name(where: str) -> None:
    extra = {"additionalProperties": {"type": "integer"}}
    done, again = applied(lambda d: schemas(d)[where].update(extra))

    assert [each.detail for each in done.applied] == ["*"]
    assert parse_yaml(done.text)["components"]["schemas"][where]["additionalProperties"] == {
        "type": "integer"
    }
    assert again == []


def test_a_required_field_in_a_schema_that_required_nothing() -> None:
    done, again = applied(lambda d: schemas(d)["User"].update(required=["id"]))

    assert [each.kind for each in (*done.applied, *done.left)] == ["field-required"]
    assert [each.kind for each in again] == [each.kind for each in done.left]


def test_a_deprecated_field_with_a_schema_of_its_own_is_borrowed_so() -> None:
    def change(whole: dict[str, Any]) -> None:
        fields(whole, "Answer")["old"] = {"type": "string", "deprecated": True}
        fields(whole, "Answer")["maybe"] = {"anyOf": [{"type": "string"}, {"type": "null"}]}

    done, again = applied(change)
    found = fields(parse_yaml(done.text), "Answer")

    assert found["old"] == {"description": "", "type": "string", "deprecated": True}
    assert found["maybe"] == {"description": "", "type": ["string", "null"]}
    assert again == []


def _changed(before: Edit) -> str:
    """Our spec as it would be after an edit."""
    ours = parse_yaml(OURS)
    before(ours)
    return yaml.safe_dump(ours, sort_keys=False)


def test_what_always_arrives_now_in_an_answer_that_promised_nothing() -> None:
    before = _changed(lambda d: schemas(d)["Answer"].pop("required"))
    done, again = applied(lambda d: schemas(d)["Answer"].update(required=["id", "level"]), before)

    assert [each.kind for each in done.applied] == ["field-required", "field-required"]
    assert parse_yaml(done.text)["components"]["schemas"]["Answer"]["required"] == ["id", "level"]
    assert again == []


def test_a_promise_that_stood_there_before_its_field_is_not_doubled() -> None:
    before = _changed(lambda d: schemas(d)["Answer"]["required"].append("cost"))
    done, again = applied(_set("Answer", "cost", {"type": "integer"}), before)

    assert [each.kind for each in done.applied] == ["field-added-required"]
    assert parse_yaml(done.text)["components"]["schemas"]["Answer"]["required"] == ["id", "cost"]
    assert again == []


def _required_elsewhere(whole: dict[str, Any]) -> None:
    ask = schemas(whole)["Ask"]
    needed = ask.pop("required")
    schemas(whole)["Ask"] = {"allOf": [ask, {"type": "object", "required": needed}]}


def _without_required(whole: dict[str, Any]) -> None:
    schemas(whole)["Ask"]["allOf"].pop()


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (_required_elsewhere, _without_required, "field-optional"),
        (
            _set("Answer", "level", {"anyOf": [{"type": "string"}, {"type": "integer"}]}),
            _set(
                "Answer",
                "level",
                {"anyOf": [{"type": "string", "enum": ["low"]}, {"type": "integer"}]},
            ),
            "enum-closed",
        ),
    ],
    ids=["required elsewhere", "one of several types"],
)
def test_what_stands_elsewhere_is_left_to_a_person(before: Edit, after: Edit, kind: str) -> None:
    ours = _changed(before)
    done, again = applied(after, ours)

    assert (done.applied, done.text) == ([], ours)
    assert [each.kind for each in done.left] == [each.kind for each in again] == [kind]


def test_what_several_of_theirs_promise_is_left_to_a_person() -> None:
    """One of ours stands for two of theirs, which need not agree tomorrow."""

    def before(whole: dict[str, Any]) -> None:
        schemas(whole)["Level"] = {"type": "string"}
        for name in ("level", "mood"):
            fields(whole, "Answer")[name] = {"$ref": "#/components/schemas/Level"}

    def after(whole: dict[str, Any]) -> None:
        fields(whole, "Answer")["level"] = {"type": "string", "enum": ["low"]}
        fields(whole, "Answer")["mood"] = {"type": "string", "enum": ["good"]}

    ours = _changed(before)
    done, again = applied(after, ours)

    assert (done.applied, done.text) == ([], ours)
    assert {each.kind for each in done.left} == {each.kind for each in again} == {"enum-closed"}


def test_what_is_said_of_a_field_stays_outside_its_new_union() -> None:
    words = {"description": "How hard.", "x-option": True, "type": "string", "enum": ["low"]}
    before = _changed(_set("Ask", "level", words))
    after = _set("Ask", "level", {"anyOf": [{"type": "string", "enum": ["low"]}, {"type": "null"}]})
    done, again = applied(after, before)

    assert [each.kind for each in done.applied] == ["field-nullable"]
    assert fields(parse_yaml(done.text), "Ask")["level"] == {
        "description": "How hard.",
        "x-option": True,
        "anyOf": [{"type": "string", "enum": ["low"]}, {"type": "null"}],
    }
    assert again == []
