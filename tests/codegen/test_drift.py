"""Comparing our spec with a provider's: nothing missed, nothing made up."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from codegen.documents import normal_form
from codegen.drift import command
from codegen.drift.compare import compare
from codegen.drift.findings import KINDS, Finding, subject
from codegen.drift.upstream import Accepted, Upstream
from codegen.targets import targets

from . import mutations
from .test_models import TABLE, document as with_echo

PROVIDERS = list(targets())


def document() -> dict[str, Any]:
    """The small spec, in which the answer does not repeat the question."""
    whole = with_echo()
    del whole["components"]["schemas"]["Answer"]["properties"]["echo"]
    return whole


def both(change: Any, upstream: Upstream | None = None) -> list[Finding]:
    """What is found between the small spec and a changed copy of it."""
    ours, theirs = document(), document()
    change(theirs)
    return compare(normal_form(ours, "ours"), normal_form(theirs, "theirs"), upstream).findings


def schemas(whole: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = whole["components"]["schemas"]
    return found


class TestMutations:
    """The full tables are commands: `python -m tests.codegen.mutations`."""

    @pytest.mark.parametrize("disguised", [False, True], ids=["same hand", "another hand"])
    @pytest.mark.parametrize("provider", PROVIDERS)
    def test_a_sample_is_found_and_nothing_else(self, provider: str, disguised: bool) -> None:
        for sort, outcome in mutations.run(provider, 5, seed=7, disguised=disguised).items():
            assert (outcome.missed, outcome.extra) == ({}, {}), (sort, outcome.examples)
            assert outcome.expected or sort == "outside"

    def test_the_oracle_can_say_no(self) -> None:
        whole = document()
        bench = mutations._Bench(whole, ["ask"], Upstream(), False)
        lie = mutations.mutations(whole, {"Ask"}, 1)[0]._replace(expected=())
        assert bench.outcome([(lie,)]).extra


class TestSeverity:
    def test_a_field_to_send(self) -> None:
        (found,) = both(lambda d: schemas(d)["Ask"]["properties"].update(n={"type": "integer"}))
        assert (found.kind, found.severity, found.subject) == ("field-added", "additive", "Ask.n")
        assert found.meaning == "there is something new to set"
        assert found.ours == "#/components/schemas/Ask"
        assert found.theirs == "#/components/schemas/Ask/properties/n"
        assert found.operations == ("ask",)

    def test_a_field_that_must_be_sent(self) -> None:
        def change(whole: dict[str, Any]) -> None:
            schemas(whole)["Ask"]["properties"]["n"] = {"type": "integer"}
            schemas(whole)["Ask"]["required"].append("n")

        (found,) = both(change)
        assert (found.kind, found.severity) == ("field-added-required", "breaking")

    def test_a_field_on_both_sides_counts_as_the_worse(self) -> None:
        (found,) = both(lambda d: schemas(d)["Part"].update(required=["type"]))
        assert (found.kind, found.severity, sorted(found.sides)) == (
            "field-optional",
            "behavioural",
            ["received", "sent"],
        )
        assert found.meaning == "may be left out now; may be absent now"

    def test_a_value_that_no_longer_arrives(self) -> None:
        def change(whole: dict[str, Any]) -> None:
            schemas(whole)["Answer"]["properties"]["level"] = {"type": "string", "enum": ["low"]}

        (found,) = both(change)
        assert (found.kind, found.severity) == ("enum-shrunk", "behavioural")
        assert found.detail == "- 'high'"

    def test_every_kind_has_words_for_both_sides(self) -> None:
        for kind in KINDS:
            each = Finding(kind, "#", "#", "", "", frozenset(("sent", "received")), ())
            assert each.meaning and each.severity


class TestPairing:
    def test_an_operation_at_another_version_has_moved(self) -> None:
        ours, theirs = document(), document()
        ours["paths"] = {"/v1/ask": ours["paths"]["/ask"]}
        theirs["paths"] = {"/v2/ask": theirs["paths"]["/ask"]}
        (found,) = compare(normal_form(ours, ""), normal_form(theirs, "")).findings
        assert (found.kind, found.detail) == ("operation-moved", "now POST /v2/ask")

    def test_a_base_address_may_be_in_the_server(self) -> None:
        theirs = document()
        theirs["paths"] = {"/v1/ask": theirs["paths"]["/ask"]}
        assert not compare(normal_form(document(), ""), normal_form(theirs, "")).findings

    def test_two_operations_at_one_path_are_told_apart(self) -> None:
        ours = document()
        beta = copy.deepcopy(ours["paths"]["/ask"])
        beta["post"]["operationId"] = "ask_beta"
        beta["post"]["deprecated"] = True
        ours["paths"] = {"/ask?beta=true": beta, "/ask": ours["paths"]["/ask"]}
        assert not compare(normal_form(ours, ""), normal_form(ours, "")).findings

    def test_the_map_says_which_operation_it_is(self) -> None:
        def change(whole: dict[str, Any]) -> None:
            whole["paths"] = {
                "/other": {"post": {**whole["paths"]["/ask"]["post"], "operationId": "tell"}}
            }

        assert [each.kind for each in both(change)] == ["operation-gone"]
        assert not both(change, Upstream(operations={"ask": "POST /other"}))
        assert not both(change, Upstream(operations={"ask": "tell"}))

    def test_events_that_no_operation_names(self) -> None:
        ours = document()
        events = {"text/event-stream": {"schema": {"$ref": "#/components/schemas/Answer"}}}
        ours["paths"]["/ask"]["post"]["responses"]["200"]["content"] |= events
        theirs = document()
        schemas(theirs)["Event"] = copy.deepcopy(schemas(theirs)["Answer"])
        schemas(theirs)["Event"]["properties"]["fresh"] = {"type": "string"}

        def kinds(upstream: Upstream) -> list[str]:
            found = compare(normal_form(ours, ""), normal_form(theirs, ""), upstream)
            return [each.kind for each in found.findings]

        assert kinds(Upstream()) == ["body-gone"]
        assert kinds(Upstream(events={"ask": "Event"})) == ["field-added"]
        assert kinds(Upstream(events={"ask": ""})) == []
        assert kinds(Upstream(events={"ask": "Gone"})) == ["body-gone"]

    def test_a_difference_that_is_kept(self) -> None:
        kept = Accepted("field-added", "Ask.*", "we do not offer it")

        def change(whole: dict[str, Any]) -> None:
            schemas(whole)["Ask"]["properties"]["n"] = {"type": "integer"}

        assert not both(change, Upstream(accepted=(kept,)))
        assert both(change, Upstream(accepted=(kept._replace(ours="Answer.*"),)))


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("#/components/schemas/Ask/properties/parts/items/anyOf/1", "Ask.parts[]|1"),
        ("#/components/schemas/Ask/properties/items/properties/x", "Ask.items.x"),
        ("#/paths/~1ask/post/requestBody", "POST /ask requestBody"),
    ],
)
def test_a_pointer_in_words(place: str, words: str) -> None:
    assert subject(place) == words


class TestCommand:
    @pytest.fixture
    def tree(self, tmp_path: Path) -> Path:
        (tmp_path / "specs").mkdir()
        (tmp_path / "specs/tiny.yaml").write_text(yaml.safe_dump(document(), sort_keys=False))
        (tmp_path / "specs/tiny.toml").write_text(TABLE)
        return tmp_path

    def upstream(self, tree: Path, change: Any) -> str:
        theirs = document()
        change(theirs)
        (tree / "theirs.json").write_text(json.dumps(theirs))
        return str(tree / "theirs.json")

    def test_no_difference(self, tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
        source = self.upstream(tree, lambda d: None)
        assert command.main(["tiny", "--upstream", source], tree) == 0
        shown = capsys.readouterr().out
        assert "Tiny: specs/tiny.yaml of 1" in shown
        assert "1 operations, 5 schemas paired: no difference" in shown

    def test_exit_status_and_words(self, tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
        source = self.upstream(tree, lambda d: schemas(d)["Ask"]["properties"].pop("user"))
        assert command.main(["tiny", "--upstream", source], tree) == 1
        shown = capsys.readouterr().out
        assert (
            "BREAKING\n  field-removed        Ask.user\n    may be refused, or do nothing (ask)"
            in shown
        )
        assert "    ours   #/components/schemas/Ask/properties/user" in shown

    @pytest.mark.parametrize(
        ("fail_on", "status"), [("breaking", 0), ("behavioural", 0), ("additive", 1)]
    )
    def test_fail_on(self, tree: Path, fail_on: str, status: int) -> None:
        source = self.upstream(
            tree, lambda d: schemas(d)["Ask"]["properties"].update(n={"type": "integer"})
        )
        assert command.main(["tiny", "--upstream", source, "--fail-on", fail_on], tree) == status

    def test_json(self, tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
        source = self.upstream(
            tree, lambda d: schemas(d)["Ask"]["properties"].update(n={"type": "integer"})
        )
        command.main(["tiny", "--upstream", source, "--json"], tree)
        shown = json.loads(capsys.readouterr().out)
        assert shown["summary"] == {"breaking": 0, "behavioural": 0, "additive": 1}
        assert shown["findings"][0] == {
            "kind": "field-added",
            "severity": "additive",
            "subject": "Ask.n",
            "detail": "n",
            "meaning": "there is something new to set",
            "ours": "#/components/schemas/Ask",
            "theirs": "#/components/schemas/Ask/properties/n",
            "sides": ["sent"],
            "operations": ["ask"],
        }

    def test_what_cannot_be_read(self, tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert command.main(["tiny", "--upstream", str(tree / "nothing")], tree) == 2
        assert "cannot read" in capsys.readouterr().err

    def test_json_tells_what_was_written(
        self, tree: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        source = self.upstream(
            tree, lambda d: schemas(d)["Ask"]["properties"].update(n={"type": "integer"})
        )
        assert command.main(["tiny", "--upstream", source, "--json", "--apply"], tree) == 0
        shown = json.loads(capsys.readouterr().out)
        assert [each["subject"] for each in shown["applied"]] == ["Ask.n"]
        assert shown["findings"] == []

    def test_a_defect_of_theirs_is_told(
        self, tree: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def change(whole: dict[str, Any]) -> None:
            schemas(whole)["Answer"]["properties"]["more"] = {"$ref": "#/components/schemas/Gone"}

        source = self.upstream(tree, change)
        command.main(["tiny", "--upstream", source], tree)
        shown = capsys.readouterr().out
        assert "defect: " in shown
        assert "refers to #/components/schemas/Gone, which is not there" in shown

    def test_a_description_older_than_our_facts_is_told(
        self, tree: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        source = self.upstream(tree, lambda d: None)
        known = '[upstream]\nfile = "theirs.json"\ndate = "0"\n'
        (tree / "specs/tiny.toml").write_text(TABLE + known)
        command.main(["tiny", "--upstream", source], tree)
        assert "note: the description in hand is of 0, older than" in capsys.readouterr().out


class TestShapes:
    def test_a_union_that_has_itself_for_a_member(self) -> None:
        def change(whole: dict[str, Any]) -> None:
            again = {"$ref": "#/components/schemas/Level"}
            schemas(whole)["Level"] = {
                "anyOf": [again, {"type": "string", "enum": ["low", "high"]}]
            }

        assert both(change) == []

    def test_a_member_that_is_there_twice(self) -> None:
        def change(whole: dict[str, Any]) -> None:
            members = schemas(whole)["Answer"]["properties"]["parts"]["items"]["anyOf"]
            members.append(members[0])

        assert both(change) == []
