"""The steps from a spec to Python source, on specs small enough to read."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from codegen import __main__ as command, models, options, render, spec, targets
from codegen.normalise import is_union, nullable, plain, relaxed
from codegen.sides import two_sided

TEXT: dict[str, Any] = {"type": "string"}
SPEC = Path("specs/tiny.yaml")
TABLE = """
title = "Tiny"
[modules]
tiny = ["ask"]
[options]
TinyOptions = { names = "TINY_OPTIONS", requests = ["Ask"] }
"""


def ref(name: str) -> dict[str, str]:
    return {"$ref": spec.PREFIX + name}


def thing(required: tuple[str, ...] = (), **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(required), "properties": properties}


def document() -> dict[str, Any]:
    """One operation; `Part` is on both sides, `Level` is an enum of both, `Other` of none."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "tiny", "version": "1"},
        "paths": {
            "/ask": {
                "post": {
                    "operationId": "ask",
                    "requestBody": {"content": {"application/json": {"schema": ref("Ask")}}},
                    "responses": {
                        "200": {"content": {"application/json": {"schema": ref("Answer")}}}
                    },
                }
            }
        },
        "components": {
            "schemas": {
                "Ask": {
                    "description": "Body of a question.",
                    **thing(
                        ("model", "parts"),
                        model=TEXT,
                        parts={"type": "array", "minItems": 1, "items": ref("Part")},
                        level={"x-option": True, "description": "How hard.", **ref("Level")},
                        extra={
                            "x-option": True,
                            "type": ["object", "null"],
                            "additionalProperties": TEXT,
                        },
                        top_k={"x-option": True, "type": ["integer", "null"], "minimum": 0},
                        user={"x-option": True, **TEXT},
                    ),
                },
                "Answer": thing(
                    ("object", "parts", "level"),
                    object={"type": "string", "enum": ["answer"]},
                    parts={"type": "array", "items": {"anyOf": [ref("Part"), ref("Sound")]}},
                    level=ref("Level"),
                    echo={"x-raw": "response", **ref("Ask")},
                    **{"class": TEXT},
                ),
                "Part": thing(
                    ("type", "text"), type={"type": "string", "enum": ["part"]}, text=TEXT
                ),
                "Sound": thing(
                    ("type",), type={"type": "string", "enum": ["sound"]}, hertz={"type": "number"}
                ),
                "Level": {"type": "string", "enum": ["low", "high"]},
                "Other": thing(nothing=TEXT),
            }
        },
    }


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A tree with the small spec, and its table."""
    (tmp_path / "specs").mkdir()
    (tmp_path / SPEC).write_text(yaml.safe_dump(document(), sort_keys=False))
    (tmp_path / SPEC).with_suffix(".toml").write_text(TABLE)
    return tmp_path


class TestSpec:
    def test_references_and_closure(self) -> None:
        schemas = document()["components"]["schemas"]
        assert spec.reference(ref("A")) == "A"
        assert spec.reference({"type": "string"}) is None
        assert sorted(spec.references(schemas["Ask"])) == ["Level", "Part"]
        assert spec.closure(["Answer"], schemas) == {"Answer", "Ask", "Part", "Sound", "Level"}

    def test_roots_of_an_operation(self) -> None:
        assert spec.operation_roots(document(), ["ask"]) == ({"Ask"}, {"Answer"})

    def test_an_unknown_operation_is_named(self) -> None:
        with pytest.raises(LookupError, match="no operation tell"):
            spec.operation_roots(document(), ["ask", "tell"])

    def test_renamed_leaves_the_original(self) -> None:
        node = {"items": [ref("A"), {"x": ref("B")}]}
        assert spec.renamed(node, str.lower) == {"items": [ref("a"), {"x": ref("b")}]}
        assert node == {"items": [ref("A"), {"x": ref("B")}]}


class TestPlain:
    @pytest.mark.parametrize(
        ("node", "expected"),
        [
            (
                {"type": "integer", "minimum": 1, "default": 2, "deprecated": True},
                {"type": "integer"},
            ),
            ({"type": "string", "format": "uri", "x-option": True}, TEXT),
            ({"type": "string", "format": "binary"}, {"type": "string", "format": "binary"}),
            ({"type": "object", "additionalProperties": False}, {"type": "object"}),
            ({"type": ["string", "null"]}, {"anyOf": [TEXT, {"type": "null"}]}),
            (
                {"type": ["integer", "string", "null"], "description": "Odd."},
                {
                    "description": "Odd.",
                    "anyOf": [{"type": ["integer", "string"]}, {"type": "null"}],
                },
            ),
            (
                {"enum": ["minimum"], "required": ["default"]},
                {"enum": ["minimum"], "required": ["default"]},
            ),
            ([{"title": "x"}], [{}]),
        ],
    )
    def test_drops_what_classes_do_not_carry(self, node: Any, expected: Any) -> None:
        assert plain(node) == expected

    def test_properties_may_be_called_like_keywords(self) -> None:
        node = thing(default=TEXT, title={"type": "string", "title": "T"}, properties=TEXT)
        assert plain(node)["properties"] == {"default": TEXT, "title": TEXT, "properties": TEXT}


class TestRelaxed:
    def test_nothing_is_required_but_the_tag(self) -> None:
        schemas = document()["components"]["schemas"]
        answer = relaxed(schemas["Answer"], schemas)
        assert answer["required"] == ["object"]
        assert answer["properties"]["object"] == {"type": "string", "enum": ["answer"]}

    def test_enums_are_inlined_and_open(self) -> None:
        schemas = document()["components"]["schemas"]
        level = relaxed(schemas["Answer"], schemas)["properties"]["level"]
        assert level == {"anyOf": [schemas["Level"], TEXT, {"type": "null"}]}

    def test_unions_admit_strangers(self) -> None:
        schemas = document()["components"]["schemas"]
        items = relaxed(schemas["Answer"], schemas)["properties"]["parts"]["anyOf"][0]["items"]
        assert items["anyOf"][:2] == [ref("Part"), ref("Sound")]
        assert items["anyOf"][2]["customTypePath"].endswith(".Raw")

    def test_echoes_stay_json(self) -> None:
        schemas = document()["components"]["schemas"]
        assert relaxed(schemas["Answer"], schemas)["properties"]["echo"] == {}

    def test_a_tag_that_is_not_required_may_be_null(self) -> None:
        node = thing(type={"type": "string", "enum": ["a"]})
        assert relaxed(node, {})["properties"]["type"] == nullable(
            {"type": "string", "enum": ["a"]}
        )

    @pytest.mark.parametrize(
        ("members", "expected"),
        [([ref("A"), ref("B")], True), ([ref("A"), TEXT], False), ([thing(), thing()], True)],
    )
    def test_is_union(self, members: list[Any], expected: bool) -> None:
        assert is_union({"anyOf": members}) is expected

    def test_nullable_twice_is_once(self) -> None:
        once = nullable({"description": "D.", **TEXT})
        assert once == {"description": "D.", "anyOf": [TEXT, {"type": "null"}]}
        assert nullable(once) == once
        assert nullable({"type": ["string", "null"]}) == {"type": ["string", "null"]}
        assert nullable({"anyOf": [TEXT, ref("A")]})["anyOf"] == [TEXT, ref("A"), {"type": "null"}]


class TestSides:
    def test_a_schema_of_both_sides_becomes_two(self) -> None:
        schemas = two_sided(document(), ["ask"])["components"]["schemas"]
        assert list(schemas) == ["Answer", "Ask", "Level", "Part", "PartInput", "Sound"]
        assert schemas["PartInput"]["required"] == ["type", "text"]
        assert schemas["Part"]["required"] == ["type"]
        assert schemas["Ask"]["properties"]["parts"]["items"] == ref("PartInput")

    def test_a_name_that_is_taken_is_refused(self) -> None:
        clashing = document()
        clashing["components"]["schemas"]["PartInput"] = thing()
        clashing["components"]["schemas"]["Ask"]["properties"]["odd"] = ref("PartInput")
        with pytest.raises(ValueError, match="PartInput"):
            two_sided(clashing, ["ask"])


class TestSource:
    def test_wire_classes(self) -> None:
        source = models.wire_module(document(), ("ask",))
        namespace = _run(source)
        ask, answer = namespace["Ask"], namespace["Answer"]
        assert ask.__doc__ == "Body of a question."
        assert ask.__annotations__ == {
            "model": "str",
            "parts": "list[PartInput]",
            "extra": "dict[str, str] | None | Unset",
            "level": "Level | None",
            "top_k": "int | None | Unset",
            "user": "str | None",
        }
        assert answer.__annotations__ == {
            "object": "Literal['answer']",
            "level": "Literal['low', 'high'] | str | None | Unset",
            "parts": "list[Part | Sound | Raw] | None | Unset",
            "class_": "str | None | Unset",
            "echo": "Any",
            "__wire__": "ClassVar[dict[str, str]]",
        }
        assert answer.__wire__ == {"class_": "class"}
        assert '"""How hard."""' in source

    def test_options(self) -> None:
        namespace = _run(options.module(document(), _target("TinyOptions", "TINY_OPTIONS", "Ask")))
        assert namespace["TINY_OPTIONS"] == frozenset({"extra", "level", "top_k", "user"})
        assert namespace["TinyOptions"].__optional_keys__ == namespace["TINY_OPTIONS"]
        assert namespace["TinyOptions"].__required_keys__ == frozenset()

    def test_options_of_several_requests_are_merged(self) -> None:
        schemas = {
            "A": thing(
                q={"x-option": True, "type": "string", "enum": ["a"]}, s={"x-option": True, **TEXT}
            ),
            "B": thing(
                q={"x-option": True, "anyOf": [ref("E"), {"type": "null"}]},
                s={"x-option": True, **TEXT},
            ),
            "E": {"type": "string", "enum": ["a", "b"]},
        }
        whole = {"components": {"schemas": schemas}}
        source = options.module(whole, _target("O", "NAMES", "A", "B"))
        assert 'q: Literal["a", "b"] | None\n' in source
        assert "s: str\n" in source

    def test_no_options_at_all(self) -> None:
        whole = {"components": {"schemas": {"A": thing(x=TEXT)}}}
        namespace = _run(options.module(whole, _target("O", "NAMES", "A")))
        assert namespace["NAMES"] == frozenset()

    def test_descriptions_may_hold_quotes_and_backslashes(self) -> None:
        odd = {"A": {"description": 'Say "a\\b"', **thing(x=TEXT)}}
        source = render.attrs_classes(
            {
                "openapi": "3.1.0",
                "info": {"title": "t", "version": "1"},
                "paths": {},
                "components": {"schemas": odd},
            }
        )
        assert _run(render.formatted(source))["A"].__doc__ == "Say 'a\\b'"

    def test_a_failing_tool_says_why(self) -> None:
        with pytest.raises(RuntimeError, match="failed"):
            render.formatted("def broken(:\n")


def _target(name: str, names: str, *requests: str) -> targets.Target:
    return targets.Target("tiny", "Tiny", {}, (targets.Options(name, names, requests),))


def _run(source: str) -> dict[str, Any]:
    """The names that `source` defines, as a module beside the protocols would."""
    namespace: dict[str, Any] = {
        "__name__": "ai_sdk.wire.tiny._generated",
        "__package__": "ai_sdk.wire.tiny",
    }
    exec(compile(source, "<tiny>", "exec"), namespace)
    return namespace


class TestCommand:
    def test_writes_then_finds_nothing_stale(self, tiny: Path) -> None:
        assert models.main(check=True, root=tiny) == 1
        assert models.main(root=tiny) == 0
        assert models.main(check=True, root=tiny) == 0
        written = sorted(
            path.relative_to(tiny / models.WIRE).as_posix() for path in tiny.rglob("*.py")
        )
        assert written == ["tiny/_generated.py", "tiny_options/_generated.py"]

    def test_two_runs_are_equal(self, tiny: Path) -> None:
        assert models.generated(tiny) == models.generated(tiny)

    def test_the_header_names_source_and_step(self, tiny: Path) -> None:
        for text in models.generated(tiny).values():
            mark = spec.fingerprint(tiny / SPEC)
            assert text.splitlines()[0] == (
                f"# generated by codegen models from specs/tiny.yaml (sha256 {mark});"
                " do not edit, run make generate"
            )

    def test_check_names_each_stale_file(
        self, tiny: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        models.main(root=tiny)
        edited = tiny / models.WIRE / "tiny" / models.FILE
        edited.write_text(edited.read_text() + "# edited\n")
        before = edited.read_text()
        assert models.main(check=True, root=tiny) == 1
        shown = capsys.readouterr().err
        assert "stale: src/ai_sdk/wire/tiny/_generated.py" in shown
        assert "tiny_options" not in shown
        assert edited.read_text() == before
        (tiny / models.WIRE / "tiny_options" / models.FILE).unlink()
        models.main(check=True, root=tiny)
        assert "stale: src/ai_sdk/wire/tiny_options/_generated.py" in capsys.readouterr().err

    def test_a_changed_spec_makes_all_stale(self, tiny: Path) -> None:
        models.main(root=tiny)
        (tiny / SPEC).write_text((tiny / SPEC).read_text() + "# a word\n")
        assert models.main(check=True, root=tiny) == 1

    @pytest.mark.parametrize(
        ("arguments", "calls"),
        [
            (["models"], [("models", False)]),
            (["twins", "--check"], [("twins", True)]),
            (["all", "--check"], [("models", True), ("twins", True), ("coverage", True)]),
        ],
    )
    def test_steps(
        self, arguments: list[str], calls: list[tuple[str, bool]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made: list[tuple[str, bool]] = []

        def step(name: str) -> Any:
            return lambda check: made.append((name, check)) or int(name == "twins")

        monkeypatch.setattr(command, "_step", step)
        assert command.main(arguments) == int(arguments[0] != "models")
        assert made == calls

    def test_an_unknown_step_is_refused(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit):
            command.main(["everything"])
        assert "invalid choice" in capsys.readouterr().err

    def test_each_step_exists(self) -> None:
        assert command._step("models") is models.main
        assert callable(command._step("twins"))

    def test_a_spec_without_its_table_is_named(self, tiny: Path) -> None:
        (tiny / SPEC).with_suffix(".toml").unlink()
        with pytest.raises(LookupError, match=r"tiny.yaml has no tiny.toml beside it"):
            models.generated(tiny)


@pytest.mark.parametrize("target", targets.targets().values(), ids=targets.targets())
class TestOurSpecs:
    """What holds for each spec in the tree."""

    def test_every_schema_has_its_description(self, target: targets.Target) -> None:
        for name, node in _schemas(target).items():
            words = len(node["description"].split())
            assert words == 0 or 2 <= words <= 20, name

    def test_every_option_has_its_description(self, target: targets.Target) -> None:
        for name, node in _schemas(target).items():
            for key, child in node.get("properties", {}).items():
                assert "x-option" not in child or "description" in child, f"{name}.{key}"

    def test_an_empty_description_is_marked_for_review(self, target: targets.Target) -> None:
        for line in (targets.ROOT / target.spec).read_text("utf-8").splitlines():
            if line.strip().startswith("description: ''"):
                assert line.endswith("# review"), line

    def test_no_option_is_what_a_call_sets(self, target: targets.Target) -> None:
        never = {"model", "messages", "stream", "tools", "tool_choice"}
        for row in target.options:
            for request in row.requests:
                properties = _schemas(target)[request]["properties"]
                assert not {name for name in never if properties.get(name, {}).get("x-option")}

    def test_every_schema_is_reached(self, target: targets.Target) -> None:
        whole = spec.load(targets.ROOT / target.spec)
        sent, received = spec.operation_roots(whole, target.operations)
        assert spec.closure(sent | received, _schemas(target)) == set(_schemas(target))

    def test_every_operation_has_its_module(self, target: targets.Target) -> None:
        paths = spec.load(targets.ROOT / target.spec)["paths"].values()
        named = {
            each["operationId"] for item in paths for each in item.values() if "operationId" in each
        }
        assert named == set(target.operations)


def test_openai_offers_no_option_that_a_call_sets() -> None:
    never = {"input", "instructions", "temperature", "top_p", "seed", "stop", "max_tokens"}
    schemas = _schemas(targets.targets()["openai"])
    for request in ("ChatRequest", "ResponseRequest"):
        properties = schemas[request]["properties"]
        assert not {n for n in never | {"response_format"} if properties.get(n, {}).get("x-option")}


def _schemas(target: targets.Target) -> dict[str, Any]:
    found: dict[str, Any] = spec.load(targets.ROOT / target.spec)["components"]["schemas"]
    return found


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("src/ai_sdk/wire/openai_chat/_generated.py", "set"),
        ("src/ai_sdk/_sync/run.py", "set"),
        ("src/ai_sdk/_sync/deeper/down.py", "set"),
        ("tests/_sync/test_run.py", "set"),
        ("src/ai_sdk/wire/_convert.py", "unspecified"),
        ("src/ai_sdk/_async/run.py", "unspecified"),
    ],
)
def test_git_knows_what_is_generated(path: str, expected: str) -> None:
    inside = subprocess.run(
        ["git", "rev-parse", "--is-inside-work-tree"],
        cwd=targets.ROOT,
        capture_output=True,
        check=False,
    )
    if inside.returncode:
        pytest.skip("not a git checkout")
    shown = subprocess.run(
        ["git", "check-attr", "linguist-generated", "--", path],
        cwd=targets.ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert shown.strip() == f"{path}: linguist-generated: {expected}"
