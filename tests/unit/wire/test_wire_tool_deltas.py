"""Streamed tool calls: whose fragment is whose."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from ai_sdk.errors import InvalidResponseError
from ai_sdk.types.call import ModelToolCall
from ai_sdk.types.stream_parts import ToolInputDelta, ToolInputEnd, ToolInputStart
from ai_sdk.wire.tool_deltas import ToolCallTracker, arguments_text


def f(index: Any = None, id: Any = None, name: Any = None, args: Any = None) -> dict[str, Any]:
    return {"index": index, "call_id": id, "name": name, "arguments": args}


def calls(*fragments: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(id, name, arguments) of each call; the deltas must spell the same arguments."""
    tracker = ToolCallTracker()
    parts = [part for fragment in fragments for part in tracker.add(**fragment)]
    started = [part for part in parts if isinstance(part, ToolInputStart)]
    ended = tracker.finish()
    whole = [part for part in ended if isinstance(part, ModelToolCall)]
    assert len(tracker) == len(started) == len(whole)
    assert {part.id for part in started} == {call.tool_call_id for call in whole}
    assert sum(isinstance(part, ToolInputEnd) for part in ended) == len(whole)
    for call in whole:
        spelt = [
            p.delta for p in parts if isinstance(p, ToolInputDelta) and p.id == call.tool_call_id
        ]
        assert "".join(spelt) == call.input
    assert len({call.tool_call_id for call in whole}) == len(whole)
    return [(call.tool_call_id, call.tool_name, call.input) for call in whole]


@pytest.mark.parametrize(
    ("fragments", "expected"),
    [
        pytest.param(
            [f(0, "a", "look", ""), f(0, args='{"x"'), f(0, args=":1}")],
            [("a", "look", '{"x":1}')],
            id="usual",
        ),
        pytest.param(
            [f(0, "a", "one"), f(1, "b", "two"), f(0, args="1"), f(1, args="2"), f(0, args="3")],
            [("a", "one", "13"), ("b", "two", "2")],
            id="interleaved",
        ),
        pytest.param(
            [f(10**9, "a", "one", "1"), f(3, "b", "two", "2"), f(10**9, args="0")],
            [("a", "one", "10"), ("b", "two", "2")],
            id="index out of order and huge",
        ),
        pytest.param(
            [f(0, "a", "one", "1"), f(0, "b", "two", "2"), f(0, args="3")],
            [("a", "one", "1"), ("b", "two", "23")],
            id="a new id opens a new call at the same index",
        ),
        pytest.param(
            [f(0, "a", "one", "1"), f(0, "b", "two", "2"), f(0, "a", None, "3")],
            [("a", "one", "13"), ("b", "two", "2")],
            id="the id wins over the index",
        ),
        pytest.param(
            [f(id="a", name="one"), f(args="1"), f(id="b", name="two"), f(args="2")],
            [("a", "one", "1"), ("b", "two", "2")],
            id="no index: the latest",
        ),
        pytest.param(
            [f(0, "a", "on"), f(0, None, "one", "1")], [("a", "one", "1")], id="names replace"
        ),
        pytest.param(
            [f(0, "a", "one", "1"), f(0, "a", "one", "2")],
            [("a", "one", "12")],
            id="id and name in every fragment",
        ),
        pytest.param(
            [f(0, "a", None, "1"), f(0, None, "one", "2")], [("a", "one", "12")], id="late name"
        ),
        pytest.param(
            [f(0, "", None, "1"), f(0, "a", "one", "2")], [("a", "one", "12")], id="late id"
        ),
        pytest.param([f(0, "a", "one", None), f(0, args=None)], [("a", "one", "")], id="null"),
        pytest.param([f(0, "a", "one", {"x": 1})], [("a", "one", '{"x":1}')], id="an object"),
        pytest.param([f(0, "a", "one"), f(), f(7)], [("a", "one", "")], id="empty fragments"),
        pytest.param([f(), f(0, "", "")], [], id="nothing but emptiness"),
        pytest.param([f("0", "a", "one"), f("0", args="1")], [("a", "one", "1")], id="text index"),
        pytest.param([f([0], "a", "one"), f([0], args="1")], [("a", "one", "1")], id="list index"),
        pytest.param([f(0, "a"), f(0, None, "one", "1")], [("a", "one", "1")], id="only an id"),
        pytest.param([f(0, "a", 7), f(0, "a", "one", "1")], [("a", "one", "1")], id="odd name"),
        pytest.param(
            [f(0, "a", "one", "1"), f(0, "a", "", "2")], [("a", "one", "12")], id="name gone"
        ),
        pytest.param(
            [f(None, "a", "one", "{}"), f(None, None, "", "{}"), f(args=" ")],
            [("a", "one", "{}{} ")],
            id="without a name it is more of the latest",
        ),
        pytest.param(
            [f(None, "a", "one", "{}"), f(None, None, "one")],
            [("a", "one", "{}")],
            id="without text it is more of the latest",
        ),
        pytest.param(
            [f(None, "a", None, "{}"), f(None, None, "one", " ")],
            [("a", "one", "{} ")],
            id="a late name after whole arguments",
        ),
        pytest.param(
            [f(None, "a", "one", "1"), f(0, "a", "one", "2"), f(None, "a", "one", "3")],
            [("a", "one", "123")],
            id="an index now and then",
        ),
        pytest.param(
            [f(0, "a", "one", "1"), f(1, "a", None, "2"), f(None, "a", "one", "3")],
            [("a", "one", "123")],
            id="without a name the id wins over another index",
        ),
        pytest.param(
            [f(0, "a", "one", "1"), f(0, "b", None, "2"), f(0, None, "two", "3")],
            [("a", "one", "1"), ("b", "two", "23")],
            id="a new id whose name is late",
        ),
        pytest.param(
            [f(0, None, None, "1"), f(0, "a"), f(0, "b", "two", "3"), f(0, "a", "one", "2")],
            [("a", "one", "12"), ("b", "two", "3")],
            id="a late id is the call's own",
        ),
    ],
)
def test_fragments(fragments: list[dict[str, Any]], expected: list[tuple[str, str, str]]) -> None:
    assert calls(*fragments) == expected


