"""The whole loop, rehearsed: the provider adds a field and an event; nobody edits any code."""

from __future__ import annotations

import copy
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from codegen import models
from codegen.documents.load import parse_yaml
from codegen.drift import command
from codegen.targets import ROOT

SCRIPT = """
import json
from ai_sdk import create_openai, generate_text, stream_text
from ai_sdk.testing import ProviderServer, Reply
from dataclasses import replace
from ai_sdk.wire.kit import structure
from ai_sdk.wire.openai_responses._generated import Response, ResponseMoodEvent, ResponseStreamEvent

def with_mood(payload):
    body = json.loads(payload.body)
    body["mood"] = {"name": "calm", "degree": 2}
    return replace(payload, body=json.dumps(body).encode())

def with_event(payload):
    event = {"type": "response.mood", "mood": {"name": "calm", "degree": 2}, "sequence_number": 1}
    first = payload.events[0]
    return replace(payload, events=(first, replace(first, event="response.mood", data=event), *payload.events[1:]))

script = [Reply.text("Hi").edited(with_mood), Reply.text("Hi").edited(with_event)]
with ProviderServer(script) as server:
    openai = create_openai(base_url=server.base_url, api_key="k")
    wanted = openai.options(mood="calm", store=False)
    result = generate_text(openai("gpt-5"), prompt="p", provider_options=wanted, include=["response_body"])
    answer = structure(result.response.body, Response)
    with stream_text(openai("gpt-5"), prompt="p", include=["raw_chunks"]) as stream:
        events = [structure(part.value, ResponseStreamEvent) for part in stream if part.type == "raw"]
mood = next(each for each in events if isinstance(each, ResponseMoodEvent))
print(json.dumps({
    "sent": server.requests[0].json.get("mood"),
    "warnings": [each.message for each in result.warnings],
    "answer": [type(answer.mood).__name__, answer.mood.name, answer.mood.degree],
    "event": [type(mood.mood).__name__, mood.mood.degree],
}))
"""
SNIPPET = """
from ai_sdk import openai
from ai_sdk.wire.openai_responses._generated import Response, ResponseMoodEvent

openai.options(mood="calm")
openai.options(mood="sunny")  # type: ignore[arg-type]
openai.options(moood="calm")  # type: ignore[call-arg]

def told(answer: Response, event: ResponseMoodEvent) -> None:
    if answer.mood:
        reveal_type(answer.mood.degree)
    if event.mood:
        reveal_type(event.mood.name)
"""


def tomorrow(whole: dict[str, Any]) -> dict[str, Any]:
    """What the provider publishes tomorrow: a setting, a field of answers, an event."""
    theirs = copy.deepcopy(whole)
    schemas = theirs["components"]["schemas"]
    mood = {"$ref": "#/components/schemas/Mood"}
    schemas["Mood"] = {
        "type": "object",
        "description": "How the model feels.",
        "required": ["name"],
        "properties": {"name": {"type": "string"}, "degree": {"type": "integer"}},
    }
    schemas["ResponseMoodEvent"] = {
        "type": "object",
        "required": ["type", "mood", "sequence_number"],
        "properties": {
            "type": {"type": "string", "enum": ["response.mood"]},
            "mood": mood,
            "sequence_number": {"type": "integer"},
        },
    }
    schemas["ResponseRequest"]["properties"]["mood"] = {
        "type": "string",
        "enum": ["calm", "lively"],
    }
    schemas["Response"]["properties"]["mood"] = mood
    schemas["ResponseStreamEvent"]["anyOf"].append(
        {"$ref": "#/components/schemas/ResponseMoodEvent"}
    )
    return theirs


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the library after `drift --apply` and `models`, and nothing else."""
    root = tmp_path_factory.mktemp("rehearsal")
    (root / "specs").mkdir()
    for name in ("openai.yaml", "openai.toml"):
        shutil.copy(ROOT / "specs" / name, root / "specs" / name)
    shutil.copytree(ROOT / "src", root / "src", ignore=shutil.ignore_patterns("__pycache__"))
    published = root / "published.yaml"
    whole = parse_yaml((root / "specs/openai.yaml").read_text("utf-8"))
    published.write_text(yaml.safe_dump(tomorrow(whole), sort_keys=False))
    arguments = ["openai", "--upstream", str(published), "--apply"]
    assert command.main(arguments, root) == 0
    assert models.main(root=root) == 0
    assert command.main([*arguments, "--fail-on", "additive"], root) == 0
    return root


def test_only_the_spec_and_what_is_generated_differ(tree: Path) -> None:
    changed = sorted(
        path.relative_to(tree).as_posix()
        for path in tree.glob("src/**/*.py")
        if path.read_bytes() != (ROOT / path.relative_to(tree)).read_bytes()
    )
    assert all(name.endswith("/_generated.py") for name in changed)
    assert "src/ai_sdk/wire/openai_options/_generated.py" in changed
    assert "src/ai_sdk/wire/openai_responses/_generated.py" in changed


def test_the_field_is_sent_and_field_and_event_arrive_as_objects(tree: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(tree / "src")}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env=environment,
        capture_output=True,
        text=True,
        cwd=tree,
        timeout=120,
    )
    assert done.stdout.strip() == (
        '{"sent": "calm", "warnings": [], "answer": ["Mood", "calm", 2], "event": ["Mood", 2]}'
    ), done.stderr


def test_type_checkers_know_them(tree: Path) -> None:
    pytest.importorskip("mypy", reason="type checkers are installed for one Python only")
    (tree / "snippet.py").write_text(SNIPPET)
    cache = ROOT / ".cache" / "mypy-rehearsal"
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--follow-imports=silent",
            f"--cache-dir={cache}",
            "snippet.py",
        ],
        env={**os.environ, "MYPYPATH": str(tree / "src")},
        cwd=tree,
        capture_output=True,
        text=True,
    )
    shown = [line.partition(": note: ")[2] for line in done.stdout.splitlines() if "note:" in line]
    assert "error" not in done.stdout.replace("no issues found", ""), done.stdout
    assert shown == [
        'Revealed type is "int | None | ai_sdk.wire._model.Unset"',
        'Revealed type is "str | None | ai_sdk.wire._model.Unset"',
    ], done.stdout
