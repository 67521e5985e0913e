"""Plain addresses are read as httpx reads them; everything else is left to httpx."""

from __future__ import annotations

import httpx
import pytest
from hypothesis import given, strategies as st

from ai_sdk._sync.http.targets import target_of
from ai_sdk.http_rules.plain_urls import plain_parts


def as_httpx(url: str) -> tuple[str, str, int | None, str]:
    known = httpx.URL(url)
    return known.scheme, known.raw_host.decode(), known.port, known.raw_path.decode()


@pytest.mark.parametrize(
    "url",
    [
        "https://api.openai.com/v1/chat/completions",
        "http://127.0.0.1:8080/v1beta/models/gemini-2.5-flash:generateContent?alt=sse",
        "https://api.example.com:443/v1",
        "http://api.example.com:80/v1/",
        "http://localhost:11434/a//b/",
        "https://r.openai.azure.com/openai/deployments/a%2Fb/x?api-version=2024-10-21&n=%20",
    ],
)
def test_plain_addresses_are_known(url: str) -> None:
    assert plain_parts(url) == as_httpx(url)


@pytest.mark.parametrize(
    "url",
    [
        "HTTPS://api.openai.com/v1",
        "https://API.openai.com/v1",
        "https://b\xfccher.example/v1",
        "https://xn--bcher-kva.example/v1",
        "https://user:secret@example.com/v1",
        "http://[::1]:8080/v1",
        "https://example.com/a/../b",
        "https://example.com/./b",
        "https://example.com/a b",
        "https://example.com/%zz",
        "https://example.com/v1#part",
        "https://example.com?x=1",
        "https://example.com:99999/v1",
        "https://example.com:/v1",
        "https://example.com:080/v1",
        "https://example..com/v1",
        "ftp://example.com/v1",
        "https://example.com/v1\n",
    ],
)
def test_other_addresses_are_left_to_httpx(url: str) -> None:
    assert plain_parts(url) is None


@given(st.text(alphabet="htps:/.@?#%&=+~-_[]aB0129 \xe9", max_size=30))
def test_what_is_read_here_is_read_the_same_there(rest: str) -> None:
    url = "http://h" + rest
    plain = plain_parts(url)
    assert plain is None or plain == as_httpx(url)


def test_targets_of_both_ways_look_alike() -> None:
    plain, known = target_of("http://h.test:81/a?b=c"), target_of("HTTP://H.test:81/a?b=c")
    for each in (plain, known):
        assert (each.scheme, each.host, each.port) == ("http", "h.test", 81)
        assert (each.netloc, each.path) == (b"h.test:81", b"/a?b=c")
