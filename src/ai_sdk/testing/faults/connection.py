"""Faults of the connection and of the reply's head."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from ..server.delivery import BeforeHead
from ..server.payload import Payload
from ..server.reply import Reply
from .base import Fault, body_of, edit, whole

__all__ = ["FAULTS", "no_answer", "redirect"]

_OK = b"HTTP/1.1 200 OK\r\n"
_JSON = _OK + b"content-type: application/json\r\n"


def no_answer(how: BeforeHead = "close") -> Fault:
    """No reply: the connection is closed ("close"), reset ("rst") or stays silent ("stall")."""
    word = {"close": "closed before the head", "rst": "reset before the head"}
    name = word.get(how, "silence instead of a head")
    return Fault(name, lambda reply: reply.delivered(before_head=how))


def redirect(code: int, to: str = "http://elsewhere.test/v1/x?key=1") -> Fault:
    """A redirect; with `to="self"` back to the same address."""

    def answer(_: Reply) -> Reply:
        return Reply.raw(code, {"location": "" if to == "self" else to})

    name = f"redirect {code} to itself" if to == "self" else f"redirect {code} elsewhere"
    return Fault(name, answer)


def _wire(name: str, data: bytes, *, end: str = "cut") -> Fault:
    return Fault(name, whole(partial(Reply.wire, data, end=end)))  # type: ignore[arg-type]


def _before(name: str, lines: bytes) -> Fault:
    """An interim reply before the good one."""

    def both(payload: Payload) -> Payload:
        return replace(payload, interim=lines)

    return Fault(name, edit(both))


def _login_page(_: Payload) -> Payload:
    page = b"<!doctype html><html><head><title>Sign in</title></head><body>Sign in</body></html>"
    return Payload(200, (("content-type", "text/html"),), page)


def _mislabelled(payload: Payload) -> Payload:
    """The body under a content type of another kind, which says nothing about it."""
    kept = tuple(pair for pair in payload.headers if pair[0].lower() != "content-type")
    return Payload(payload.status, kept, body_of(payload))


FAULTS = [
    no_answer("close"),
    no_answer("rst"),
    no_answer("stall"),
    _wire("closed within the head", _OK + b"cont"),
    _wire("reset within the head", _OK + b"cont", end="rst"),
    _wire("silence within the head", _OK, end="stall"),
    _wire("no HTTP", b"SSH-2.0-OpenSSH_9.2\r\n"),
    _wire("no HTTP and silence", b"\x16\x03\x01\x00\xa5\r\n\r\n", end="stall"),
    _wire("a head of 400 KB", _JSON + b"x-a: b\r\n" * 50_000),
    _wire("a header line of 400 KB", _JSON + b"x-a: " + b"b" * 400_000),
    _wire("a status of letters", b"HTTP/1.1 abc OK\r\n\r\n"),
    _wire("a negative content length", _JSON + b"content-length: -5\r\n\r\n"),
    _wire("two content lengths", _JSON + b"content-length: 2\r\ncontent-length: 3\r\n\r\n{}"),
    _wire("status 204 without a body", b"HTTP/1.1 204 No Content\r\n\r\n"),
    _wire("an empty reply", _JSON + b"content-length: 0\r\n\r\n"),
    _before("early hints first", b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n"),
    _before("100 Continue first", b"HTTP/1.1 100 Continue\r\n\r\n"),
    Fault("a login page", edit(_login_page)),
    Fault("no content type", edit(_mislabelled)),
    *(redirect(code) for code in (301, 302, 303, 307, 308)),
    redirect(307, "self"),
]
