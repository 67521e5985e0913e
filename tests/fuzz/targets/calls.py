"""Tool calls put together from fragments: nothing is lost, doubled or given to another call."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

from ai_sdk.errors import InvalidResponseError
from ai_sdk.json_codec import JSONError, dumps, loads
from ai_sdk.types.call import ModelToolCall
from ai_sdk.types.stream_parts import ToolInputDelta, ToolInputEnd, ToolInputStart
from ai_sdk.wire.tool_deltas import ToolCallTracker, arguments_text
from tests.fragments import GLUED

from ..mutate import json_mutator
from ..target import Target, expect, typed

__all__ = ["TARGETS", "naive_calls"]

Fragment = dict[str, Any]


def _played(fragments: list[Fragment]) -> tuple[list[Any], Exception | None]:
    tracker = ToolCallTracker()
    parts: list[Any] = []
    for each in fragments:
        parts += tracker.add(
            index=each.get("index"),
            call_id=each.get("id"),
            name=each.get("name"),
            arguments=each.get("arguments"),
        )
    ends, error = typed(tracker.finish, InvalidResponseError)
    return parts + (ends if isinstance(ends, list) else []), error


def naive_calls(fragments: list[Fragment]) -> list[tuple[str, str, str]] | None:
    """Id, name and arguments by index, where servers keep to OpenAI's own manner; else None."""
    calls: dict[int, list[Any]] = {}
    for each in fragments:
        index, call_id, name = each.get("index"), each.get("id"), each.get("name")
        text = each.get("arguments", "")
        if type(index) is not int or not isinstance(text, str):
            return None
        if index not in calls:
            fresh = isinstance(call_id, str) and call_id and isinstance(name, str) and name
            if not fresh or any(call_id == known[0] for known in calls.values()):
                return None
            calls[index] = [call_id, name, text]
        elif call_id or name:
            return None
        else:
            calls[index][2] += text
    return [(each[0], each[1], each[2]) for each in calls.values()]


def _fragments(data: bytes) -> list[Fragment] | None:
    try:
        found = loads(data)
    except JSONError:
        return None
    whole = isinstance(found, list) and all(isinstance(each, dict) for each in found)
    return found if whole else None


def _check(data: bytes) -> bool:
    fragments = _fragments(data)
    if not fragments:
        return False
    parts, error = _played(fragments)
    _check_parts(parts, done=error is None)
    if error is None:
        _check_nothing_lost(fragments, parts)
    wanted = naive_calls(fragments)
    if wanted is not None:
        calls = [(p.tool_call_id, p.tool_name, p.input) for p in parts if type(p) is ModelToolCall]
        expect(error is None and calls == wanted, "other calls", calls, wanted, error)
    return True


def _check_parts(parts: list[Any], *, done: bool) -> None:
    texts: dict[str, str] = {}
    ended: set[str] = set()
    calls: set[str] = set()
    for part in parts:
        if type(part) is ToolInputStart:
            expect(part.id not in texts, "a call begins twice", part)
            texts[part.id] = ""
        elif type(part) is ToolInputDelta:
            expect(part.id in texts and part.id not in ended, "no such call is open", part)
            texts[part.id] += part.delta
        elif type(part) is ToolInputEnd:
            ended.add(part.id)
        else:
            expect(part.tool_call_id not in calls, "a call comes twice", part)
            calls.add(part.tool_call_id)
            same = texts.get(part.tool_call_id) == part.input
            expect(same, "a call's input is not what streamed", texts, part)
    expect(not done or calls == texts.keys() == ended, "calls are missing", parts)


def _check_nothing_lost(fragments: list[Fragment], parts: list[Any]) -> None:
    given = Counter[str]()
    for each in fragments:
        given.update(arguments_text(each.get("arguments")))
    got = Counter[str]()
    for part in parts:
        if type(part) is ModelToolCall:
            got.update(part.input)
    expect(given == got, "characters were lost or doubled", fragments, parts)


def _work(data: bytes) -> None:
    fragments = _fragments(data) or _fragments(b"[" + data.strip(b"[,]") + b"]")
    if fragments:
        _played(fragments)


def _seeds() -> list[bytes]:
    out = []
    for case in GLUED.values():
        flat = [each for one in case for each in (one if isinstance(one, list) else [one])]
        rows = [
            {**{k: v for k, v in each.items() if k in ("index", "id")}, **each["function"]}
            for each in flat
        ]
        out.append(dumps(rows))
    return out


_change = json_mutator(_seeds())


def _mutate(data: bytes, rng: Random) -> bytes:
    """Fragments are dropped, doubled, moved, cut in two, or changed in one field."""
    fragments = _fragments(data)
    kind = rng.random()
    if not fragments or kind < 0.4:
        return _change(data, rng)
    at = int(rng.random() * len(fragments))
    one = fragments[at]
    if kind < 0.5:
        fragments.insert(int(rng.random() * len(fragments)), fragments.pop(at))
    elif kind < 0.6 and isinstance(one.get("arguments"), str):
        text = one["arguments"]
        cut = int(rng.random() * (len(text) + 1))
        fragments[at : at + 1] = [
            {**one, "arguments": text[:cut]},
            {"index": one.get("index"), "arguments": text[cut:]},
        ]
    elif kind < 0.8:
        field = rng.choice(("index", "id", "name", "arguments"))
        fragments[at] = {**one, field: rng.choice(fragments).get(field)}
    else:
        fields = {"index": rng.choice((0, 1, 2, None)), "id": rng.choice(("a", "b", "c", "", None))}
        fields |= {
            "name": rng.choice(("look", "", None)),
            "arguments": rng.choice(("{", "}", "{}")),
        }
        fragments.insert(at, fields)
    return dumps(fragments[:40])


TARGETS = (
    Target(
        "tool_calls", _check, _work, _seeds, _mutate, 6,
        (
            b'{"index":0,"name":"look","arguments":"{\\"a\\":"},',
            b'{"name":"look","arguments":"{}"},',
            b'{"index":0,"name":"look","arguments":"}"},',
            b'{"index":0,"name":"look","arguments":" "},',
            b'{"id":"a","index":0,"name":"look","arguments":"x"},',
            b'{"id":"a","index":1,"name":"look"},{"id":"a","index":2,"name":"look"},',
        ),
    ),
)  # fmt: skip
