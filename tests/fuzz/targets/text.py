"""Events, JSON and beginnings of JSON, each against a naive reader."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from random import Random
from typing import Any

from ai_sdk.errors import InvalidResponseError
from ai_sdk.json_codec import MAX_DEPTH, JSONDepthError, JSONError, dumps, loads
from ai_sdk.partial_json import PartialJSON, parse_partial_json
from ai_sdk.sse import SSEDecoder
from tests.unit.json_prefixes import NOTHING, Documents, closers, value_of_prefix

from ..mutate import bytes_mutator, json_mutator
from ..target import Target, expect, pieces, random_of, typed

__all__ = ["TARGETS", "naive_events", "same"]

# ---- server-sent events

_CAP, _LINE = 60, 40  # small, so that inputs meet them


def naive_events(data: bytes) -> tuple[list[tuple[str | None, bytes, str | None]], int | None]:
    """Events and retry time by the standard's words, the last unterminated event included."""
    lines = re.split(rb"\r\n|\r|\n", data.removeprefix(b"\xef\xbb\xbf"))
    events: list[tuple[str | None, bytes, str | None]] = []
    name, found, last_id, retry = "", [], None, None
    for line in [*lines, b""]:
        key, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if not line:
            if found:
                events.append((name or None, b"\n".join(found), last_id))
            name, found = "", []
        elif key == b"data":
            found.append(value)
        elif key == b"event":
            name = value.decode("utf-8", "replace")
        elif key == b"id" and b"\0" not in value:
            last_id = value.decode("utf-8", "replace") or None
        elif key == b"retry" and re.fullmatch(rb"[0-9]{1,11}", value):
            retry = int(value)
    return events, retry


def _decoded(parts: Sequence[bytes], **caps: int) -> tuple[list[Any], int | None, bool]:
    decoder = SSEDecoder(**caps)
    events: list[Any] = []
    try:
        for part in parts:
            events += decoder.feed(part)
        events += decoder.finish()
    except InvalidResponseError:
        return events, decoder.retry, True
    return events, decoder.retry, False


def _check_sse(data: bytes) -> bool:
    rng = random_of(data)
    cut = pieces(data, rng)
    events, retry, failed = _decoded(cut)
    expect(not failed, "an error without a cap")
    naive, told = naive_events(data)
    expect([tuple(event) for event in events] == naive, "other events", events, naive)
    expect(retry == told, "another retry time", retry, told)
    if rng.random() < 0.3:
        one, *_, broke = _decoded([data], max_event=_CAP, max_line=_LINE)
        other, *_, broken = _decoded(cut, max_event=_CAP, max_line=_LINE)
        expect((one, broke) == (other, broken), "under caps the cut shows", one, other)
    return bool(events)


def _work_sse(data: bytes) -> None:
    _decoded([data[at : at + 16] for at in range(0, len(data), 16)])
    _decoded([data])


_SSE_SEEDS = [
    b'data: {"a":1}\n\ndata: [DONE]\n\n',
    b'event: ping\ndata: {}\n\nevent: message\ndata: {"x":"y"}\n\n',
    b"\xef\xbb\xbfid: 7\r\ndata: a\r\ndata: b\r\n\r\n: ping\r\n\r\nretry: 1500\r\n\r\n",
    b"data: a\rdata: b\r\rdata\r\r",
    b"id: 1\nevent: e\ndata:x\nfoo: bar\n\ndata: \xc3\xa9\xe2\x80\xa8\n\n",
    b"event: a\ndata: " + b"x" * 70 + b"\n\n: " + b"c" * 50 + b"\ndata: 1\n\n",
]
_SSE_WORDS = (
    b"data: ", b"data:", b"event: ", b"id: ", b"retry: ", b": ping\n\n", b"\r\n\r\n", b"\r\r",
    b"data: 1\n\n", b"id: a\0b\n", b"retry: 20\n",
)  # fmt: skip

# ---- whole JSON


def same(left: Any, right: Any) -> bool:
    """Equal, with 1, 1.0 and True told apart."""
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list):
        return len(left) == len(right) and all(map(same, left, right))
    return bool(left == right)


def _refuse(word: str) -> Any:
    raise ValueError(word)


def _number(text: str) -> float:
    if math.isinf(float(text)):
        raise _Infinite
    return float(text)


class _Infinite(Exception):  # noqa: N818 - a number beyond what a float holds: ours refuses it
    """Such a number was seen."""


def _naive_loads(data: bytes) -> Any:
    value = json.loads(data.decode(), parse_constant=_refuse, parse_float=_number)
    return _mended(value)


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return re.sub("[\ud800-\udfff]", "\ufffd", value)
    if isinstance(value, list):
        return [_mended(each) for each in value]
    if isinstance(value, dict):
        return {_mended(key): _mended(each) for key, each in value.items()}
    return value


def _depth(data: bytes) -> int:
    depth = deepest = 0
    for char in re.sub(rb'"(?:[^"\\]|\\.)*+"', b"", data, flags=re.DOTALL):
        depth += (char in b"[{") - (char in b"]}")
        deepest = max(deepest, depth)
    return deepest


def _check_json(data: bytes) -> bool:
    found, error = typed(lambda: loads(data), JSONError)
    try:
        wanted = _naive_loads(data)
    except _Infinite:
        return True
    except (ValueError, RecursionError):
        expect(error is not None, "read what is no JSON", found)
        return data[:1] in b"[{" and len(data) > 1
    deep = _depth(data) > MAX_DEPTH
    expect(isinstance(error, JSONDepthError) == deep, "the depth cap is elsewhere", error)
    if deep:
        return True
    expect(error is None, "did not read JSON", error)
    expect(same(found, wanted), "read something else", found, wanted)
    expect(same(loads(dumps(found)), found), "what is written is not what is read", found)
    return True


