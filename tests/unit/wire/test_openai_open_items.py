"""Items of a Responses stream whose last word is of another kind than what was told of them."""

from __future__ import annotations

from typing import Any

import pytest

from ai_sdk.wire.openai_responses.open_items import ItemTeller, OpenItem

MESSAGE = {"type": "message", "id": "i", "role": "assistant", "content": []}
THOUGHT = {"type": "reasoning", "id": "i", "summary": []}
CALL = {"type": "function_call", "id": "i", "call_id": "c", "name": "look", "arguments": ""}
CUSTOM = {"type": "custom_tool_call", "id": "i", "call_id": "c", "name": "look", "input": ""}
STRANGE = {"type": "of_tomorrow", "id": "i"}


def said(text: str, role: str = "assistant") -> dict[str, Any]:
    return {**MESSAGE, "role": role, "content": [{"type": "output_text", "text": text}]}


def thought(text: str) -> dict[str, Any]:
    return {**THOUGHT, "summary": [{"type": "summary_text", "text": text}]}


def begun(item: dict[str, Any]) -> tuple[ItemTeller, OpenItem, list[str]]:
    """A teller that has told of one item so far, and the kinds of what it told."""
    teller = ItemTeller("openai", {})
    known = teller.open(item, 0)
    told = teller.begin(known, item)
    if item is MESSAGE:
        told = told + teller.say(known, 0, "half")
    elif item is THOUGHT:
        told = told + teller.think(known, 0, "half") + teller.think(known, 0, "own", own=True)
    else:
        told = told + teller.ask(known, '{"a"')
    return teller, known, [part.type for part in told]


TEXT = ["text-start", "text-delta"]
THINK = ["reasoning-start", "reasoning-delta"] * 2
INPUT = ["tool-input-start", "tool-input-delta"]


@pytest.mark.parametrize(
    ("first", "before", "last", "after"),
    [
        (MESSAGE, TEXT, thought("Hm"), ["text-end", *THINK[:2], "reasoning-end"]),
        (
            MESSAGE,
            TEXT,
            {**CALL, "arguments": "{}"},
            ["text-end", *INPUT, "tool-input-end", "model-tool-call"],
        ),
        (MESSAGE, TEXT, said("half", role="user"), ["text-end", "custom"]),
        (MESSAGE, TEXT, STRANGE, ["text-end", "custom"]),
        (THOUGHT, THINK, said("Hi"), ["reasoning-end", "reasoning-end", *TEXT, "text-end"]),
        (THOUGHT, THINK, STRANGE, ["reasoning-end", "reasoning-end", "custom"]),
        (CALL, INPUT, said("Hi"), ["tool-input-end", *TEXT, "text-end"]),
        (CALL, INPUT, thought("Hm"), ["tool-input-end", *THINK[:2], "reasoning-end"]),
        (CALL, INPUT, STRANGE, ["tool-input-end", "custom"]),
        (CUSTOM, INPUT, STRANGE, ["tool-input-end", "custom"]),
    ],
    ids=lambda value: str(value["type"]) if isinstance(value, dict) else "",
)
def test_what_it_has_no_place_for_ends_before_its_own_parts(
    first: dict[str, Any], before: list[str], last: dict[str, Any], after: list[str]
) -> None:
    teller, known, told = begun(first)
    made = teller.finish(known, last)

    assert told == before
    assert [part.type for part in made] == after
    assert teller.contradicted
    starts = [kind for kind in (*told, *after) if kind.endswith("-start")]
    ends = [kind for kind in (*told, *after) if kind.endswith("-end")]
    assert len(starts) == len(ends)
    if last is not first and last["type"] != "function_call":
        assert teller.cut_off(known) == []  # nothing is open any more


@pytest.mark.parametrize(
    ("first", "last", "after"),
    [
        (MESSAGE, said("half of it"), ["text-delta", "text-end"]),
        (MESSAGE, said("half"), ["text-end"]),
        (
            CALL,
            {**CALL, "arguments": '{"a":1}'},
            ["tool-input-delta", "tool-input-end", "model-tool-call"],
        ),
        (CUSTOM, {**CUSTOM, "input": '{"a"'}, ["tool-input-end", "model-tool-call"]),
    ],
    ids=["message", "whole message", "call", "custom call"],
)
def test_an_item_that_ends_as_it_began_contradicts_nothing(
    first: dict[str, Any], last: dict[str, Any], after: list[str]
) -> None:
    teller, known, _ = begun(first)

    assert [part.type for part in teller.finish(known, last)] == after
    assert not teller.contradicted


def test_the_ids_of_what_ends_are_those_of_what_began() -> None:
    teller, known, _ = begun(THOUGHT)
    ends = teller.finish(known, said("Hi"))[:2]

    assert [part.id for part in ends] == ["i:0", "i:content:0"]  # type: ignore[union-attr]
    teller, known, _ = begun(CALL)
    assert teller.finish(known, STRANGE)[0].id == "c"  # type: ignore[union-attr]
    assert known.start is None
