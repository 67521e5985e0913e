"""Copies of growing containers: brought up to date when let go of, never changed while seen."""

from __future__ import annotations

import sys
import weakref
from types import SimpleNamespace
from typing import Any

import pytest

from ai_sdk.partial_json import copies as module
from ai_sdk.partial_json.copies import Copies, add_entry, last_entry


class View(dict[str, Any]):
    """What objects show themselves in; a field has the name of a method."""

    popitem = None  # type: ignore[assignment]


def boxed(kind: type, size: int) -> Any:
    """A container with entries 0, 1, ..."""
    return list(range(size)) if kind is list else {f"k{n}": n for n in range(size)}


def new(kind: type) -> Copies:
    return Copies(View if kind is View else None)


KINDS = pytest.mark.parametrize("kind", [list, dict, View])


@KINDS
@pytest.mark.parametrize(
    ("size", "complete"), [(30, 29), (30, 30), (31, 30), (31, 31), (36, 35), (36, 36)]
)
@pytest.mark.parametrize("was_open", [False, True])
def test_a_copy_that_was_let_go_of_comes_again_up_to_date(
    kind: type, size: int, complete: int, was_open: bool
) -> None:
    copies = new(kind)
    copy = copies.take(boxed(kind, 30), 29)
    assert copy == boxed(kind, 29)
    assert type(copy) is kind
    if was_open:
        add_entry(copy, "k29", "so far")
    same = id(copy)
    del copy
    for _ in range(2):
        copy = copies.take(boxed(kind, size), complete)
        assert id(copy) == same
        assert copy == boxed(kind, complete)
        assert list(copy) == list(boxed(kind, complete))
        add_entry(copy, f"k{complete}", "open")
        assert last_entry(copy, f"k{complete}") == "open"
        del copy


@KINDS
def test_a_copy_that_is_seen_never_changes(kind: type) -> None:
    copies = new(kind)
    seen = [copies.take(boxed(kind, size), size) for size in range(24, 40)]

    assert seen == [boxed(kind, size) for size in range(24, 40)]


@KINDS
@pytest.mark.parametrize("extra", [-1, 2])
def test_a_copy_that_somebody_changed_is_not_used_again(kind: type, extra: int) -> None:
    copies = new(kind)
    copy = copies.take(boxed(kind, 30), 30)
    for n in range(extra):
        add_entry(copy, f"own{n}", n)
    if extra < 0:
        del copy[29 if kind is list else "k29"]
    same = id(copy)
    del copy
    copy = copies.take(boxed(kind, 31), 31)

    assert id(copy) != same
    assert copy == boxed(kind, 31)


def kept(copies: Copies, size: int) -> bool:
    """Whether a copy of this size is kept after it was let go of."""
    return weakref.ref(copies.take(boxed(dict, size), size))() is not None


def test_small_copies_are_not_kept() -> None:
    assert not kept(Copies(View), 23)
    assert kept(Copies(View), 24)


def test_the_last_three_copies_are_kept() -> None:
    copies = Copies(View)
    seen = [copies.take(boxed(dict, 30), 30) for _ in range(5)]
    there = [weakref.ref(copy) for copy in seen]
    seen.clear()

    assert [copy() is not None for copy in there] == [False, False, True, True, True]


def test_every_copy_is_fresh_where_no_count_tells_who_sees_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_ALONE", 0)

    assert not kept(Copies(View), 30)


def test_counts_tell_in_cpython_with_its_global_lock_only(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.delattr(sys, "_is_gil_enabled", raising=False)  # before 3.13
        assert module._alone() > 0
        patched.setattr(sys, "_is_gil_enabled", lambda: True, raising=False)
        assert module._alone() > 0
        patched.setattr(sys, "_is_gil_enabled", lambda: False, raising=False)
        assert module._alone() == 0
    monkeypatch.setattr(sys, "implementation", SimpleNamespace(name="pypy"))
    assert module._alone() == 0


def test_the_open_entry_is_the_last() -> None:
    assert last_entry([1, 2, 3], None) == 3
    assert last_entry({"a": 1, "b": 2, "c": 3}, "b") == 2
