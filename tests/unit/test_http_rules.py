"""The pure rules of the HTTP floor."""

from __future__ import annotations

import gzip
import ssl
import zlib

import httpx
import httpx2
import pytest
from hypothesis import given, settings, strategies as st

from ai_sdk.concurrency import CancelToken, Deadline, DeadlineExceeded, ManualClock, clock
from ai_sdk.errors import (
    APICallError,
    APIConnectionError,
    ConfigurationError,
    InvalidArgumentError,
    InvalidResponseError,
    RunCancelledError,
)
from ai_sdk.http_rules.clock import CallClock
from ai_sdk.http_rules.decoding import Inflater, decoder_for
from ai_sdk.http_rules.failures import as_typed, cause_of
from ai_sdk.http_rules.headers import lower_headers, merge_headers
from ai_sdk.http_rules.proxies import ProxyTable, proxy_login
from ai_sdk.http_rules.secrets import secrets_of, without_secrets
from ai_sdk.http_rules.urls import bare_url, join_url, path_segment, with_query
from ai_sdk.types.address import check_base_url
from ai_sdk.types.run import CallControl
from ai_sdk.types.secret import Secret
from ai_sdk.types.timeouts import Timeout, as_timeout


class TestAddresses:
    @pytest.mark.parametrize(
        ("url", "expected"),
        [
            ("https://api.example.com/v1/", "https://api.example.com/v1"),
            ("http://localhost:8080", "http://localhost:8080"),
            ("http://[::1]:1/x", "http://[::1]:1/x"),
        ],
    )
    def test_base_urls(self, url: str, expected: str) -> None:
        assert check_base_url(url) == expected

    @pytest.mark.parametrize(
        "url",
        [
            "", "api.example.com", "//api.example.com", "file:///etc/passwd", "https://",
            "https://u:p@api.example.com", "https://api.example.com/?key=canary",
            "https://api.example.com/#x", "https://api example.com", "https://a/\r\nb",
            "https://a:99999/", "https://[::1/",
        ],
    )  # fmt: skip
    def test_what_is_no_base_url(self, url: str) -> None:
        with pytest.raises(ConfigurationError, match="base_url") as caught:
            check_base_url(url)
        assert "canary" not in str(caught.value)
        assert "u:p" not in str(caught.value)

    def test_joining(self) -> None:
        assert (
            join_url("https://a/v1/", "/x/y")
            == join_url("https://a/v1", "x/y")
            == "https://a/v1/x/y"
        )

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("gpt-4o", "gpt-4o"),
            ("a/b", "a%2Fb"),
            ("../../x", "..%2F..%2Fx"),
            ("a?b#c:d é", "a%3Fb%23c%3Ad%20%C3%A9"),
            ("%2e%2e", "%252e%252e"),
        ],
    )
    def test_a_segment_stays_one(self, name: str, expected: str) -> None:
        assert path_segment(name) == expected

    @pytest.mark.parametrize("name", ["", ".", "..", "a\r\nb", "a\0", "a\x7f"])
    def test_what_can_be_no_segment(self, name: str) -> None:
        with pytest.raises(InvalidArgumentError) as caught:
            path_segment(name, "file_id")
        assert caught.value.parameter == "file_id"

    def test_queries(self) -> None:
        assert with_query("http://a/b", {}) == "http://a/b"
        assert with_query("http://a/b", {"x": "1 &", "é": "/"}) == "http://a/b?x=1%20%26&%C3%A9=%2F"
        assert with_query("http://a/b?c=d", {"x": "1"}) == "http://a/b?c=d&x=1"

    @pytest.mark.parametrize(
        ("url", "expected"),
        [
            ("https://u:p@h/x?key=1#f", "https://h/x"),
            ("https://h/a@b", "https://h/a@b"),
            ("u:p@h", "h"),
            ("", ""),
        ],
    )
    def test_what_is_shown(self, url: str, expected: str) -> None:
        assert bare_url(url) == expected


