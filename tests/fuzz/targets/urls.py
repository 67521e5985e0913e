"""Addresses: the guard of downloads, and the quick reader of plain ones."""

from __future__ import annotations

import ipaddress
import re
import zlib
from urllib.parse import unquote, urlsplit

import httpx

from ai_sdk.engine.files import as_file, file_part
from ai_sdk.errors import DownloadError, InvalidPromptError
from ai_sdk.http_rules.addresses import why_blocked
from ai_sdk.http_rules.download_policy import DownloadPolicy
from ai_sdk.http_rules.plain_urls import plain_parts
from ai_sdk.types.content import FilePart, FileURL
from tests.hostile_urls import HOSTILE, PRIVATE, PUBLIC

from ..mutate import bytes_mutator
from ..target import Target, expect, typed

__all__ = ["TARGETS"]

_POLICY, _LOCAL = DownloadPolicy(), DownloadPolicy(allow_local=True)
_GOOD = [
    "https://example.com/a/b.png?x=1&y=%20", "http://example.com:8080/", "https://93.184.215.14/x",
    "https://[2606:4700::1111]/a", "https://xn--bcher-kva.example.com/a", "https://a-b.c_d.example.com/%C3%A9",
    "https://b\u00fccher.example.com/\u00e9?q=\u00fc", "http://EXAMPLE.com:80/../x#y",
]  # fmt: skip
_WORDS = tuple(
    word.encode() for word in (
        "http://", "https://", "127.0.0.1", "[::1]", "localhost", "@", ":", "/", "\\", "%2e", "%40", "#", "?",
        "0x7f", "0177", "169.254.169.254", ".", "..", ":80", ":443", ":0", "[", "]", "::ffff:", "\uff0e", "\u3002",
        "xn--", "user:pass@", "\t", "\n", "\u00ad", "\u2460", ".internal", "example.com", "%00", "%25eth0",
    )
)  # fmt: skip


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _check_guard(data: bytes) -> bool:
    url = _text(data)
    policy = _POLICY if zlib.crc32(data) % 4 else _LOCAL
    made, error = typed(lambda: policy.check(url), DownloadError)
    typed(lambda: policy.follow("https://example.com/a/b", url), DownloadError)
    if error is not None:
        return "://" in url
    assert isinstance(made, str)
    expect(policy.check(made) == made, "checked twice it differs", made)
    expect(re.fullmatch(r"[\x21-\x7e]+", made), "more than plain characters are sent", made)
    parts = urlsplit(made)
    host = parts.hostname or ""
    expect(httpx.URL(made).raw_host.decode().strip("[]") == host, "httpx asks another host", made)
    expect("@" not in parts.netloc and "\\" not in made, "two readers see two hosts", made)
    expect(parts.scheme in ("http", "https"), "another scheme", made)
    wanted = urlsplit(url)
    given = (wanted.hostname or "").encode("idna").decode() if wanted.hostname else ""
    expect(given == host, "another host than was named", given, host)
    expect(
        unquote(wanted.path) == unquote(parts.path) or not wanted.path, "another path", url, made
    )
    if policy is _POLICY:
        _check_public(host)
    return True


def _check_public(host: str) -> None:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        expect(
            "." in host and not re.fullmatch(r"[0-9.]+|.*\.(local|internal)", host), "local", host
        )
        return
    expect(address.is_global and not address.is_multicast, "no public address", host)
    expect(why_blocked(host) is None, "a blocked address", host)


def _check_plain(data: bytes) -> bool:
    url = _text(data)
    found = plain_parts(url)
    if found is None:
        return "://" in url
    known = httpx.URL(url)
    wanted = known.scheme, known.raw_host.decode(), known.port, known.raw_path.decode()
    expect(found == wanted, "httpx reads it otherwise", found, wanted)
    return True


def _check_file(data: bytes) -> bool:
    """A file in a prompt: what is no URL, data URL or base64 is refused with a typed error."""
    text = data.decode("utf-8", "surrogateescape" if zlib.crc32(data) % 2 else "replace")
    made, error = typed(lambda: as_file(text)[0], InvalidPromptError)
    as_url, refusal = typed(lambda: as_file(FileURL(text))[0], InvalidPromptError)
    if text[:5].lower() == "data:":
        expect((made, type(error)) == (as_url, type(refusal)), "a URL is read otherwise", text)
    if error is None:
        typed(lambda: file_part(FilePart(text)), InvalidPromptError)
    return error is None


_FILES = [
    b"data:text/plain;base64,aGVsbG8=", b"data:image/png;base64,iVBORw0KGgo=", b"data:,a%20b", b"data:;base64,",
    b"data:image/svg+xml;charset=utf-8;base64,PHN2Zy8_", b"https://example.com/a.png", b"aGVsbG8gdGhlcmU=",
    b"DATA:text/plain;base64,aGVs\r\nbG8", "data:image/png;base64,\u00e9".encode(), b"gs://bucket/a.pdf",
]  # fmt: skip


def _seeds() -> list[bytes]:
    hosts = [f"[{each}]" if ":" in each else each for each in (*PRIVATE, PUBLIC)]
    return [
        each.encode("utf-8", "replace")
        for each in (*_GOOD * 20, *HOSTILE, *(f"https://{h}/" for h in hosts))
    ]


_PLAIN = [
    b"https://api.openai.com/v1/chat/completions",
    b"http://127.0.0.1:8080/v1beta/models/gemini-2.5-flash:generateContent?alt=sse",
    b"https://r.openai.azure.com/openai/deployments/a%2Fb/x?api-version=2024-10-21&n=%20",
    b"http://localhost:11434/a//b/",
]

TARGETS = (
    Target(
        "url_guard", _check_guard, lambda data: typed(lambda: _POLICY.check(_text(data)), DownloadError),
        _seeds, bytes_mutator(*_WORDS), 3, (*_WORDS, b"a.", b"a-", b"_", b"9", b"%"),
    ),
    Target(
        "plain_urls", _check_plain, lambda data: plain_parts(_text(data)), lambda: _PLAIN,
        bytes_mutator(b"/", b"%20", b"/.", b"//", b"?", b"&a=b", b":443", b"-", b".", b"A", b"xn--"), 4,
        (b"/", b"//", b"a", b"a.", b"a-", b"%20", b"?", b"a/", b"/a"),
    ),
    Target(
        "files", _check_file, lambda data: typed(lambda: as_file(_text(data)), InvalidPromptError),
        lambda: _FILES,
        bytes_mutator(b"data:", b";base64", b",", b"=", b"==", b"%", b"-_", b"/+", b"A", b"\n", b"\xc3\xa9", b"https://"),
        2, (b"A", b"=", b"A=", b"%", b"%41", b"\n", b";", b","),
    ),
)  # fmt: skip
