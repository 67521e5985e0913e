"""Values are built when they are first used: alike afterwards, in any thread, unpickled or not."""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
from typing import Any

import attrs
import pytest

from ai_sdk.types._value import evolve, field, value


def declared() -> tuple[Any, Any]:
    """A fresh class and a fresh subclass that nobody has used."""

    @value
    class Base:
        """Base."""

        a: int
        b: str = field(default="b", kw_only=True)

    @value
    class Derived(Base):
        """Derived."""

        c: tuple[int, ...] = ()

    return Base, Derived


def test_the_first_instance_builds_the_class_and_its_bases() -> None:
    base, derived = declared()

    made = derived(1, (2,), b="x")

    assert repr(made).endswith("Derived(a=1, b='x', c=(2,))")
    assert made == derived(1, (2,), b="x") != derived(2)
    assert hash(made) == hash(derived(1, (2,), b="x"))
    assert evolve(made, a=5).a == 5
    assert [f.name for f in attrs.fields(base)] == ["a", "b"]
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        made.a = 2
    with pytest.raises(TypeError):
        derived()


def test_match_works_on_a_class_that_was_never_used() -> None:
    base, derived = declared()

    match object():
        case derived():
            pytest.fail("an object is no Derived")
        case _:
            assert attrs.has(base)


def test_many_threads_build_one_class() -> None:
    for _ in range(20):
        _, derived = declared()
        start, failures = threading.Barrier(8), []

        def make(derived: Any = derived, start: Any = start, failures: Any = failures) -> None:
            start.wait()
            try:
                assert derived(1).c == ()
            except BaseException as error:
                failures.append(error)

        threads = [threading.Thread(target=make) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []


def test_an_unpickled_value_is_whole_in_a_fresh_process() -> None:
    from ai_sdk.types.content import TextPart

    code = (
        "import pickle, sys\n"
        "part = pickle.loads(sys.stdin.buffer.read())\n"
        "print(repr(part), part == part.__class__('hi'), hash(part) == hash(part.__class__('hi')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=pickle.dumps(TextPart("hi")),
        capture_output=True,
        check=True,
    )

    assert done.stdout.decode().strip() == "TextPart(text='hi') True True"