class TestHeaders:
    def test_merging(self) -> None:
        merged = merge_headers(
            {"User-Agent": "a", "X": "1"},
            {"user-agent": "b", "HOST": "h", "Content-Length": "1", "Transfer-Encoding": "chunked"},
        )
        assert merged == {"user-agent": "b", "x": "1"}

    def test_replies(self) -> None:
        lines = [(b"Set-Cookie", b"a"), (b"X", b"\xe9"), (b"set-cookie", b"b")]
        assert lower_headers(lines) == {"set-cookie": "a, b", "x": "é"}


class TestProxies:
    ENVIRON = {
        "http_proxy": "low:1",
        "HTTP_PROXY": "http://high:1",
        "HTTPS_PROXY": "http://me:pw@secure:2",
        "NO_PROXY": "plain.test, .dotted.test,*.star.test,10.0.0.0/8,host.test:8080,[2001:db8::1]",
    }

    @pytest.mark.parametrize(
        ("scheme", "host", "port", "expected"),
        [
            ("http", "api.test", 80, "http://low:1"),
            ("https", "api.test", 443, "http://me:pw@secure:2"),
            ("https", "plain.test", 443, None),
            ("https", "PLAIN.test.", 443, None),
            ("https", "sub.plain.test", 443, None),
            ("https", "notplain.test", 443, "http://me:pw@secure:2"),
            ("https", "dotted.test", 443, None),
            ("https", "a.dotted.test", 443, None),
            ("https", "a.star.test", 443, None),
            ("https", "10.1.2.3", 443, None),
            ("https", "11.1.2.3", 443, "http://me:pw@secure:2"),
            ("http", "host.test", 8080, None),
            ("http", "host.test", 80, "http://low:1"),
            ("https", "2001:db8::1", 443, None),
            ("http", "localhost", 80, None),
            ("http", "127.0.0.1", 80, None),
            ("http", "127.9.9.9", 80, None),
            ("http", "::1", 80, None),
            ("http", "x.localhost", 80, None),
        ],
    )
    def test_the_environment(self, scheme: str, host: str, port: int, expected: str | None) -> None:
        found = ProxyTable(environ=self.ENVIRON).find(scheme, host, port)
        assert found == (expected and Secret(expected))

    def test_one_for_all(self) -> None:
        table = ProxyTable(environ={"ALL_PROXY": "socks5://s:1", "https_proxy": "http://p:2"})
        assert table.find("http", "a.test", 80) == Secret("socks5://s:1")
        assert table.find("https", "a.test", 443) == Secret("http://p:2")

    def test_all_exempt(self) -> None:
        assert (
            ProxyTable(environ={"ALL_PROXY": "p:1", "NO_PROXY": "*"}).find("http", "a", 80) is None
        )

    def test_none(self) -> None:
        assert ProxyTable(environ={}).find("https", "a.test", 443) is None

    def test_an_explicit_one_is_for_everything(self) -> None:
        table = ProxyTable("http://p:1", {"NO_PROXY": "*"})
        assert table.find("http", "localhost", 80) == Secret("http://p:1")

    def test_cgi_requests_cannot_set_one(self) -> None:
        environ = {"REQUEST_METHOD": "GET", "HTTP_PROXY": "http://evil:1"}
        assert ProxyTable(environ=environ).find("http", "a.test", 80) is None
        environ["http_proxy"] = "http://good:1"
        assert ProxyTable(environ=environ).find("http", "a.test", 80) == Secret("http://good:1")

    @pytest.mark.parametrize("url", ["ftp://p:1", "http://", "http://u:canary@p:x", "http://[::1"])
    def test_what_is_no_proxy(self, url: str) -> None:
        for make in (lambda: ProxyTable(url), lambda: ProxyTable(environ={"HTTPS_PROXY": url})):
            with pytest.raises(ConfigurationError, match="no proxy address") as caught:
                make()
            assert "canary" not in str(caught.value)

    def test_logins(self) -> None:
        assert proxy_login("http://p:1") == ("http://p:1", None)
        assert proxy_login("http://a%40b:c%3Ad@p:1") == ("http://p:1", ("a@b", "c:d"))
        assert proxy_login("socks5://a@[::1]:1") == ("socks5://[::1]:1", ("a", ""))


