"""Every behaviour of the TypeScript SDK and every complaint about its peers has a test of its own."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
ROOT = TESTS.parent
NUMBERED = re.compile(r"test_(behaviour|complaint)_(\d\d)_(\w+)")

DIFFERENT: dict[int, tuple[str, ...]] = {
    1: ("after several failed tries", "retry delays"),
    3: ("a hint above 60 s",),
    12: ("a tool's result without JSON form",),
    13: ("parameters of `repairToolCall`",),
    16: ("results of parallel tools in a stream",),
    21: ("a denied call", "`needsApproval` of a tool"),
    22: ("a secret, and a request without signature", "two answers to one request"),
    25: ("`output` of an answer that did not end with `stop`",),
    28: ("a partial object",),
    30: ("an output that does not fit its schema", "an answer that does not fit"),
    31: ("the parts of a stream",),
    33: ("an error in mid-stream", "a step that failed"),
    34: ("a stream without end mark",),
    35: ("ending a stream early", "`onAbort`"),
    36: ("a time limit", "time limits"),
    37: ("one tool's own limit",),
    38: ("a callback that raises",),
    39: ("delays (`smooth_stream`",),
    40: ("middleware",),
    41: ("reasoning and text of `extract_reasoning_middleware`",),
    44: ("models of a registry or a custom provider",),
    46: ("calls of `embedMany` and `generateImage` at once", "usage that a provider does not tell"),
    57: ("hosts of downloads in other spellings",),
    58: ("largest download",),
    59: ("an event of a stream that is no JSON",),
    64: ("keys of Vertex in `providerOptions`",),
    65: ("`user-agent`",),
    66: ("tools of an MCP server", "an MCP session that the server has lost"),
    67: ("`recordInputs`, `recordOutputs`", "spans of `@ai-sdk/otel`"),
}
"""Behaviours of which ours knowingly differs -> how the rows of docs/typescript.md about them begin."""


@cache
def found() -> dict[str, dict[int, list[str]]]:
    """Kind -> number -> the tests that have it, twins left out."""
    numbers: dict[str, dict[int, list[str]]] = {"behaviour": {}, "complaint": {}}
    for path in sorted(TESTS.rglob("test_*.py")):
        if "_sync" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                continue
            if match := NUMBERED.fullmatch(node.name):
                place = f"{path.relative_to(TESTS)}::{node.name}"
                numbers[match[1]].setdefault(int(match[2]), []).append(place)
    return numbers


@pytest.mark.parametrize(("kind", "last"), [("behaviour", 67), ("complaint", 25)])
def test_every_number_has_a_test(kind: str, last: int) -> None:
    assert sorted(found()[kind]) == list(range(1, last + 1))


@pytest.mark.parametrize(("kind", "least"), [("behaviour", 200), ("complaint", 25)])
def test_names_say_what_is_shown(kind: str, least: int) -> None:
    names = [place.rpartition("::")[2] for places in found()[kind].values() for place in places]

    assert len(names) >= least
    assert [name for name in names if len(name.split("_")) < 5] == []


@pytest.mark.parametrize("kind", ["behaviour", "complaint"])
def test_coloured_tests_have_their_twins(kind: str) -> None:
    coloured = [
        place
        for places in found()[kind].values()
        for place in places
        if place.startswith("_async/")
    ]
    missing = []
    for place in coloured:
        path, _, name = place.partition("::")
        twin = TESTS / path.replace("_async/", "_sync/", 1)
        if not twin.is_file() or f"def {name}(" not in twin.read_text():
            missing.append(place)

    assert len(coloured) > 10
    assert missing == []


@pytest.mark.parametrize("number", DIFFERENT)
def test_a_difference_is_told_in_the_docs(number: int) -> None:
    text = (ROOT / "docs" / "typescript.md").read_text()
    rows = [line.removeprefix("| ") for line in text.splitlines() if line.startswith("| ")]

    assert number in found()["behaviour"]
    for start in DIFFERENT[number]:
        matching = [row for row in rows if row.startswith(start)]
        assert matching, start
        what, _, ours, why, end = (cell.strip() for cell in matching[0].split("|"))
        assert what
        assert ours, what
        assert why, what
        assert not end
