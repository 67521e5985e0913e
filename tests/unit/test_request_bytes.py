"""Requests of the fast engine as bytes."""

from __future__ import annotations

import pytest

from ai_sdk.http_rules.request_bytes import as_chunk, framing_of, request_head
from ai_sdk.http_rules.signals import LocalProtocolError


def test_a_head() -> None:
    head = request_head(
        "POST", b"/v1/x?a=b", [(b"host", b"api.test"), (b"x", "é ".encode() + b"\t")]
    )
    assert head == b"POST /v1/x?a=b HTTP/1.1\r\nhost: api.test\r\nx: \xc3\xa9 \t\r\n\r\n"


@pytest.mark.parametrize(
    ("method", "target", "headers"),
    [
        ("PO ST", b"/", []),
        ("", b"/", []),
        ("GET\r\n", b"/", []),
        ("GET", b"/a b", []),
        ("GET", b"/\r\nx: y", []),
        ("GET", b"", []),
        ("GET", b"/ HTTP/1.1\r\nx: y", []),
        ("GET / HTTP/1.1\r\nx: y\r\nz:", b"/", []),
        ("GET", b"/", [(b"a", b"b\r\nc: d")]),
        ("GET", b"/", [(b"a", b"b\nc: d")]),
        ("GET", b"/", [(b"a", b"b\0")]),
        ("GET", b"/", [(b"a b", b"c")]),
        ("GET", b"/", [(b"a:", b"c")]),
        ("GET", b"/", [(b"", b"c")]),
        ("GET", b"/", [(b"a\r\nb", b"c")]),
    ],
)
def test_nothing_can_be_smuggled_into_a_head(
    method: str, target: bytes, headers: list[tuple[bytes, bytes]]
) -> None:
    with pytest.raises(LocalProtocolError):
        request_head(method, target, headers)


def test_a_body_of_chunks() -> None:
    framing = framing_of([(b"Transfer-Encoding", b"Chunked"), (b"content-length", b"9")])
    assert framing.frame(b"abc") == b"3\r\nabc\r\n" == as_chunk(b"abc")
    assert framing.frame(b"") == b""  # not the end
    assert framing.end() == b"0\r\n\r\n"


def test_a_body_with_a_length() -> None:
    framing = framing_of([(b"a", b"b"), (b"Content-Length", b"3")])
    assert framing.frame(b"ab") == b"ab"
    with pytest.raises(LocalProtocolError, match="shorter"):
        framing.end()
    assert framing.frame(b"c") == b"c"
    assert framing.end() == b""
    with pytest.raises(LocalProtocolError, match="longer"):
        framing.frame(b"d")


def test_a_body_that_nobody_announced() -> None:
    assert framing_of([]).end() == b""
    with pytest.raises(LocalProtocolError, match="longer"):
        framing_of([]).frame(b"x")


@pytest.mark.parametrize("coding", [b"gzip", b"gzip, chunked", b"identity", b""])
def test_no_coding_but_chunks(coding: bytes) -> None:
    with pytest.raises(LocalProtocolError, match="coding"):
        framing_of([(b"Transfer-Encoding", coding), (b"content-length", b"9")])


def test_a_length_that_is_none() -> None:
    with pytest.raises(LocalProtocolError, match="no number"):
        framing_of([(b"content-length", b"+3")])
