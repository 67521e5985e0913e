"""Random documents cut anywhere: the parser against a second, naive reader of prefixes.

AI_SDK_FUZZ=100000 checks that many (document, cut) pairs instead of about three thousand.
"""

from __future__ import annotations

import copy
import json
import os
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from ai_sdk.partial_json import ElementReader, PartialJSON, PartialReader, parse_partial_json

from .json_prefixes import NOTHING, Documents, value_of_prefix

PAIRS = int(os.environ.get("AI_SDK_FUZZ", "3000"))
BATCHES = 20


def same(left: Any, right: Any) -> bool:
    """Equal, with 1, 1.0 and True told apart."""
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list):
        return len(left) == len(right) and all(map(same, left, right))
    return bool(left == right)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_every_prefix_has_the_value_the_naive_reader_finds(batch: int) -> None:
    documents = Documents(batch)
    kept: list[tuple[Any, Any]] = []
    pairs = 0
    while pairs < PAIRS / BATCHES:
        text = documents.text()
        parser, seen = PartialJSON(), ""
        for piece in documents.cuts(text):
            parser.feed(piece)
            seen += piece
            expected = value_of_prefix(seen)
            assert parser.begun is (expected is not NOTHING)
            if parser.begun:
                assert same(parser.value, expected), seen
                snapshot = parser.snapshot()
                assert same(snapshot, expected), seen
                if documents.random.random() < 0.5:  # the others may be used again
                    kept.append((snapshot, copy.deepcopy(snapshot)))
                del snapshot
            pairs += 1
        assert same(parser.end(), value_of_prefix(text + " ")), text
        assert parser.done
        assert same(parse_partial_json(text).value, parser.value)
        for snapshot, before in kept:
            assert same(snapshot, before)
        kept = kept[-50:]


@pytest.mark.parametrize("batch", range(5))
def test_a_change_is_announced_exactly_when_there_is_one(batch: int) -> None:
    documents = Documents(1000 + batch)
    for _ in range(20):
        parser = PartialJSON()
        before: Any = NOTHING
        for piece in documents.cuts(documents.text()):
            changed = parser.feed(piece)
            now = parser.snapshot() if parser.begun else NOTHING
            assert changed is not same(now, before)
            before = now


@pytest.mark.parametrize("batch", range(5))
def test_a_loop_that_lets_go_of_its_snapshots_sees_the_same(batch: int) -> None:
    """Snapshots nobody holds are brought up to date in place; nobody must notice."""
    documents = Documents(2000 + batch)
    for _ in range(10):
        rows = [documents.value(1) for _ in range(40)]
        text = documents.write({"head": {f"k{n}": n for n in range(40)}, "rows": rows})
        parser, reader, seen = PartialJSON(), PartialReader(), ""
        held: list[tuple[Any, Any]] = []
        for piece in documents.cuts(text):
            parser.feed(piece)
            reader.feed(piece)
            seen += piece
            snapshot: Any = parser.snapshot()
            typed: Any = reader.snapshot()
            if len(seen) % 11 == 0 and parser.begun:
                expected = value_of_prefix(seen)
                assert same(snapshot, expected)
                assert same(typed, expected)
            if documents.random.random() < 0.05 and isinstance(snapshot, dict):
                inner = snapshot.get("rows")  # only a part of it is held
                held.append((inner, copy.deepcopy(inner)))
                held.append((typed, copy.deepcopy(typed)))
        assert all(same(now, before) for now, before in held)


@pytest.mark.parametrize("batch", range(5))
def test_each_element_comes_once_and_whole(batch: int) -> None:
    documents = Documents(3000 + batch)
    for _ in range(20):
        values = [documents.value(2) for _ in range(documents.random.randint(0, 9))]
        text = documents.write({"elements": values})
        reader = ElementReader(("elements",))
        found = [each for piece in documents.cuts(text) for each in reader.feed(piece)]
        assert same(found, value_of_prefix(text)["elements"])


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=6,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(json_values, st.booleans(), st.lists(st.integers(1, 9), min_size=1))
def test_any_cut_of_any_value(value: Any, ascii_only: bool, sizes: list[int]) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only)
    parser = PartialJSON()
    at = turn = 0
    while at < len(text):
        size = sizes[turn % len(sizes)]
        parser.feed(text[at : at + size])
        at, turn = at + size, turn + 1
        expected = value_of_prefix(text[:at])
        assert (parser.value if parser.begun else NOTHING) == expected
    assert parser.end() == json.loads(text)


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from('{}[]",:\\ntrue1-e.u0d \n'), max_size=24))
def test_garbage_fails_exactly_where_json_does(text: str) -> None:
    """Whatever is fed: the same verdict as the standard library on the whole text."""
    try:
        expected = json.loads(text)
        valid = True
    except ValueError:
        expected, valid = None, False
    found = parse_partial_json(text)
    assert (found.state == "successful-parse") is valid
    if valid and "\\u" not in text:
        assert same(found.value, expected)
