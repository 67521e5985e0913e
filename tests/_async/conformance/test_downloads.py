"""Files behind URLs: who fetches them, and from where nobody does."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from ai_sdk.aio import (
    Download,
    DownloadError,
    FilePart,
    FileURL,
    ImagePart,
    NoTranscriptGeneratedError,
    TextPart,
    UserMessage,
    create_openai,
    transcribe,
)
from ai_sdk.testing import MockLanguageModel, ProviderServer, Reply
from ai_sdk.types.models import ModelCapabilities
from tests.faults.server import FaultServer, reply, say, say_and_close, together
from tests.hostile_urls import PUBLIC, Network
from tests.ways import SOCKETS_BUT_GOOGLE, WITH_MOCK, Scripted, Way

from .play import run

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452")
PDF = b"%PDF-1.7 hello"
WAV = b"RIFF\0\0\0\0WAVEfmt "
LOCAL = Download(allow_local=True)


def picky() -> Scripted:
    """A model that fetches the URLs of images itself, and of nothing else."""
    capabilities = ModelCapabilities(url_media_types=("image/",))
    return Scripted(MockLanguageModel(script=["ok"], capabilities=capabilities))


def asking(*parts: Any) -> list[UserMessage]:
    return [UserMessage([TextPart("?"), *parts])]


def given(model: Scripted) -> list[Any]:
    return [part.data for part in model.handle.calls[0].prompt[-1].content[1:]]


@WITH_MOCK
async def test_behaviour_56_an_unsupported_url_is_downloaded_and_a_supported_one_is_not(
    way: Way,
) -> None:
    model = picky()
    with FaultServer(say(reply(PDF, b"content-type: application/pdf"))) as server:
        url = f"{server.url}/a.pdf"
        parts = (ImagePart("https://example.com/a.png"), FilePart(url, "application/pdf"))
        await run(way, model, messages=asking(*parts), download=LOCAL)

    assert given(model) == [FileURL("https://example.com/a.png"), PDF]
    assert len(server.requests) == 1


@WITH_MOCK
async def test_behaviour_56_several_urls_are_fetched_in_parallel(way: Way) -> None:
    model = picky()

    with FaultServer(together(3)) as server:
        parts = [FilePart(f"{server.url}/{name}", "text/plain") for name in "abc"]
        await run(way, model, messages=asking(*parts), download=LOCAL)

    assert given(model) == [b"/a", b"/b", b"/c"]


@pytest.mark.parametrize("streaming", [False, True])
async def test_behaviour_56_the_content_is_sent_over_the_wire(streaming: bool) -> None:
    way = Way("chat", streaming)
    with FaultServer(say(reply(PDF, b"content-type: application/pdf"))) as files:
        with way.model("ok") as model:
            parts = (ImagePart("https://example.com/a.png"), FilePart(f"{files.url}/a.pdf"))
            await run(way, model, messages=asking(*parts), download=LOCAL)
            sent = str(model.asked[0].call.json)

    assert "https://example.com/a.png" in sent
    assert base64.b64encode(PDF).decode() in sent


@WITH_MOCK
async def test_behaviour_56_images_go_by_their_bytes(way: Way) -> None:
    model = Scripted(MockLanguageModel(script=["ok"], capabilities=ModelCapabilities()))
    with FaultServer(say(reply(PNG, b"content-type: image/jpeg"))) as server:
        parts = [ImagePart(f"{server.url}/a.jpg", "image/jpeg")]
        await run(way, model, messages=asking(*parts), download=LOCAL)

    assert model.handle.calls[0].prompt[-1].content[1] == FilePart(PNG, "image/png")


@WITH_MOCK
@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/a",
        "http://[::1]/a",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/a",
        "http://100.64.0.1/a",
        "http://[::ffff:127.0.0.1]/a",
        "http://printer.local/a",
        "http://localhost/a",
        "http://2130706433/a",
    ],
)
async def test_behaviour_57_local_addresses_are_never_asked(
    way: Way, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    network, model = Network(monkeypatch), picky()

    with pytest.raises(DownloadError):
        await run(way, model, messages=asking(FilePart(url, "text/plain")))

    assert (network.asked, network.connected, model.handle.calls) == ([], [], [])


@WITH_MOCK
async def test_behaviour_57_a_private_answer_of_the_resolver_is_refused(
    way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    network, model = Network(monkeypatch), picky()
    network.names["files.example.com"] = [[PUBLIC, "192.168.0.1"]]
    url = "https://files.example.com/a"

    with pytest.raises(DownloadError, match="private"):
        await run(way, model, messages=asking(FilePart(url, "text/plain")))

    assert (network.connected, model.handle.calls) == ([], [])


@SOCKETS_BUT_GOOGLE
async def test_behaviour_57_the_providers_own_address_is_trusted_and_no_other(way: Way) -> None:
    with FaultServer(say(reply(b"secret"))) as other:
        with way.model("never") as model:
            with pytest.raises(DownloadError, match="loopback"):
                url = f"{other.url}/a.txt"
                await run(way, model, messages=asking(FilePart(url, "text/plain")))
            assert model.asked == []

    assert other.requests == []


@pytest.mark.parametrize("trusted", [True, False])
async def test_behaviour_57_a_redirect_into_private_addresses_is_refused(trusted: bool) -> None:
    with FaultServer(say(reply(WAV))) as inside:
        target = f"{inside.url}/a".encode()
        with FaultServer(
            say_and_close(reply(b"", b"location: " + target, status=b"302 Found"))
        ) as server:
            address = server.url if trusted else "https://api.example.com/v1"
            model = create_openai(base_url=address, api_key="k").transcription("whisper-1")
            with pytest.raises(DownloadError, match="loopback"):
                await transcribe(model, f"{server.url}/a.wav")

    assert inside.requests == []
    assert len(server.requests) == (1 if trusted else 0)


@WITH_MOCK
async def test_behaviour_58_another_origin_gets_no_credentials(way: Way) -> None:
    model = picky()
    download = Download(allow_local=True, headers={"authorization": "Bearer x"})

    with FaultServer(say(reply(b"there"))) as other:
        moved = reply(b"", b"location: " + other.url.encode() + b"/b", status=b"302 Found")
        with FaultServer(say(moved)) as server:
            part = FilePart(f"{server.url}/a", "text/plain")
            await run(way, model, messages=asking(part), download=download)

    assert b"authorization: Bearer x" in server.requests[0][0]
    assert b"authorization" not in other.requests[0][0]
    assert given(model) == [b"there"]


@WITH_MOCK
async def test_behaviour_58_the_eleventh_redirect_fails(way: Way) -> None:
    model = picky()
    again = say(reply(b"", b"location: /again", status=b"302 Found"))

    with FaultServer(again) as server:
        with pytest.raises(DownloadError, match="more than 10 redirects"):
            part = FilePart(f"{server.url}/a", "text/plain")
            await run(way, model, messages=asking(part), download=LOCAL)

    assert len(server.requests) == 11
    assert model.handle.calls == []


@WITH_MOCK
async def test_behaviour_58_the_body_is_limited_without_content_length(way: Way) -> None:
    model = picky()
    endless = say_and_close(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n" + b"x" * 100_000)

    with FaultServer(endless) as server:
        with pytest.raises(DownloadError, match="larger than 50000 bytes"):
            part = FilePart(f"{server.url}/a", "text/plain")
            settings = Download(allow_local=True, max_bytes=50_000)
            await run(way, model, messages=asking(part), download=settings)

    assert model.handle.calls == []


async def test_behaviour_49_transcribe_downloads_urls_and_sniffs_their_type() -> None:
    wrong = reply(WAV, b"content-type: application/octet-stream")
    with FaultServer(say(wrong)) as files, ProviderServer([Reply.transcript("hello")]) as server:
        model = create_openai(base_url=server.base_url, api_key="k").transcription("whisper-1")
        result = await transcribe(model, f"{files.url}/speech", download=LOCAL)

    assert result.text == "hello"
    assert WAV in server.requests[0].body
    assert b"audio/wav" in server.requests[0].body


async def test_behaviour_49_transcribe_asks_no_local_address() -> None:
    with FaultServer(say(reply(WAV))) as files, ProviderServer() as server:
        model = create_openai(base_url=server.base_url, api_key="k").transcription("whisper-1")
        with pytest.raises(DownloadError, match="loopback"):
            await transcribe(model, f"{files.url}/speech")

    assert (files.requests, server.requests) == ([], [])


async def test_behaviour_49_an_empty_transcript_is_an_error() -> None:
    with ProviderServer([Reply.transcript("")]) as server:
        model = create_openai(base_url=server.base_url, api_key="k").transcription("whisper-1")
        with pytest.raises(NoTranscriptGeneratedError):
            await transcribe(model, WAV)