class TestCodings:
    @settings(max_examples=60)
    @given(
        content=st.binary(max_size=300).map(lambda seed: seed * 700),
        cuts=st.lists(st.integers(0, 4000), max_size=6),
        coding=st.sampled_from(["gzip", "members", "deflate", "bare"]),
    )
    def test_any_split_gives_the_content(
        self, content: bytes, cuts: list[int], coding: str
    ) -> None:
        half = len(content) // 2
        packed = {
            "gzip": lambda: gzip.compress(content),
            "members": lambda: gzip.compress(content[:half]) + gzip.compress(content[half:]),
            "deflate": lambda: zlib.compress(content),
            "bare": lambda: zlib.compress(content, wbits=-15),
        }[coding]()
        inflater = Inflater("gzip" if coding in ("gzip", "members") else "deflate")
        found = b""
        marks = [0, *sorted(cut for cut in cuts if cut < len(packed)), len(packed)]
        for start, end in zip(marks, marks[1:], strict=False):
            inflater.feed(packed[start:end])
            while (piece := inflater.take()) is not None:
                assert 0 < len(piece) <= 65536
                found += piece
        inflater.finish()
        assert found == content

    @settings(max_examples=100)
    @given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate"]))
    def test_garbage_is_content_or_a_typed_error(self, data: bytes, coding: str) -> None:
        inflater = Inflater(coding)
        inflater.feed(data)
        try:
            while inflater.take() is not None:
                pass
            inflater.finish()
        except (InvalidResponseError, APIConnectionError):
            pass

    @pytest.mark.parametrize("coding", ["gzip", "deflate"])
    @pytest.mark.parametrize("spare", [0, 1_000_000, 64 * 1024 * 1024])
    def test_a_bomb_ends_soon_after_what_it_may_spend(self, spare: int, coding: str) -> None:
        pack = zlib.compressobj(9, wbits=31 if coding == "gzip" else 15)
        inflater, fed, found = Inflater(coding, spare), 0, 0
        with pytest.raises(
            InvalidResponseError, match=f"{coding} data is a bomb: .* {spare} bytes"
        ):
            while True:
                packed = pack.compress(bytes(1_000_000)) + pack.flush(zlib.Z_SYNC_FLUSH)
                inflater.feed(packed)
                fed += len(packed)
                while (piece := inflater.take()) is not None:
                    found += len(piece)
        assert spare < found <= spare + 50 * fed + 65536

    def test_what_shrinks_less_is_no_bomb_however_long(self) -> None:
        content = b"".join(b"%x" % (n * 2654435761 % 2**32) * 20 for n in range(20_000))
        packed = zlib.compress(content)
        assert 10 < len(content) / len(packed) < 50
        inflater = Inflater("deflate", 0)
        inflater.feed(packed)
        found = b""
        while (piece := inflater.take()) is not None:
            found += piece
        assert found == content

    @pytest.mark.parametrize("coding", [None, "", "identity", " Identity "])
    def test_nothing_to_undo(self, coding: str | None) -> None:
        assert decoder_for(coding) is None

    @pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "rot13"])
    def test_codings_nobody_asked_for(self, coding: str) -> None:
        with pytest.raises(InvalidResponseError):
            decoder_for(coding)