_JSON_SEEDS = [
    b'{"a":[1,2.5,null,true],"b":{"c":"d\\u00e9\\n"}}',
    b'[[[[[]]]],{"":{"":{}}}]',
    b'{"big":123456789012345678901234567890,"small":-0.0,"e":1e-7,"x":1E+30}',
    b'"\\ud83d\\ude00 \\ud83d \\\\ \\" \\/"',
    b"[" * 129 + b"]" * 129,
    b'{"a":' * 128 + b'"]]]"' + b"}" * 128,
    b'[{"s":"[[[{{{"}' + b',{"a":[]}' * 70 + b"]",
    b'{"k":"v","k":"w"}',
    b"[" * 129 + b'"',
]
_JSON_WORDS = (
    b"[" * 60,
    b"]" * 60,
    b'{"a":' * 40,
    b'\\"',
    b'"\\',
    b"\\ud800",
    b"NaN",
    b"1e999",
    b"-",
    b"\\u0000",
)


# ---- beginnings of JSON

_WORD_AT_END = re.compile(r"[-+.0-9A-Za-z]+\Z")
_WORD_BEGUN = re.compile(
    r"t(r(u(e)?)?)?|f(a(l(s(e)?)?)?)?|n(u(l(l)?)?)?"
    r"|-?((0|[1-9][0-9]*)((\.([0-9]+([eE][-+]?[0-9]*)?)?)|[eE][-+]?[0-9]*)?)?"
)


def _check_partial(data: bytes) -> bool:
    text = data.decode("utf-8", "replace")
    rng = random_of(data)
    parser, fed = PartialJSON(), ""
    failed = None
    for piece in pieces(text, rng):  # type: ignore[arg-type]  # cuts anything
        fed += str(piece)
        _, failed = typed(lambda piece=piece: parser.feed(piece), JSONError)
        if failed is not None:
            break
    once = parse_partial_json(text)
    try:
        whole = _naive_loads(text.encode())
    except _Infinite:
        return True
    except (ValueError, RecursionError):
        expect(once.state != "successful-parse", "read what is no JSON", once)
        if failed is None:
            _check_beginning(text, parser)
        return len(text) > 2
    if _depth(data) > MAX_DEPTH:
        return True
    expect(failed is None, "did not take JSON", failed)
    expect(same(parser.end(), whole), "read something else", parser.value, whole)
    expect(same(once.value, whole), "at once read something else", once)
    return True


def _check_beginning(text: str, parser: PartialJSON) -> None:
    """What one may believe of a beginning; the naive reader takes only what could go on."""
    visited = parser.chars_visited
    expect(visited <= 4 * len(text) + 16, "looked at too many characters", visited, len(text))
    word = _WORD_AT_END.search(text)
    hopeless = word is not None and not _WORD_BEGUN.fullmatch(word[0])  # seen at the word's end
    if not text.strip() or len(text) > 300 or (hopeless and not closers(text)[1]):
        return
    try:
        wanted = value_of_prefix(text)
    except (IndexError, StopIteration, RecursionError):
        return  # what closes more than was opened, or no word of JSON
    seen = parser.value if parser.begun else NOTHING
    expect(same(seen, wanted) or wanted is NOTHING, "another beginning", seen, wanted)


def _work_partial(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    parser = PartialJSON()
    every = max(1, len(text) // 512) * 32  # a snapshot copies the string that is open: not too many
    for at in range(0, len(text), 32):
        if typed(lambda at=at: parser.feed(text[at : at + 32]), JSONError)[1] is not None:
            break
        if at % every == 0:
            parser.snapshot()
    parse_partial_json(text)


def _partial_seeds() -> list[bytes]:
    documents = Documents(7)
    return [documents.text().encode("utf-8", "replace")[:1500] for _ in range(150)]


def _cutting(seeds: Sequence[bytes]) -> Any:
    """Like JSON, but mostly cut off somewhere."""
    change, damage = json_mutator(seeds), bytes_mutator()

    def mutate(data: bytes, rng: Random) -> bytes:
        if rng.random() < 0.5:
            data = rng.choice(seeds)
        data = change(data, rng) if rng.random() < 0.4 else data
        if rng.random() < 0.15:
            return damage(data, rng)
        return data[: 1 + int(rng.random() * len(data))] if rng.random() < 0.8 else data

    return mutate


TARGETS = (
    Target(
        "sse", _check_sse, _work_sse, lambda: _SSE_SEEDS, bytes_mutator(*_SSE_WORDS), 10,
        (*_SSE_WORDS, b"\n", b"\r", b"a"),
    ),
    Target(
        "json", _check_json, lambda data: typed(lambda: loads(data), JSONError),
        lambda: _JSON_SEEDS, json_mutator(_JSON_SEEDS, *_JSON_WORDS), 6,
        (*_JSON_WORDS, b'"', b"\\", b"[", b"[]", b'"\\"'),
    ),
    Target(
        "partial_json", _check_partial, _work_partial, _partial_seeds, _cutting(_partial_seeds()), 6,
        (b'{"a":', b"[", b'"', b"\\", b"\\u", b" ", b"1", b"[1,", b'{"a":[1,"b"],'),
    ),
)  # fmt: skip
