"""Child processes and slots, the coloured pairs of the concurrency seam that MCP needs."""

from __future__ import annotations

import asyncio
import sys
import threading
from typing import Any

import pytest

from ai_sdk.concurrency import CancelToken, Deadline, DeadlineExceeded, async_, sync
from ai_sdk.errors import RunCancelledError

ECHO = [sys.executable, "-c", "import sys; [print(line, end='', flush=True) for line in sys.stdin]"]


def test_a_child_of_threads_answers_and_ends_with_its_input() -> None:
    child = sync.Child.start(ECHO, {})
    child.write(b"hello\n")
    said = child.read()
    running = child.status
    child.close()
    child.close()

    assert (said, running, child.status) == (b"hello\n", None, 0)
    assert child.read() == b""
    with pytest.raises(OSError, match="closed"):
        child.write(b"x")


async def test_a_child_of_coroutines_answers_and_ends_with_its_input() -> None:
    child = await async_.Child.start(ECHO, {})
    await child.write(b"hello\n")
    said = await child.read()
    running = child.status
    await child.aclose()
    await child.aclose()

    assert (said, running, child.status) == (b"hello\n", None, 0)


def test_a_child_gets_exactly_the_environment_given() -> None:
    code = "import os; print(sorted(k for k in os.environ if k not in ('LC_CTYPE',)))"
    child = sync.Child.start([sys.executable, "-c", code], {"ONLY": "1"})
    said = child.read()
    child.close()

    assert said == b"['ONLY']\n"


async def test_a_writer_is_released_when_its_child_goes() -> None:
    deaf = [sys.executable, "-c", "import threading; threading.Event().wait()"]
    child = sync.Child.start(deaf, {})
    begun, ended = threading.Event(), threading.Event()

    def write() -> None:
        begun.set()
        with pytest.raises(OSError):
            child.write(b"x" * 1_000_000)
        ended.set()

    threading.Thread(target=write, daemon=True).start()
    assert begun.wait(30)
    await asyncio.to_thread(child.close)

    assert ended.wait(30)
    assert child._input.closed  # a pipe left open would be a warning some time later


async def test_closing_a_child_waits_for_its_writer_to_let_go() -> None:
    deaf = [sys.executable, "-c", "import threading; threading.Event().wait()"]
    child = sync.Child.start(deaf, {})
    child._writing.acquire()
    closing = asyncio.ensure_future(asyncio.to_thread(child.close))
    while child._process.returncode is None:
        await asyncio.sleep(0)
    child._writing.release()
    await closing

    assert child._input.closed


@pytest.mark.parametrize("outcome", [7, ValueError("no")])
def test_a_slot_of_threads_hands_on_the_first_outcome(outcome: Any) -> None:
    slot: Any = sync.Slot()
    assert not slot.filled
    slot.fail(outcome) if isinstance(outcome, Exception) else slot.fill(outcome)
    slot.fill("late")
    slot.fail(KeyError("late"))

    assert slot.filled
    if isinstance(outcome, Exception):
        with pytest.raises(ValueError, match="no"):
            slot.wait()
    else:
        assert slot.wait() == 7


@pytest.mark.parametrize("outcome", [7, ValueError("no")])
async def test_a_slot_of_coroutines_hands_on_the_first_outcome(outcome: Any) -> None:
    slot: Any = async_.Slot()
    assert not slot.filled
    waiting = asyncio.ensure_future(slot.wait())
    await asyncio.sleep(0)
    slot.fail(outcome) if isinstance(outcome, Exception) else slot.fill(outcome)
    slot.fill("late")
    slot.fail(KeyError("late"))

    assert slot.filled
    if isinstance(outcome, Exception):
        with pytest.raises(ValueError, match="no"):
            await waiting
    else:
        assert await waiting == await slot.wait() == 7


async def test_slots_are_waited_for_within_limits() -> None:
    token = CancelToken()
    token.cancel()
    for slot in (sync.Slot[int](), async_.Slot[int]()):
        for limits, error in (
            ({"deadline": Deadline(0.01)}, DeadlineExceeded),
            ({"cancel": token}, RunCancelledError),
        ):
            with pytest.raises(error):
                waited: Any = slot.wait(**limits)  # type: ignore[arg-type]
                await waited