class TestClock:
    def test_first_event_then_idle(self) -> None:
        with clock.use(ManualClock()):
            watch = CallClock(Timeout(first_event=10, idle=3))
            assert (watch.phase, watch.left()) == ("first_event", 10)
            watch.spent(4)
            assert watch.left() == 6
            watch.event_seen()
            assert (watch.phase, watch.left()) == ("idle", 3)
            watch.spent(2)
            watch.event_seen()
            assert watch.left() == 3
            watch.spent(3)
            with pytest.raises(DeadlineExceeded):
                watch.left()
            assert (watch.error().limit, watch.error().seconds) == ("idle", 3)

    def test_work_on_what_was_no_event_counts_as_waiting(self) -> None:
        with clock.use(ManualClock()) as time:
            watch = CallClock(Timeout(idle=3))
            watch.event_seen()
            time.advance(100)
            assert watch.left() == 3
            watch.spent(0.5)
            time.advance(1)
            assert watch.left() == 1.5

    def test_moments_hold_beside_it(self) -> None:
        with clock.use(ManualClock()) as time:
            control = CallControl(Timeout(step=4, total=9), step=Deadline(4), total=Deadline(9))
            watch = CallClock.of(control)
            assert watch.left() == 4
            assert watch.deadline().at == time.now() + 4
            time.advance(5)
            with pytest.raises(DeadlineExceeded):
                watch.left()
            error = watch.error(url="http://a")
            assert (error.limit, error.seconds, error.url) == ("step", 4, "http://a")
            time.advance(5)
            assert CallClock.of(control).error().limit == "step"

    def test_without_limits(self) -> None:
        watch = CallClock(Timeout(first_event=None))
        assert watch.left() is None
        assert watch.deadline().at is None

    def test_connecting_has_a_limit_of_its_own(self) -> None:
        with clock.use(ManualClock()) as time:
            watch = CallClock(Timeout(connect=5, total=7), total=Deadline(7))
            connect = watch.connect
            assert connect.left() == 5
            time.advance(3)
            assert connect.left() == 2
            connect.spent(1000)
            assert watch.left() == 4
            time.advance(3)
            with pytest.raises(DeadlineExceeded):
                connect.left()
            assert watch.error(connecting=True).limit == "connect"
            assert watch.connect.left() == 1

    def test_a_token_ends_every_wait(self) -> None:
        token = CancelToken()
        watch = CallClock(cancel=token)
        token.cancel("no more")
        for wait in (watch.left, watch.connect.left):
            with pytest.raises(RunCancelledError, match="no more"):
                wait()

    def test_a_token_wakes_whoever_waits_last(self) -> None:
        woken: list[str] = []

        class Waiter:
            def __init__(self, name: str) -> None:
                self.wake = lambda: woken.append(name)

        token = CancelToken()
        watch = CallClock(cancel=token)
        watch.attach(Waiter("first"))
        watch.connect.attach(Waiter("second"))
        token.cancel()
        assert woken == ["second"]

    def test_a_released_clock_wakes_nobody(self) -> None:
        woken: list[int] = []

        class Waiter:
            def wake(self) -> None:
                woken.append(1)

        token = CancelToken()
        watch = CallClock(cancel=token)
        watch.attach(Waiter())
        watch.release()
        watch.release()
        token.cancel()
        assert woken == []


class TestTimeouts:
    def test_defaults(self) -> None:
        limits = Timeout()
        assert (limits.connect, limits.first_event, limits.idle) == (5, 600, 120)
        assert (limits.step, limits.total, limits.tool) == (None, None, None)

    def test_arguments(self) -> None:
        assert as_timeout(None) == Timeout()
        assert as_timeout(3) == Timeout(total=3)
        assert as_timeout(3, Timeout(idle=1, total=9)) == Timeout(idle=1, total=3)
        assert as_timeout(Timeout(idle=2), Timeout(total=1)) == Timeout(idle=2)

    @pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf"), True, "5"])
    def test_bad_ones(self, seconds: object) -> None:
        with pytest.raises(InvalidArgumentError, match="timeout"):
            as_timeout(seconds)  # type: ignore[arg-type]  # the point
        with pytest.raises(InvalidArgumentError, match="idle must be a number"):
            Timeout(idle=seconds)  # type: ignore[arg-type]  # the point

    @pytest.mark.parametrize("seconds", [1e9 + 1, 1e12, 1e300, 10**400, 10**5000], ids=range(5))
    @pytest.mark.parametrize("name", ["total", "step", "first_event", "idle", "tool", "connect"])
    def test_ones_that_no_system_can_wait_for(self, name: str, seconds: float) -> None:
        with pytest.raises(InvalidArgumentError, match=f"timeout: {name} is more than 1000000000"):
            Timeout(**{name: seconds})
        with pytest.raises(InvalidArgumentError, match="None means no limit"):
            as_timeout(seconds)
        assert getattr(Timeout(**{name: 1e9}), name) == 1e9


