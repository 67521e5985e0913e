"""Downloads: pinned to checked addresses, redirects checked again, limits kept, errors typed."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from ai_sdk._async.http.downloader import AsyncDownloader
from ai_sdk.aio import (
    APITimeoutError,
    CancelToken,
    Download,
    DownloadError,
    FilePart,
    FileReference,
    FileURL,
    ImagePart,
    InvalidArgumentError,
    RunCancelledError,
    TextPart,
    Timeout,
    UserMessage,
    download,
    generate_text,
    is_step_count,
    tool,
)
from ai_sdk.concurrency import async_ as cc
from ai_sdk.testing import MockLanguageModel, MockReply, ProviderServer, Reply
from ai_sdk.types.models import ModelCapabilities
from ai_sdk.types.run import CallControl
from tests.faults.certificates import authority_file, server_context
from tests.faults.server import Answer, FaultServer, reply, say, say_and_close, say_and_stall
from tests.hostile_urls import HOSTILE, PRIVATE, PUBLIC, Network, private_names

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452")
LOCAL = Download(allow_local=True)
OK = say(reply(b"fine"))
PICTURE = say(reply(PNG, b"content-type: image/png"))


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Network:
    return Network(monkeypatch)


def moved(target: str, status: bytes = b"302 Found") -> Answer:
    return say(reply(b"", b"location: " + target.encode(), status=status))


# ---- whom we ask


async def test_hostile_urls_make_no_connection(network: Network) -> None:
    refused = 0
    for url in HOSTILE:
        with pytest.raises((DownloadError, InvalidArgumentError)):
            await download(FileURL(url))
        refused += 1

    assert refused == len(HOSTILE) >= 200
    assert network.connected == []
    assert network.asked == []


async def test_public_names_with_private_addresses_make_no_connection(network: Network) -> None:
    for name, address in private_names().items():
        network.names[name] = [[address]]
        with pytest.raises(DownloadError, match="not to be asked"):
            await download(f"https://{name}/x.png")

    assert len(network.asked) == len(PRIVATE)
    assert network.connected == []


async def test_one_private_address_among_public_ones_makes_no_connection(network: Network) -> None:
    network.names["mixed.example.com"] = [[PUBLIC, "127.0.0.1"]]

    with pytest.raises(DownloadError, match="loopback"):
        await download("http://mixed.example.com/x.png")

    assert network.connected == []


async def test_a_resolver_that_changes_its_mind_is_asked_once(network: Network) -> None:
    network.names["rebind.example.com"] = [[PUBLIC], ["127.0.0.1"], ["169.254.169.254"]]

    with pytest.raises(DownloadError, match="cannot be downloaded"):
        await download("http://rebind.example.com/x.png")

    assert network.asked == ["rebind.example.com"]
    assert network.connected == [PUBLIC]


async def test_an_unknown_name_is_told(network: Network) -> None:
    with pytest.raises(DownloadError, match="cannot be resolved") as caught:
        await download("https://nowhere.example.com/x.png?sig=secret")

    assert caught.value.url == "https://nowhere.example.com/x.png"


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "ALL_PROXY", "http_proxy"])
async def test_no_proxy_is_used(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    with FaultServer(say_and_close(reply(b"proxied"))) as proxy, FaultServer(PICTURE) as server:
        monkeypatch.setenv(variable, proxy.url)
        file = await download(f"{server.url}/x.png", settings=LOCAL)

    assert file.data == PNG
    assert proxy.requests == []


# ---- pinning over real sockets


@contextmanager
def named(monkeypatch: pytest.MonkeyPatch, **names: str) -> Iterator[None]:
    """Let names of example.com lead to addresses of this machine."""
    import socket

    real = socket.getaddrinfo
    table = {f"{name}.example.com": address for name, address in names.items()}

    def resolve(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        return real(table.get(name, name), *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", resolve)
        yield


async def test_the_name_stays_in_the_host_header(monkeypatch: pytest.MonkeyPatch) -> None:
    with FaultServer(PICTURE) as server, named(monkeypatch, files="127.0.0.1"):
        await download(f"http://files.example.com:{server.port}/x.png", settings=LOCAL)

    head = server.requests[0][0].decode().lower()
    assert f"host: files.example.com:{server.port}\r\n" in head + "\r\n"
    assert "authorization" not in head
    assert "user-agent: ai-sdk/" in head


async def test_the_name_stays_in_the_handshake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", authority_file())
    mine, others = server_context("files.example.com"), server_context("127.0.0.1")

    with named(monkeypatch, files="127.0.0.1"):
        with FaultServer(PICTURE, tls=mine) as server:
            url = f"https://files.example.com:{server.port}/x.png"
            file = await download(url, settings=LOCAL)
        with FaultServer(PICTURE, tls=others) as server:
            url = f"https://files.example.com:{server.port}/x.png"
            with pytest.raises(DownloadError, match="certificate"):
                await download(url, settings=LOCAL)

    assert file.data == PNG
    assert server.requests == []


# ---- redirects


@pytest.mark.parametrize("status", [b"301 x", b"302 x", b"303 x", b"307 x", b"308 x"])
async def test_redirects_are_followed(status: bytes) -> None:
    with FaultServer(moved("/there.png", status), PICTURE) as server:
        file = await download(f"{server.url}/here.png", settings=LOCAL)

    assert file == FilePart(PNG, "image/png")
    assert [head.split(b" ")[1] for head, _ in server.requests] == [b"/here.png", b"/there.png"]


async def test_a_redirect_to_another_origin_drops_the_headers() -> None:
    settings = Download(allow_local=True, headers={"Authorization": "Bearer x", "Cookie": "c=1"})

    with FaultServer(PICTURE) as other:
        with FaultServer(moved("/next"), moved(f"{other.url}/x.png")) as server:
            await download(f"{server.url}/x.png", settings=settings)

    first, second = (head.lower() for head, _ in server.requests)
    assert b"authorization: bearer x" in first and b"cookie: c=1" in first
    assert b"authorization: bearer x" in second
    last = other.requests[0][0].lower()
    assert b"authorization" not in last and b"cookie" not in last


@pytest.mark.parametrize(
    "target", ["http://169.254.169.254/latest", "http://metadata/", "file:///x"]
)
async def test_redirects_are_checked_like_any_url(target: str) -> None:
    with FaultServer(moved(target)) as server:
        with pytest.raises(DownloadError, match="is not downloaded"):
            await download(f"{server.url}/x.png", settings=LOCAL)

    assert len(server.requests) == 1


@pytest.mark.parametrize(("hops", "fine"), [(10, True), (11, False)])
async def test_ten_redirects_and_no_more(hops: int, fine: bool) -> None:
    answers = [moved(f"/{i}") for i in range(hops)]
    with FaultServer(*answers, PICTURE) as server:
        if fine:
            file = await download(f"{server.url}/x", settings=LOCAL)
            assert file.data == PNG
        else:
            with pytest.raises(DownloadError, match="more than 10 redirects"):
                await download(f"{server.url}/x", settings=LOCAL)

    assert len(server.requests) == 11


# ---- limits and answers


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n",
    ],
)
async def test_the_size_is_limited_whatever_the_server_says(head: bytes) -> None:
    settings = Download(allow_local=True, max_bytes=999)

    with FaultServer(say_and_close(head + b"x" * 1000)) as server:
        with pytest.raises(DownloadError, match="larger than 999 bytes"):
            await download(f"{server.url}/x", settings=settings)


async def test_a_file_of_just_the_size_is_fine() -> None:
    with FaultServer(say(reply(b"x" * 999))) as server:
        file = await download(f"{server.url}/x", settings=Download(allow_local=True, max_bytes=999))

    assert file.bytes == b"x" * 999


async def test_the_limit_holds_for_what_is_unpacked() -> None:
    bomb = gzip.compress(b"\0" * 5_000_000)
    with FaultServer(say(reply(bomb, b"content-encoding: gzip"))) as server:
        with pytest.raises(DownloadError, match="larger than 100000 bytes"):
            await download(
                f"{server.url}/x", settings=Download(allow_local=True, max_bytes=100_000)
            )

    assert len(bomb) < 100_000


@pytest.mark.parametrize("status", [b"404 Not Found", b"500 Oops", b"304 Not Modified"])
async def test_an_error_of_the_server_is_told(status: bytes) -> None:
    with FaultServer(say_and_close(reply(b"", status=status))) as server:
        with pytest.raises(DownloadError, match="status") as caught:
            await download(f"{server.url}/x?sig=secret", settings=LOCAL)

    assert caught.value.status_code == int(status[:3])
    assert caught.value.url == f"{server.url}/x"


async def test_a_broken_connection_is_told() -> None:
    cut = say_and_close(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf")
    with FaultServer(cut) as server:
        with pytest.raises(DownloadError, match="cannot be downloaded"):
            await download(f"{server.url}/x", settings=LOCAL)


async def test_time_is_limited() -> None:
    stalled = say_and_stall(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf")
    with FaultServer(stalled) as server:
        with pytest.raises(DownloadError, match="took longer than 0.05 s"):
            await download(f"{server.url}/x", settings=Download(allow_local=True, timeout=0.05))


async def test_a_download_can_be_cancelled() -> None:
    token = CancelToken()

    def answer(peer: Any) -> bool:
        peer.send(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf")
        token.cancel()
        peer.until_gone()
        return False

    with FaultServer(answer) as server:
        with pytest.raises(RunCancelledError):
            await download(f"{server.url}/x", settings=LOCAL, cancel=token)


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("max_bytes", 0),
        ("max_redirects", -1),
        ("max_parallel", 0),
        ("timeout", 0),
        ("max_bytes", 1.5),
    ],
)
def test_bad_limits_are_refused(name: str, number: Any) -> None:
    limits: Any = {name: number}
    with pytest.raises(InvalidArgumentError) as caught:
        Download(**limits)

    assert caught.value.parameter == f"download.{name}"


# ---- `download` itself


async def test_what_is_here_already_is_given_back() -> None:
    assert await download(ImagePart(PNG)) == FilePart(PNG, "image/png")
    assert await download("data:text/plain,hi") == FilePart(b"hi", "text/plain")


async def test_what_only_a_provider_has_cannot_be_downloaded() -> None:
    with pytest.raises(InvalidArgumentError, match="lies at its provider"):
        await download(FileReference({"openai": "file-1"}))
    with pytest.raises(InvalidArgumentError, match="must start with http"):
        await download(FileURL("file:///etc/passwd"))


@pytest.mark.parametrize(
    ("declared", "served", "body", "media_type"),
    [
        ("image/*", b"image/png", PNG, "image/png"),
        ("image/jpeg", b"image/jpeg", PNG, "image/png"),
        ("image/*", b"application/octet-stream", PNG, "image/png"),
        ("image/*", b"image/x-new; charset=binary", b"?", "image/x-new"),
        ("application/pdf", b"text/plain", b"?", "application/pdf"),
        (None, b"application/pdf", b"?", "application/pdf"),
        (None, b"application/octet-stream", b"%PDF-1.7", "application/pdf"),
        (None, b"application/octet-stream", b"?", "application/octet-stream"),
        ("audio/*", b"application/octet-stream", b"OggS", "audio/ogg"),
    ],
)
async def test_the_media_type(declared: Any, served: bytes, body: bytes, media_type: str) -> None:
    with FaultServer(say(reply(body, b"content-type: " + served))) as server:
        part = FilePart(FileURL(f"{server.url}/x"), declared)
        file = await download(part, settings=LOCAL)

    assert file.media_type == media_type


@pytest.mark.parametrize("declared", ["image/*", "audio/mpeg", "application/pdf"])
async def test_a_page_is_no_image(declared: str) -> None:
    page = reply(b"<html>log in", b"content-type: text/html; charset=utf-8")
    with FaultServer(say(page)) as server:
        with pytest.raises(DownloadError, match="but its server sent text/html") as caught:
            part = FilePart(FileURL(f"{server.url}/x?sig=secret"), declared)
            await download(part, settings=LOCAL)

    assert caught.value.url == f"{server.url}/x"
    assert "secret" not in str(caught.value)


# ---- in a call


def picky(**capabilities: Any) -> Any:
    """A model that fetches the URLs of images only."""
    return MockLanguageModel(
        script=["ok", "ok"], capabilities=ModelCapabilities(url_media_types=("image/",))
    )


def question(*urls: str) -> list[Any]:
    return [UserMessage([TextPart("?"), *(FilePart(url, "text/plain") for url in urls)])]


def files(model: Any) -> list[Any]:
    return [part.data for part in model.calls[-1].prompt[-1].content[1:]]


async def test_a_function_of_ones_own() -> None:
    asked: list[str] = []

    async def fetch(url: str) -> bytes | FilePart | None:
        asked.append(url)
        named = FilePart(b"two", "text/markdown", "two.md")
        return {"a": b"one", "b": named, "c": None}[url[-1]]

    model = picky()
    urls = [f"https://files.example.com/{name}" for name in "abc"]
    await generate_text(model, messages=question(*urls, urls[0]), download=fetch)

    assert sorted(asked) == urls
    assert files(model) == [b"one", b"two", FileURL(urls[2]), b"one"]
    assert model.calls[-1].prompt[-1].content[2].filename == "two.md"


async def test_a_file_is_fetched_once_for_all_steps() -> None:
    asked: list[str] = []

    async def fetch(url: str) -> bytes:
        asked.append(url)
        return b"one"

    @tool
    def look() -> str:
        """Looks."""
        return "seen"

    model = MockLanguageModel(
        script=[MockReply(tool_calls=[("look", {})]), "ok"],
        capabilities=ModelCapabilities(url_media_types=()),
    )
    url = "https://files.example.com/a"
    await generate_text(
        model,
        messages=question(url),
        download=fetch,
        tools=[look],
        stop_when=is_step_count(2),
    )

    assert asked == [url]
    assert [call.prompt[0].content[1].data for call in model.calls] == [b"one", b"one"]


async def test_an_error_of_ours_passes_a_function_of_ones_own() -> None:
    async def fetch(url: str) -> bytes:
        raise DownloadError("not this one", url=url)

    with pytest.raises(DownloadError, match="^not this one"):
        await generate_text(picky(), messages=question("https://a.example.com/x"), download=fetch)


async def test_a_file_in_a_tool_s_result_is_fetched_too() -> None:
    async def fetch(url: str) -> bytes:
        return b"found"

    link = FilePart(FileURL("https://a.example.com/x"), "text/plain")
    model = MockLanguageModel(
        script=[MockReply(tool_calls=[("look", {})]), "ok"],
        capabilities=ModelCapabilities(url_media_types=()),
    )
    await generate_text(
        model,
        prompt="hi",
        tools={"look": lambda: [TextPart("see"), link]},
        stop_when=is_step_count(2),
        download=fetch,
    )

    (result,) = model.calls[1].prompt[-1].content
    assert [part.type for part in result.model_output.value] == ["text", "file"]
    assert result.model_output.value[1].data == b"found"


async def test_a_function_that_fails() -> None:
    async def fetch(url: str) -> bytes:
        raise KeyError("no such bucket")

    with pytest.raises(DownloadError, match="download function failed.*no such bucket"):
        await generate_text(picky(), messages=question("https://a.example.com/x"), download=fetch)


async def test_a_function_that_returns_no_content() -> None:
    async def fetch(url: str) -> Any:
        return "text"

    with pytest.raises(InvalidArgumentError, match="must return bytes"):
        await generate_text(picky(), messages=question("https://a.example.com/x"), download=fetch)


async def test_what_is_no_way_to_download_is_refused_at_once() -> None:
    bad: Any = "https"
    with pytest.raises(InvalidArgumentError, match=r"download must be Download\(\.\.\.\)"):
        await generate_text(picky(), prompt="hi", download=bad)


async def test_a_model_that_does_not_say_what_it_takes_gets_the_url() -> None:
    model = MockLanguageModel(script=["ok"])
    model.capabilities = None  # type: ignore[assignment]

    await generate_text(model, messages=question("https://a.example.com/x"))

    assert files(model) == [FileURL("https://a.example.com/x")]


async def test_addresses_that_the_provider_knows_are_left_to_it() -> None:
    known = ("image/", "https://files.provider.example.com/")
    model = MockLanguageModel(script=["ok"], capabilities=ModelCapabilities(url_media_types=known))
    urls = ["https://files.provider.example.com/f/1", "gs://bucket/a.txt", "s3://bucket/b.txt"]

    await generate_text(model, messages=question(*urls))

    assert files(model) == [FileURL(url) for url in urls]


@pytest.mark.parametrize(
    "answer",
    [
        Reply.raw(body=PNG),
        Reply.raw(body=b"x" * 100_000),
        Reply.raw(404, body=PNG),
        Reply.raw(302, {"location": "file:///etc/passwd"}),
        Reply.raw(body=PNG * 100).cut(after_bytes=100),
    ],
    ids=["whole", "too large", "missing", "moved to where none may go", "cut"],
)
async def test_no_download_leaves_a_connection_open(answer: Reply) -> None:
    with ProviderServer(lambda request: answer) as server:
        with suppress(DownloadError):
            await download(
                f"{server.origin}/x.png", settings=Download(allow_local=True, max_bytes=10_000)
            )
        server.wait_requests()
        server.wait_idle()


async def test_a_refused_head_leaves_no_trace_in_the_token() -> None:
    token = CancelToken()
    with FaultServer(say(reply(PNG, b"x: " + b"y" * 70_000))) as server:
        with pytest.raises(DownloadError, match="larger"):
            await download(FileURL(f"{server.url}/x.png"), settings=LOCAL, cancel=token)
    assert token._callbacks == {}


@pytest.mark.parametrize("limit", ["step", "total"])
async def test_a_limit_of_the_call_is_told_as_such(limit: str) -> None:
    stalled = say_and_stall(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf")
    control = CallControl(**{limit: cc.Deadline(0.05)})
    with FaultServer(stalled) as server:
        async with AsyncDownloader(LOCAL, control) as downloader:
            with pytest.raises(APITimeoutError) as caught:
                await downloader.fetch(f"{server.url}/x")

    assert caught.value.limit == limit


async def test_a_host_that_does_not_answer_in_time_is_a_failed_download() -> None:
    control = CallControl(Timeout(connect=1e-9))
    with FaultServer(OK) as server:
        async with AsyncDownloader(LOCAL, control) as downloader:
            with pytest.raises(DownloadError, match="cannot be downloaded"):
                await downloader.fetch(f"{server.url}/x")


async def test_what_is_no_exception_passes_a_download_untouched(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Halt(BaseException):
        pass

    async def halt(*args: object) -> None:
        raise Halt

    async with AsyncDownloader(LOCAL, CallControl()) as downloader:
        monkeypatch.setattr(downloader._engine, "start", halt)
        with pytest.raises(Halt):
            await downloader.fetch("http://127.0.0.1:9/x")