def test_a_missing_id_is_made_up() -> None:
    ((made, name, text),) = calls(f(0, None, "look", "{}"), f(0, args=" "))
    assert made.startswith("call_")
    assert (name, text) == ("look", "{} ")


def test_an_id_after_the_start_belongs_to_the_call_with_the_made_up_one() -> None:
    ((made, _, text),) = calls(f(0, None, "look", "1"), f(0, "a", None, "2"), f(0, "a", None, "3"))
    assert made.startswith("call_")
    assert text == "123"
    found = calls(f(0, None, "look", "1"), f(0, "a", None, "2"), f(None, "a", None, "3"))
    assert [text for _, _, text in found] == ["123"]


def test_an_id_that_is_no_text_is_none() -> None:
    ((made, _, text),) = calls(f(0, 7, "look", "1"), f(0, 7, None, "2"))
    assert made.startswith("call_")
    assert text == "12"


def test_a_named_fragment_with_another_id_is_another_call() -> None:
    first, second = calls(f(0, None, "one", "1"), f(0, "b", "two", "2"))
    assert first[0].startswith("call_")
    assert (first[1:], second) == (("one", "1"), ("b", "two", "2"))


def test_an_unknown_index_is_another_call() -> None:
    first, second = calls(f(0, "a", "one", "1"), f(1, None, "two", "2"))
    assert (first, second[1:]) == (("a", "one", "1"), ("two", "2"))


def test_whole_calls_in_pieces_stay_apart() -> None:
    found = calls(f(None, None, "one", '{"a"'), f(args=":1}"), f(None, None, "two", "{}"))
    assert [(name, text) for _, name, text in found] == [("one", '{"a":1}'), ("two", "{}")]


@pytest.mark.parametrize("index", [None, 0])
def test_whole_calls_without_ids_stay_apart(index: int | None) -> None:
    found = calls(f(index, None, "one", '{"a":1}'), f(index, None, "two", '{"b":2}'))
    assert [(name, text) for _, name, text in found] == [("one", '{"a":1}'), ("two", '{"b":2}')]


def test_a_used_id_at_another_index_becomes_another_call() -> None:
    (first, second) = calls(f(0, "a", "one", "1"), f(1, "a", "two", "2"), f(1, args="3"))
    assert first == ("a", "one", "1")
    assert second[0] != "a"
    assert second[1:] == ("two", "23")


def test_a_call_that_never_got_a_name() -> None:
    tracker = ToolCallTracker()
    assert tracker.add(**f(0, "a", None, "{}")) == []
    assert tracker.add(**f(0, "a", 7, "x" * 300)) == []
    with pytest.raises(InvalidResponseError, match="'a' of the stream has no name") as caught:
        tracker.finish()
    assert caught.value.body == "{}" + "x" * 198


def test_metadata_stays_with_its_call() -> None:
    tracker = ToolCallTracker()
    note = {"openai": {"type": "custom"}}
    (start,) = tracker.add(**f(0, "a", "one"), metadata=note)
    tracker.add(**f(0, args="x"))
    assert start == ToolInputStart("a", "one", provider_metadata=note)
    assert tracker.finish()[1] == ModelToolCall("a", "one", "x", provider_metadata=note)
    tracker.add(**f(), metadata={"openai": {}})
    assert tracker.finish()[1].provider_metadata == {"openai": {}}


@pytest.mark.parametrize(("given", "text"), [(None, ""), ("x", "x"), ({}, "{}"), ([1], "[1]")])
def test_arguments_text(given: Any, text: str) -> None:
    assert arguments_text(given) == text


ARGUMENTS = st.lists(
    st.tuples(
        st.from_regex(r"[a-z]{1,6}", fullmatch=True),
        st.lists(st.text(min_size=1, max_size=5), max_size=6),
    ),
    min_size=1,
    max_size=4,
)


@given(ARGUMENTS, st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_any_interleaving_gives_the_same_calls(
    wanted: list[tuple[str, list[str]]], random: Any
) -> None:
    queues = [
        [f(i, f"id{i}", name), *(f(i, args=piece) for piece in pieces)]
        for i, (name, pieces) in enumerate(wanted)
    ]
    mixed = []
    while any(queues):
        mixed.append(random.choice([queue for queue in queues if queue]).pop(0))
    assert sorted(calls(*mixed)) == sorted(
        (f"id{i}", name, "".join(pieces)) for i, (name, pieces) in enumerate(wanted)
    )