class TestSecrets:
    def test_credentials_of_a_request(self) -> None:
        headers = {
            "Authorization": "Bearer open-sesame",
            "x-goog-api-key": "abracadabra!",
            "x-trace": "not-a-secret",
            "api-key": "short",
        }
        assert secrets_of(headers) == ("abracadabra!", "open-sesame")

    def test_they_are_masked_wherever_they_stand(self) -> None:
        cause = InvalidResponseError("the cause has open-sesame", body="<b>open-sesame</b>")
        error = APICallError(
            "no such key: open-sesame",
            body="open-sesame",
            data={"open-sesame": ["open-sesame", 1, None]},
            headers={"x-echo": "open-sesame"},
        )
        error.__cause__ = cause
        cause.__cause__ = error  # a ring of causes ends

        without_secrets(error, ("open-sesame",))

        assert error.message == "no such key: [redacted]"
        assert error.data == {"[redacted]": ["[redacted]", 1, None]}
        assert error.headers == {"x-echo": "[redacted]"}
        for each in (error, cause):
            assert "open-sesame" not in f"{each!r} {each} {vars(each)}"


class TestFailures:
    def test_unknown_errors_are_typed_and_final(self) -> None:
        error = as_typed(ValueError("odd"), "http://u:p@a.test/x?key=1", CallClock())
        assert isinstance(error, APIConnectionError)
        assert (error.is_retryable, error.url) == (False, "http://a.test/x")
        assert "ValueError: odd" in str(error)

    def test_a_header_in_a_message_is_not_repeated(self) -> None:
        error = as_typed(httpx.LocalProtocolError("Illegal b'sk-canary'"), "http://a", CallClock())
        assert isinstance(error, InvalidArgumentError)
        assert "canary" not in str(error)

    def test_addresses_that_cannot_be_used(self) -> None:
        error = as_typed(httpx.UnsupportedProtocol("x"), "gopher://a", CallClock())
        assert isinstance(error, ConfigurationError)

    def test_a_wrong_tls_reply_may_be_tried_again(self) -> None:
        cause = ssl.SSLError(1, "wrong version")
        error = httpx2.ConnectError("x")
        error.__cause__ = cause
        typed = as_typed(error, "https://a", CallClock())
        assert isinstance(typed, APIConnectionError) and typed.is_retryable
        assert "TLS failed" in str(typed)

    def test_a_cancelled_call_says_so_whatever_broke(self) -> None:
        token = CancelToken()
        token.cancel("bye")
        error = as_typed(OSError("x"), "http://a", CallClock(cancel=token))
        assert isinstance(error, RunCancelledError)
        assert str(error) == "bye"

    def test_causes_lose_their_frames(self) -> None:
        try:
            try:
                raise OSError("inner")
            except OSError as inner:
                raise httpx.ReadError("outer") from inner
        except httpx.ReadError as error:
            outer = error
        typed = as_typed(outer, "http://a", CallClock())
        cause = cause_of(typed, outer)
        assert cause is outer and cause.__traceback__ is None
        assert cause.__cause__ is not None and cause.__cause__.__traceback__ is None
        assert cause_of(typed, typed) is None
