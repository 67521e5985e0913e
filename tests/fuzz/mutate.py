"""Damage: to bytes, to JSON, and to streams of events; each keeps most of an input as it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from ai_sdk.json_codec import JSONError, dumps, loads

__all__ = ["bytes_mutator", "json_mutator", "mutated_json", "sse_mutator"]

Mutate = Callable[[bytes, Random], bytes]

ODD: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 7, 10**20, -1.5, 1e300, "", "x", "0", "null", "\U0001f600",
    "\u2028\x00", "sk-abcdefghijklmnop", [], [None], [[]], [1, "a"], {}, {"type": []}, {"": None},
    {"type": "x.tomorrow"}, "a" * 70, "stop", "error", {"message": "no", "code": 429}, 2**63,
)  # fmt: skip
"""Values that stand where others were meant."""

_BYTES = (b"", b"\0", b"\xff", b"\xc3", b"\r", b"\n", b"\r\n", b"\n\n", b'"', b"\\", b"\\u", b"{", b"}", b"[",
          b"]", b":", b",", b"\xef\xbb\xbf", b" ", b"0", b"-", b"1e9", b"\\ud83d", b"data: ")  # fmt: skip


def bytes_mutator(*tokens: bytes) -> Mutate:
    """Deletes, doubles, moves and overwrites; puts in tokens of the format."""
    words = (*_BYTES, *tokens, *tokens)

    def mutate(data: bytes, rng: Random) -> bytes:
        at = int(rng.random() * (len(data) + 1))
        end = at + int(rng.random() * (20 if rng.random() < 0.8 else 300))
        kind = int(rng.random() * 6)
        if kind == 0:
            return data[:at] + data[end:]
        if kind == 1:
            return data[:end] + data[at:]
        if kind == 2:
            return data[:at] + bytes((int(rng.random() * 256),)) + data[at + 1 :]
        if kind == 3:
            other = int(rng.random() * (len(data) + 1))
            return data[:other] + data[at:end] + data[other:]
        word = rng.choice(words)
        return data[:at] + word + data[at if kind == 4 else at + len(word) :]

    return mutate


def mutated_json(value: Any, rng: Random, donors: Sequence[Any] = ()) -> Any:
    """The same JSON but for one place; the original is left alone."""
    if rng.random() < 0.25 or not isinstance(value, (dict, list)) or not value:
        return _other(value, rng, donors)
    if isinstance(value, list):
        items = list(value)
        at = int(rng.random() * len(items))
        kind = rng.random()
        if kind < 0.1:
            del items[at]
        elif kind < 0.2:
            items.insert(at, items[int(rng.random() * len(items))])
        else:
            items[at] = mutated_json(items[at], rng, donors)
        return items
    fields = dict(value)
    name = rng.choice(list(fields))
    kind = rng.random()
    if kind < 0.1:
        del fields[name]
    elif kind < 0.15:
        fields["x_tomorrow"] = rng.choice(ODD)
    elif kind < 0.2:
        fields[rng.choice(list(fields))] = fields[name]
    else:
        fields[name] = mutated_json(fields[name], rng, donors)
    return fields


def _other(value: Any, rng: Random, donors: Sequence[Any]) -> Any:
    kind = rng.random()
    if isinstance(value, str) and kind < 0.5:
        at = int(rng.random() * (len(value) + 1))
        return value[:at] + rng.choice(("", "x", "é漢", '"', "\\", value, "\n")) + value[at + 1 :]
    if type(value) is int and kind < 0.5:
        return value + rng.choice((-1, 1, 10, -value))
    if donors and kind < 0.7:
        return _somewhere(rng.choice(donors), rng)
    return rng.choice(ODD)


def _somewhere(value: Any, rng: Random) -> Any:
    """A part of a document."""
    while isinstance(value, (dict, list)) and value and rng.random() < 0.8:
        value = rng.choice(list(value.values()) if isinstance(value, dict) else value)
    return value


def json_mutator(seeds: Sequence[bytes], *tokens: bytes) -> Mutate:
    """Mostly changes one place of the JSON; now and then damages its text."""
    donors = [found for seed in seeds[:50] if (found := _loaded(seed)) is not None]
    damage = bytes_mutator(*tokens)

    def mutate(data: bytes, rng: Random) -> bytes:
        if rng.random() < 0.06:
            return damage(data, rng)
        value = _loaded(data)
        if value is None:
            return damage(rng.choice(seeds), rng)
        return dumps(mutated_json(value, rng, donors))

    return mutate


def _loaded(data: bytes) -> Any:
    try:
        return loads(data)
    except JSONError:
        return None


def sse_mutator(seeds: Sequence[bytes]) -> Mutate:
    """Drops, doubles, moves and swaps events, changes the JSON of one, or damages the bytes."""
    pool = [block for seed in seeds for block in seed.split(b"\n\n") if block]
    donors = [found for block in pool[:200] if (found := _json_of(block)) is not None]
    damage = bytes_mutator(b"data: ", b"event: error\n", b": ping\n\n", b"data: [DONE]\n\n")

    def mutate(data: bytes, rng: Random) -> bytes:
        kind = rng.random()
        if kind < 0.06:
            return damage(data, rng)
        blocks = [block for block in data.split(b"\n\n") if block]
        if not blocks:
            return rng.choice(seeds)
        at = int(rng.random() * len(blocks))
        if kind < 0.14:
            del blocks[at]
        elif kind < 0.2:
            blocks.insert(at, blocks[int(rng.random() * len(blocks))])
        elif kind < 0.28:
            other = int(rng.random() * len(blocks))
            blocks[at], blocks[other] = blocks[other], blocks[at]
        elif kind < 0.4:
            blocks.insert(at, rng.choice(pool))
        elif kind < 0.44:
            del blocks[at + 1 :]
        else:
            blocks[at] = _changed(blocks[at], rng, donors)
        end = b"\r\n\r\n" if kind > 0.97 else b"\n\n"
        return b"".join(block + end for block in blocks)

    return mutate


def _json_of(block: bytes) -> Any:
    try:
        return loads(block[block.index(b"data: ") + 6 :])
    except ValueError:
        return None


def _changed(block: bytes, rng: Random, donors: Sequence[Any]) -> bytes:
    value = _json_of(block)
    if value is None:
        return block
    start = block[: block.index(b"data: ") + 6]
    return start + dumps(mutated_json(value, rng, donors))
