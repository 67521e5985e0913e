"""Faults that a status tells: refusals, limits, servers in trouble, and odd words about them."""

from __future__ import annotations

from dataclasses import replace
from email.utils import formatdate
from functools import partial

from ..server.payload import Payload
from ..server.reply import Reply
from .base import Fault, whole

__all__ = ["FAULTS", "status"]

_OPENAI = ("openai_chat", "openai_completions", "openai_responses")
REFUSALS = (400, 401, 402, 403, 404, 405, 410, 413, 415, 422, 451)
TROUBLES = (408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529)


def status(
    number: int,
    message: str | None = None,
    *,
    retry_after: float | str | None = None,
    retry_after_ms: float | None = None,
    type: str | None = None,
    code: str | None = None,
    param: str | None = None,
) -> Fault:
    """An error status with the protocol's own body.

    Args:
        number: HTTP status.
        message: text for a person.
        retry_after: `Retry-After` in seconds, or verbatim if a string.
        retry_after_ms: `retry-after-ms` in milliseconds.
        type: the provider's class of the error, in its own error object.
        code: the provider's code.
        param: the parameter at fault.
    """
    hint = f" with retry-after {retry_after}" if retry_after is not None else ""
    hint += f" with retry-after-ms {retry_after_ms:g}" if retry_after_ms is not None else ""
    make = partial(
        Reply.error,
        number,
        message,
        type=type,
        code=code,
        param=param,
        retry_after=retry_after,
        retry_after_ms=retry_after_ms,
    )
    return Fault(f"status {number}{hint}", whole(make))


def _headers(name: str, code: int, **lines: str) -> Fault:
    named = {key.replace("_", "-"): line for key, line in lines.items()}
    return Fault(name, whole(partial(Reply.error, code, headers=named)))


def _error_body(name: str, body: bytes, code: int = 400) -> Fault:
    """An error status whose body is not what the protocol says."""

    def changed(payload: Payload) -> Payload:
        return replace(payload, body=body)

    def answer(_: Reply) -> Reply:
        return Reply.error(code).edited(changed)

    return Fault(name, answer)


def _error_inside_success(payload: Payload) -> Payload:
    return replace(payload, status=200)


def _date() -> Reply:
    return Reply.error(429, retry_after=formatdate(0, usegmt=True))


FAULTS = [
    *(status(code) for code in REFUSALS),
    *(status(code) for code in TROUBLES),
    status(429, retry_after=0),
    status(429, retry_after=86400),
    status(429, retry_after_ms=1),
    *(status(429, retry_after=word) for word in ("nan", "inf", "-5", "soon", "1e999", "")),
    Fault("status 429 with a date that has passed", whole(_date)),
    Fault(
        "status 429 because the quota is spent",
        whole(partial(Reply.error, 429, type="insufficient_quota", code="insufficient_quota")),
        protocols=_OPENAI,
    ),
    Fault(
        "status 400 because the context is too long",
        whole(partial(Reply.error, 400, code="context_length_exceeded")),
        protocols=_OPENAI,
    ),
    Fault(
        "status 400 because the content is filtered",
        whole(partial(Reply.error, 400, code="content_filter")),
        protocols=_OPENAI,
    ),
    Fault(
        "status 400 because the prompt is too long",
        whole(partial(Reply.error, 400, "prompt is too long: 210000 tokens > 200000 maximum")),
        protocols=("anthropic_messages",),
    ),
    Fault(
        "status 400 because the credit is spent",
        whole(partial(Reply.error, 400, "Your credit balance is too low to access the API.")),
        protocols=("anthropic_messages",),
    ),
    Fault(
        "status 400 because the input is too long",
        whole(
            partial(
                Reply.error,
                400,
                "The input token count (2000000) exceeds the maximum number of tokens allowed "
                "(1048576).",
            )
        ),
        protocols=("google_genai",),
    ),
    _headers("status 500 that asks not to retry", 500, x_should_retry="false"),
    _headers("status 400 that asks to retry", 400, x_should_retry="true"),
    Fault("a proxy's page with status 502", whole(partial(Reply.html_error, 502))),
    Fault("a proxy's page with status 404", whole(partial(Reply.html_error, 404, "Not Found"))),
    _error_body("an empty error body", b""),
    _error_body("an error body that is a string", b'"no luck"'),
    _error_body("an error body that is a list", b'[{"error":{"message":"no luck"}}]'),
    _error_body("an error body that is null", b"null"),
    _error_body("an error body in invalid UTF-8", b'{"error":{"message":"no \xff\xfe luck"}}'),
    _error_body("an error body of 10 MB", b'{"error":{"message":"' + b"x" * 10_000_000 + b'"}}'),
    _error_body("an error body of 20,000 levels", b"[" * 20_000 + b"]" * 20_000),
    _error_body("an error that is a string", b'{"error":"no luck"}'),
    Fault(
        "an error under status 200",
        lambda reply: Reply.error(429, retry_after_ms=1).edited(_error_inside_success),
    ),
]
