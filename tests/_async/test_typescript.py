"""The TypeScript SDK holds the same conversations: same requests, same results, or a reason."""

from __future__ import annotations

from typing import Any

import pytest

from tests.typescript.conversations import Conversation
from tests.typescript.oracle import ALL, conversation_cases, theirs
from tests.typescript.outcomes import comparable
from tests.typescript.requests import failed_calls, substance

from .typescript_calls import hold


@pytest.mark.parametrize(("talk", "function", "protocol"), conversation_cases(ALL))
async def test_the_conversation_is_the_same(
    talk: Conversation, function: str, protocol: str
) -> None:
    said, sent = theirs(talk.name, function, protocol)
    outcome, requests = await hold(talk, function, protocol)

    failed = failed_calls(sent)
    expected = {**comparable(said), "requests": [substance(each, failed) for each in sent]}
    ours = {**comparable(outcome), "requests": [substance(each, failed) for each in requests]}

    differing = {
        name: (expected.get(name), ours.get(name))
        for name in {*expected, *ours}
        if expected.get(name) != ours.get(name)
    }
    allowed = _allowed(talk, function, protocol)
    assert {n: pair for n, pair in differing.items() if n not in allowed} == {}
    assert set(differing) == allowed, "a difference that is told, but is not there"


def _allowed(talk: Conversation, function: str, protocol: str) -> set[Any]:
    """The fields that the conversation says are different in this case."""
    fields = set()
    for place in talk.differs:
        *where, name = place.split(".")
        if all(each in (function, protocol) for each in where):
            fields.add(name)
    return fields
