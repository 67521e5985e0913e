"""Scenarios: what a base URL's first part asks the provider to play, as ready bytes.

- `unary`: a short answer
- `stream-2000`: a text of 2,000 deltas, as fast as the client reads
- `paced-1000-500`: 1,000 deltas, one each 500 microseconds
- `long-1000000`: a text of that many deltas, for OpenAI chat only
- `tool-20480`: a tool call with 20 KB of arguments in deltas of 20 characters
- `object-10240`: 10 KB of JSON as text, in deltas of 20 characters
- `embed-100-1536`: 100 embeddings of 1,536 numbers, as floats, or in base64 where asked for
"""

from __future__ import annotations

import array
import base64
import json
from collections.abc import Iterator, Sequence

from .book import Play, Segment
from .canned import MARKS, MESSAGES, PROTOCOLS, TEXT
from .documents import cut, document, vector, words

_BLOCK = 1000  # deltas of a long text that are repeated
_HEADERS = "".join(
    f"{name}: {value}\r\n"
    for name, value in {
        "date": "Thu, 01 Jan 2026 00:00:00 GMT",
        "server": "bench",
        "x-request-id": "req_0123456789abcdefghijklmn",
        "request-id": "req_0123456789abcdefghijklmn",
        "openai-organization": "org-bench",
        "openai-processing-ms": "312",
        "openai-project": "proj_bench",
        "openai-version": "2020-10-01",
        "x-envoy-upstream-service-time": "330",
        "x-ratelimit-limit-requests": "10000",
        "x-ratelimit-limit-tokens": "2000000",
        "x-ratelimit-remaining-requests": "9999",
        "x-ratelimit-remaining-tokens": "1999991",
        "x-ratelimit-reset-requests": "6ms",
        "x-ratelimit-reset-tokens": "0s",
        "cf-cache-status": "DYNAMIC",
        "x-content-type-options": "nosniff",
        "strict-transport-security": "max-age=31536000; includeSubDomains; preload",
        "cf-ray": "98f0a1b2c3d4e5f6-FRA",
        "alt-svc": 'h3=":443"; ma=86400',
    }.items()
)


def plays(scenario: str) -> Iterator[Play]:
    """The scenario in each protocol that has it."""
    kind, *parts = scenario.split("-")
    sizes = [int(part) for part in parts]
    if kind == "embed":
        yield from _embeddings(scenario, *sizes)
    elif kind == "unary":
        yield from _unary(scenario)
    else:
        for name in ("chat",) if kind == "long" else PROTOCOLS:
            pace = sizes[1] if kind == "paced" else 0
            yield Play(f"/{scenario}/", MARKS[name], "", pace, _stream(name, kind, sizes[0]))


def _unary(scenario: str) -> Iterator[Play]:
    """Whole answers, or streams for libraries that stream where their user does not."""
    start = f"/{scenario}/"
    for name, protocol in PROTOCOLS.items():
        streamed = _streamed(protocol.events([TEXT]))
        for asked in ('"stream":true', '"stream": true'):
            yield Play(start, MARKS[name], asked, 0, streamed)
        yield Play(start, MARKS[name], "", 0, [_whole(protocol.whole)])
    yield Play(start, "/invoke", "", 0, [_whole(MESSAGES.whole)])  # Claude on Bedrock


def _stream(name: str, kind: str, size: int) -> list[Segment]:
    protocol = PROTOCOLS[name]
    if kind in ("tool", "object"):
        return _streamed(protocol.events(cut(document(size)), tool=kind == "tool"))
    if kind == "long":
        events, last = protocol.events(words(_BLOCK)), _BLOCK + 1  # chat has one event before
        return _streamed(events[:1], events[1:last], events[last:], size // _BLOCK)
    return _streamed(protocol.events(words(size)))


def _whole(data: object) -> Segment:
    body = json.dumps(data, separators=(",", ":")).encode()
    head = f"HTTP/1.1 200 OK\r\n{_HEADERS}content-type: application/json\r\n"
    return Segment(1, [head.encode() + b"content-length: %d\r\n\r\n" % len(body) + body])


def _streamed(
    first: Sequence[bytes], middle: Sequence[bytes] = (), last: Sequence[bytes] = (), times: int = 1
) -> list[Segment]:
    """A stream whose middle is sent several times; each event is a chunk of its own."""
    head = f"HTTP/1.1 200 OK\r\n{_HEADERS}content-type: text/event-stream\r\n"
    begun = [(head + "transfer-encoding: chunked\r\n\r\n").encode()]
    parts = [
        (1, [*begun, *map(_chunk, first)]),
        (times, [_chunk(event) for event in middle]),
        (1, [*map(_chunk, last), b"0\r\n\r\n"]),
    ]
    return [Segment(count, events) for count, events in parts if events]


def _chunk(event: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(event), event)


def _embeddings(scenario: str, count: int, dimensions: int) -> Iterator[Play]:
    floats = vector(dimensions)
    packed = base64.b64encode(array.array("f", floats).tobytes()).decode()
    usage = {"prompt_tokens": count, "total_tokens": count}
    for mark, value in (('"base64"', packed), ("", floats)):
        data = [{"object": "embedding", "index": n, "embedding": value} for n in range(count)]
        body = {"object": "list", "data": data, "model": "bench", "usage": usage}
        yield Play(f"/{scenario}/", "/embeddings", mark, 0, [_whole(body)])
