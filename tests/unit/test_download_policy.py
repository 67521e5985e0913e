"""What may be fetched: every hostile URL is refused by its text or by its addresses."""

from __future__ import annotations

from typing import Any

import pytest

from ai_sdk import DownloadError
from ai_sdk.http_rules.addresses import why_blocked
from ai_sdk.http_rules.download_policy import DownloadPolicy
from tests.hostile_urls import HOSTILE, PRIVATE, PUBLIC

STRICT = DownloadPolicy()


def test_the_table_is_long_and_has_nothing_twice() -> None:
    assert len(HOSTILE) >= 200
    assert len(set(HOSTILE)) == len(HOSTILE)


@pytest.mark.parametrize("url", HOSTILE)
def test_hostile_urls_are_refused_by_their_text(url: str) -> None:
    with pytest.raises(DownloadError, match="is not downloaded: "):
        STRICT.check(url)


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_outside_of_the_public_internet(address: str) -> None:
    assert why_blocked(address) is not None


@pytest.mark.parametrize(
    "address",
    [PUBLIC, "1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1",
     "192.0.1.1", "192.167.1.1", "198.17.0.1", "198.20.0.1", "223.255.255.255", "11.0.0.1",
     "2606:4700::1111", "2a00:1450:4001::1", "2001:4860:4860::8888", "2620:fe::fe",
     "64:ff9b::5db8:d70e"],
)  # fmt: skip
def test_public_addresses(address: str) -> None:
    assert why_blocked(address) is None


@pytest.mark.parametrize("address", ["", "localhost", "1.2.3", "fe80::1::2"])
def test_what_is_no_address_is_blocked(address: str) -> None:
    assert why_blocked(address) == "no address"


def test_a_zone_does_not_hide_an_address() -> None:
    assert why_blocked("fe80::1%eth0") == "link-local"


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "::1", "fd00::1", "::ffff:10.0.0.1"])
def test_local_addresses_where_they_are_allowed(address: str) -> None:
    assert why_blocked(address, allow_local=True) is None


@pytest.mark.parametrize(
    "address",
    ["169.254.169.254", "169.254.170.2", "100.100.100.200", "168.63.129.16", "fd00:ec2::254",
     "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::", "224.0.0.1", "ff02::1"],
)  # fmt: skip
def test_metadata_services_and_multicast_are_never_allowed(address: str) -> None:
    assert why_blocked(address, allow_local=True) is not None


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("https://example.com", "https://example.com/"),
        ("HTTPS://Example.COM/a.png", "https://example.com/a.png"),
        ("https://example.com:443/a", "https://example.com/a"),
        ("http://example.com:8080/a", "http://example.com:8080/a"),
        ("https://example.com/a?b=c&d=%20#frag", "https://example.com/a?b=c&d=%20"),
        ("https://example.com/ü/%C3%BC?q=ü", "https://example.com/%C3%BC/%C3%BC?q=%C3%BC"),
        ("https://example.com/a@b", "https://example.com/a@b"),
        ("https://münchen.de/a", "https://xn--mnchen-3ya.de/a"),
        ("https://例え.jp/", "https://xn--r8jz45g.jp/"),
        ("https://xn--mnchen-3ya.de/a", "https://xn--mnchen-3ya.de/a"),
        ("https://a_b.example.com/", "https://a_b.example.com/"),
        (f"http://{PUBLIC}/a", f"http://{PUBLIC}/a"),
        ("http://[2606:4700::1111]:81/a", "http://[2606:4700::1111]:81/a"),
        ("https://s3.amazonaws.com/b/k?X-Amz-Signature=a%2Fb", "https://s3.amazonaws.com/b/k?X-Amz-Signature=a%2Fb"),
    ],
)  # fmt: skip
def test_public_urls_take_one_form(url: str, sent: str) -> None:
    assert STRICT.check(url) == sent
    assert STRICT.check(sent) == sent


def test_local_names_and_addresses_where_they_are_allowed() -> None:
    policy = DownloadPolicy(allow_local=True)

    assert policy.check("http://localhost:8000/a") == "http://localhost:8000/a"
    assert policy.check("http://nas/a") == "http://nas/a"
    assert policy.check("http://192.168.0.7/a") == "http://192.168.0.7/a"
    policy.approve("nas", 80, ["192.168.0.7", "fd00::7"])
    for url in ("http://169.254.169.254/a", "http://metadata.google.internal/", "http://metadata/"):
        with pytest.raises(DownloadError):
            policy.check(url)


def test_only_the_trusted_origin_may_be_local() -> None:
    policy = DownloadPolicy(trusted="http://localhost:9000/v1")

    assert policy.check("http://localhost:9000/files/1.png") == "http://localhost:9000/files/1.png"
    policy.approve("localhost", 9000, ["127.0.0.1", "::1"])
    for url in ("http://localhost:9001/", "http://127.0.0.1:9000/", "http://localhost/"):
        with pytest.raises(DownloadError):
            policy.check(url)
    with pytest.raises(DownloadError, match="loopback"):
        policy.approve("localhost", 9001, ["127.0.0.1"])
    with pytest.raises(DownloadError, match="metadata"):
        policy.approve("localhost", 9000, ["169.254.169.254"])


def test_one_bad_address_among_good_ones_is_enough() -> None:
    STRICT.approve("example.com", 443, [PUBLIC, "2606:4700::1111"])
    with pytest.raises(DownloadError, match=r"'example.com' .* \(private\)"):
        STRICT.approve("example.com", 443, [PUBLIC, "10.0.0.1"])


@pytest.mark.parametrize(
    ("url", "location", "target"),
    [
        ("https://a.com/x/y", "/z", "https://a.com/z"),
        ("https://a.com/x/y", "z?q", "https://a.com/x/z?q"),
        ("https://a.com/x", "//b.com/", "https://b.com/"),
        ("http://a.com/x", "https://a.com/x", "https://a.com/x"),
    ],
)
def test_redirects_that_are_followed(url: str, location: str, target: str) -> None:
    assert STRICT.follow(url, location) == target


@pytest.mark.parametrize(
    ("location", "words"),
    [
        (None, "to nowhere"),
        ("", "to nowhere"),
        ("http://a.com/x", "from https to http"),
        ("http://127.0.0.1/", "not to be asked"),
        ("//localhost/", "local network"),
        ("file:///etc/passwd", "only http and https"),
        ("https://u:p@b.com/", "user name"),
        ("/a\r\nb", "malformed"),
    ],
)
def test_redirects_that_are_not(location: Any, words: str) -> None:
    with pytest.raises(DownloadError, match=words):
        STRICT.follow("https://a.com/x", location)


def test_nothing_of_the_callers_goes_to_another_origin() -> None:
    headers = {"Authorization": "Bearer x", "X-Key": "y", "Cookie": "z", "User-Agent": "mine"}

    same = DownloadPolicy.headers_after("https://a.com/x", "https://a.com:443/y", headers)
    for other in ("https://b.com/", "http://a.com/", "https://a.com:444/"):
        kept = DownloadPolicy.headers_after("https://a.com/x", other, headers)
        assert kept == {"User-Agent": "mine"}

    assert same == headers


def test_errors_show_no_secrets() -> None:
    with pytest.raises(DownloadError) as caught:
        STRICT.check("http://user:secret@example.com/a?sig=secret#secret")

    assert "secret" not in str(caught.value)
    assert "secret" not in str(caught.value.url)
