"""Error replies of every protocol, and what headers say about trying again."""

from __future__ import annotations

import math
import pickle
import re
import zlib
from functools import cache
from random import Random
from typing import Any

from ai_sdk import create_anthropic, create_bedrock, create_google, create_mistral, create_openai
from ai_sdk.errors import APICallError
from ai_sdk.json_codec import dumps
from ai_sdk.retry_hints import retry_after
from ai_sdk.types.http import HTTPReply
from ai_sdk.wire.error_body import MAX_ERROR_BODY
from ai_sdk.wire.protocol import protocol_named

from ..mutate import bytes_mutator, json_mutator
from ..target import Target, expect, random_of

__all__ = ["TARGETS", "naive_wait"]

# ---- bodies

_STATUSES = (400, 401, 402, 403, 404, 408, 409, 413, 422, 429, 500, 502, 503, 529, 418, 599)
_CANARY = "sk-canary0123456789abcdef"

_BODIES: list[Any] = [
    {"error": {"message": f"Incorrect API key provided: {_CANARY}.", "type": "invalid_request_error",
               "param": None, "code": "invalid_api_key"}},
    {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}, "request_id": "r"},
    {"error": {"code": 429, "message": "Quota exceeded", "status": "RESOURCE_EXHAUSTED", "details": [
        {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "34.07s"},
        {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}]}},
    [{"error": {"code": 400, "message": "bad", "status": "INVALID_ARGUMENT"}}],
    {"error": {"code": "content_filter", "message": "x", "innererror": {"code": "ResponsibleAIPolicyViolation"}}},
    {"message": "Too many requests", "__type": "ThrottlingException"},
    {"object": "error", "message": {"detail": [{"loc": ["body"], "msg": "field required"}]}, "code": 3000},
    {"detail": [{"msg": "a"}, {"msg": "b"}]}, {"error": "plain words"}, {"errors": ["x", {"message": "y"}]},
    {"error": {"message": "This model's maximum context length is 8 tokens"}},
    {"error": {"message": f"bearer {_CANARY}", "metadata": {"raw": f'{{"key":"{_CANARY}"}}'}}},
]  # fmt: skip
_PAGES = [
    b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>",
    b"<!DOCTYPE html><p>Sorry &amp; goodbye</p>",
    b"upstream connect error",
    b"<p>no title",
]
_WORDS = (
    b"<title>", b"</title>", b"<", b">", b"<title", b" ", b"\n", b"sk-", b"bearer ", b"key-aaaaaaa", b"AIza",
    b"prompt token ", b"rejected ", b"exceed", b'{"error":', b'{"message":', b'{"error":{"message":"x"}},',
)  # fmt: skip


@cache
def _readers() -> list[tuple[Any, Any]]:
    keys: Any = {"access_key_id": "a", "secret_access_key": "s", "region": "us-east-1"}
    openai = create_openai(api_key="k")
    handles: list[Any] = [
        openai.chat("m"),
        openai.responses("m"),
        openai.embedding("m"),
        create_anthropic(api_key="k")("m"),
        create_google(api_key="k")("m"),
        create_mistral(api_key="k")("m"),
        create_bedrock(**keys)("anthropic.m-v1:0"),
    ]
    return [(protocol_named(handle.protocol).parse_error, handle.dialect) for handle in handles]


def _error(data: bytes, which: int) -> APICallError:
    readers = _readers()
    parse, dialect = readers[which % len(readers)]
    status = _STATUSES[which // 7 % len(_STATUSES)]
    headers = {"content-type": "application/json", "x-request-id": "req_1", "retry-after": "2"}
    error: APICallError = parse(
        dialect, HTTPReply(status, headers, data, "https://api.example.com/v1")
    )
    return error


def _check_body(data: bytes) -> bool:
    which = zlib.crc32(data)
    error = _error(data, which)
    expect(isinstance(error, APICallError), "no error of ours", error)
    expect(type(error.status_code) is int and error.status_code >= 400, "no status", error)
    expect(error.message and isinstance(error.message, str), "an error without words", error)
    shown = f"{error} {error!r} {error.body} {error.data!r} {error.code}"
    if _is_key(data):
        expect(_CANARY not in shown, "a key is shown", shown)
    expect(len(error.message) <= 2100, "a message without end", len(error.message))
    wait = error.retry_after
    expect(wait is None or (math.isfinite(wait) and wait >= 0), "a wait that is none", wait)
    if which % 4 == 0:
        again = pickle.loads(pickle.dumps(error))
        expect(type(again) is type(error) and again.message == error.message, "pickled otherwise")
    return True


def _is_key(data: bytes) -> bool:
    """Whether the canary stands there as a word of its own, and not within another."""
    plain = re.sub(rb"\\\\(?:u[0-9a-fA-F]{4}|.)", b" ", data, flags=re.DOTALL)
    return not re.search(rb"[A-Za-z0-9_]" + _CANARY.encode(), plain)


def _work_body(data: bytes) -> None:
    for which in range(len(_readers())):
        _error(data[:MAX_ERROR_BODY], which + 7 * which)


def _seeds() -> list[bytes]:
    return [*(dumps(each) for each in _BODIES), *_PAGES]


_change, _damage = json_mutator([dumps(each) for each in _BODIES], *_WORDS), bytes_mutator(*_WORDS)


def _mutate(data: bytes, rng: Random) -> bytes:
    return _change(data, rng) if data[:1] in b"{[" and rng.random() < 0.9 else _damage(data, rng)


# ---- hints

_NAMES = (
    "retry-after-ms", "x-ms-retry-after-ms", "x-amz-retry-after", "retry-after", "date",
    "x-ratelimit-reset-requests", "x-ratelimit-remaining-requests", "x-ratelimit-reset-tokens",
    "x-ratelimit-remaining-tokens", "anthropic-ratelimit-requests-reset", "ratelimit-reset",
)  # fmt: skip
_LINES = [
    b"retry-after: 2.5\ndate: Sat, 28 Nov 2026 09:30:00 GMT",
    b"retry-after: Sat, 28 Nov 2026 09:31:00 GMT\ndate: Sat, 28 Nov 2026 09:30:00 GMT",
    b"retry-after-ms: 1500\nretry-after: 9",
    b"x-ratelimit-reset-requests: 6m0s\nx-ratelimit-remaining-requests: 0",
    b"x-ratelimit-reset-tokens: 1h2m3.5s\nx-ratelimit-remaining-tokens: 7\nx-ratelimit-reset-requests: 20ms",
    b"anthropic-ratelimit-requests-reset: 2026-11-28T09:31:00Z",
    b"x-ratelimit-reset-requests: 1795858260",
    b"retry-after: 120",
]
_HINT_WORDS = (
    *(name.encode() + b": " for name in _NAMES), b"\n", b"ms", b"1h", b"2m", b"3s", b"4us", b"1e308", b"nan",
    b"inf", b"-1", b" GMT", b"Sat, ", b"+0000", b"T", b"Z", b"9" * 30, b".5",
)  # fmt: skip
_NOW = 1_795_858_200.0


def _headers(data: bytes) -> dict[str, str]:
    lines = (line.partition(": ") for line in data.decode("latin-1").split("\n"))
    return {name: said for name, _, said in lines if name}


def naive_wait(headers: dict[str, str]) -> float | None:
    """The wait where plain decimal numbers say it; None where it takes more to know."""
    for name, unit in (("retry-after-ms", 1000), ("x-ms-retry-after-ms", 1000),
                       ("x-amz-retry-after", 1000), ("retry-after", 1)):  # fmt: skip
        if name in headers:
            plain = re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,6})?", headers[name])
            return float(headers[name]) / unit if plain else None
    return None


def _check_hints(data: bytes) -> bool:
    headers = _headers(data)
    wait = retry_after(headers, _NOW)
    expect(wait is None or (math.isfinite(wait) and wait >= 0), "a wait that is none", wait)
    wanted = naive_wait(headers)
    expect(wanted is None or wanted == wait, "another wait", wait, wanted)
    shuffled = list(headers.items())
    random_of(data).shuffle(shuffled)
    other = retry_after(dict(shuffled), _NOW)
    expect(wait == other, "the order of headers counts", wait, other)
    return wait is not None or any(name in headers for name in _NAMES)


TARGETS = (
    Target("error_bodies", _check_body, _work_body, _seeds, _mutate, 4, _WORDS),
    Target(
        "retry_hints", _check_hints, lambda data: retry_after(_headers(data), _NOW),
        lambda: _LINES, bytes_mutator(*_HINT_WORDS), 8,
        (b"1h", b"1", b"x-ratelimit-reset-a: 1s\n", b" ", b"Sat, ", b"1.5ms"),
    ),
)  # fmt: skip
