"""Token counts, lists of models and uploads: public functions, real HTTP, OpenAI's protocol."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime
from json import dumps
from pathlib import Path
from typing import Any

import pytest

from ai_sdk.aio import (
    APITimeoutError,
    AuthenticationError,
    FilePart,
    FileReference,
    FileURL,
    InvalidArgumentError,
    InvalidResponseError,
    NoSuchProviderError,
    Output,
    TextPart,
    UnsupportedFunctionalityError,
    UserMessage,
    count_tokens,
    create_openai,
    generate_text,
    list_models,
    openai,
    openai_compatible,
    tool,
    upload_file,
)
from ai_sdk.concurrency import ManualClock, clock
from ai_sdk.providers.handles import ServicesHandle
from ai_sdk.testing import MockLanguageModel, ProviderServer, Reply
from tests.unit import resumable

PDF = b"%PDF-1.7 the yearly report"


def provider_of(server: ProviderServer, **settings: Any) -> Any:
    return create_openai(base_url=server.base_url, api_key="test-key", **settings)


def answered(value: Any, status: int = 200, **headers: str) -> Reply:
    lines = {"content-type": "application/json", **headers}
    return Reply.raw(status, lines, dumps(value))


@tool
def weather(city: str) -> str:
    """The weather in a city."""
    return city


# --- counts


async def test_a_count_is_of_the_request_that_would_be_sent() -> None:
    reply = answered({"object": "response.input_tokens", "input_tokens": 42})
    settings: dict[str, Any] = {
        "instructions": "Answer in JSON.",
        "prompt": "hi",
        "tools": [weather],
        "output": Output.json(),
        "reasoning": "low",
    }
    with ProviderServer([reply, Reply.text("{}")]) as server:
        model = provider_of(server)("gpt-5")
        count = await count_tokens(
            model, max_output_tokens=50, include=["request_body"], **settings
        )
        await generate_text(model, **settings)
        asked, sent = server.requests

    assert count.input_tokens == 42
    assert (asked.method, asked.path) == ("POST", "/v1/responses/input_tokens")
    assert asked.json == sent.json == count.request.body
    assert count.response.headers["content-type"] == "application/json"
    assert [attempt.status for attempt in count.attempts] == [200]
    assert count.response.body is None


async def test_the_built_in_counts_grow_with_the_prompt() -> None:
    with ProviderServer() as server:
        model = provider_of(server)("gpt-5")
        short = await count_tokens(model, prompt="hi")
        longer = await count_tokens(model, prompt="hi there, how are you today?", tools=[weather])

    assert 0 < short.input_tokens < longer.input_tokens


async def test_extra_body_reaches_the_count() -> None:
    with ProviderServer([answered({"input_tokens": 1})]) as server:
        await count_tokens(provider_of(server)("m"), prompt="hi", extra_body={"personality": "x"})
        (request,) = server.requests

    assert request.json["personality"] == "x"


async def test_who_cannot_count_says_so() -> None:
    with ProviderServer() as server:
        chat = provider_of(server).chat("gpt-4o")
        with pytest.raises(UnsupportedFunctionalityError, match="'gpt-4o' over openai_chat"):
            await count_tokens(chat, prompt="hi")
        assert server.requests == []
    with pytest.raises(UnsupportedFunctionalityError, match="does not count tokens"):
        await count_tokens(MockLanguageModel(text="x"), prompt="hi")


async def test_a_reply_without_a_count_is_no_answer() -> None:
    with ProviderServer([answered({"tokens": 3})]) as server:
        with pytest.raises(InvalidResponseError, match="no input_tokens"):
            await count_tokens(provider_of(server)("m"), prompt="hi", max_retries=0)


async def test_a_count_checks_its_arguments() -> None:
    with pytest.raises(InvalidArgumentError, match="temprature"):
        await count_tokens(openai("m"), prompt="hi", temprature=1)  # type: ignore[call-overload,call-arg,unused-ignore]


# --- models


async def test_models_with_what_the_provider_tells() -> None:
    entries = [
        {"id": "gpt-5", "object": "model", "created": 1754587413, "owned_by": "system"},
        {
            "id": "llama",
            "name": "Llama",
            "description": "A model.",
            "context_window": 131072,
            "max_completion_tokens": 4096,
            "active": True,
        },
    ]
    with ProviderServer([answered({"object": "list", "data": entries})]) as server:
        found = await list_models(provider_of(server))
        (request,) = server.requests

    assert (request.method, request.path) == ("GET", "/v1/models")
    assert request.headers["authorization"] == "Bearer test-key"
    first, second = found
    assert (first.id, first.owner) == ("gpt-5", "system")
    assert first.created == datetime(2025, 8, 7, 17, 23, 33, tzinfo=UTC)
    assert (first.max_input_tokens, first.provider_metadata) == (None, {})
    assert (second.display_name, second.description) == ("Llama", "A model.")
    assert (second.max_input_tokens, second.max_output_tokens) == (131072, 4096)
    assert second.provider_metadata["openai"]["active"] is True
    assert "llama" in found
    assert "gpt-6" not in found
    assert len(found) == 2


async def test_all_pages_are_read() -> None:
    pages = [
        answered({"data": [{"id": "a"}, {"id": "b"}], "has_more": True, "last_id": "b"}),
        answered({"data": [{"id": "c"}], "has_more": True}),
        answered({"data": [{"id": "d"}], "has_more": False}),
    ]
    with ProviderServer(pages) as server:
        found = await list_models(provider_of(server), include=["response_body"])
        queries = [request.query for request in server.requests]

    assert [model.id for model in found] == ["a", "b", "c", "d"]
    assert queries == [{}, {"after": ["b"]}, {"after": ["c"]}]
    assert [info.body["data"][0]["id"] for info in found.responses] == ["a", "c", "d"]
    assert len(found.attempts) == 3


async def test_pages_that_lead_in_a_circle_are_an_error() -> None:
    page = answered({"data": [{"id": "a"}], "has_more": True})
    with ProviderServer([page, page, page]) as server:
        with pytest.raises(InvalidResponseError, match="leads back"):
            await list_models(provider_of(server), max_retries=0)
        assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        ({"object": "list"}, "no list of data"),
        ({"data": [{"name": "x"}]}, "a model without an id"),
        ({"data": ["x"]}, "a model without an id"),
    ],
)
async def test_a_reply_that_is_no_list_of_models(reply: Any, text: str) -> None:
    with ProviderServer([answered(reply)]) as server:
        with pytest.raises(InvalidResponseError, match=text):
            await list_models(provider_of(server), max_retries=0)


async def test_a_bare_list_of_models() -> None:
    with ProviderServer([answered([{"id": "x", "organization": "Meta"}])]) as server:
        other = openai_compatible(name="acme", base_url=server.base_url)
        (model,) = await list_models(other)

    assert (model.id, model.owner) == ("x", "Meta")


async def test_models_by_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    with ProviderServer() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        monkeypatch.setenv("OPENAI_API_KEY", "k")
        assert "gpt-5" in await list_models("openai")


async def test_an_error_of_the_list_is_typed() -> None:
    with ProviderServer([Reply.error(401)]) as server:
        with pytest.raises(AuthenticationError) as caught:
            await list_models(provider_of(server))

    assert caught.value.url == f"{server.base_url}/models"


# --- uploads


async def test_an_upload_and_its_use(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(PDF)
    with ProviderServer() as server:
        provider = provider_of(server)
        file = await upload_file(provider, path)
        message = UserMessage([TextPart("Sum it up."), file.part()])
        await generate_text(provider("gpt-4o"), messages=[message])
        upload, use = server.requests

    assert [(part.name, part.filename, part.content_type) for part in upload.parts] == [
        ("purpose", None, None),
        ("file", "report.pdf", "application/pdf"),
    ]
    assert upload.form["purpose"][0].text == "user_data"
    assert upload.form["file"][0].data == PDF
    assert (file.id, file.provider, file.size) == ("file_000001", "openai", len(PDF))
    assert (file.media_type, file.filename) == ("application/pdf", "report.pdf")
    assert file.reference == FileReference({"openai": "file_000001"})
    assert file.created is not None
    assert file.expires is None
    assert use.json["input"][0]["content"][1] == {"type": "input_file", "file_id": "file_000001"}


@pytest.mark.parametrize(
    ("data", "given", "filename", "media_type", "purpose"),
    [
        (b"\x89PNG\r\n\x1a\n123", {}, "file.png", "image/png", "vision"),
        (b"x", {"filename": "a.txt"}, "a.txt", "text/plain", "user_data"),
        (b"x", {"media_type": "text/csv"}, "file.csv", "text/csv", "user_data"),
        (b"{}", {"filename": "b.jsonl", "purpose": "batch"}, "b.jsonl", None, "batch"),
        (FilePart(b"x", "text/plain", "n.txt"), {}, "n.txt", "text/plain", "user_data"),
        ("data:text/plain;base64,eA==", {"filename": "q"}, "q.txt", "text/plain", "user_data"),
    ],
)
async def test_names_types_and_purposes(
    data: Any, given: Any, filename: str, media_type: str | None, purpose: str
) -> None:
    with ProviderServer() as server:
        file = await upload_file(provider_of(server), data, **given)
        (request,) = server.requests

    (part,) = request.form["file"]
    assert part.filename is not None
    assert part.filename.startswith(filename.partition(".")[0])
    assert file.filename == part.filename
    assert media_type is None or (part.content_type == media_type == file.media_type)
    assert request.form["purpose"][0].text == purpose == file.purpose


async def test_upload_options() -> None:
    options = openai.file_options(expires_after={"anchor": "created_at", "seconds": 3600})
    with ProviderServer() as server:
        file = await upload_file(
            provider_of(server),
            b"x",
            provider_options={"openai": {**options["openai"], "color": "red"}},
        )
        (request,) = server.requests

    assert request.form["expires_after[seconds]"][0].text == "3600"
    assert "color" not in request.form
    assert [warning.setting for warning in file.warnings] == ["color"]
    assert file.expires is not None
    assert file.created is not None
    assert (file.expires - file.created).total_seconds() == 3600


@pytest.mark.parametrize(
    ("data", "error", "text"),
    [
        (FileURL("http://x.test/a"), UnsupportedFunctionalityError, "behind a URL"),
        (FileReference({"openai": "f"}), UnsupportedFunctionalityError, "behind a URL"),
        (b"", InvalidArgumentError, "data is empty"),
        (7, InvalidArgumentError, "data: a file's data must be"),
        (Path("/nowhere/x.pdf"), InvalidArgumentError, "data: "),
    ],
)
async def test_what_cannot_be_uploaded(data: Any, error: type[Exception], text: str) -> None:
    with ProviderServer() as server:
        with pytest.raises(error, match=text):
            await upload_file(provider_of(server), data)
        assert server.requests == []


async def test_a_reply_that_is_no_file() -> None:
    with ProviderServer([answered({"object": "file"})]) as server:
        with pytest.raises(InvalidResponseError, match="has no id"):
            await upload_file(provider_of(server), b"x", max_retries=0)


# --- a protocol of several steps


class Resumable:
    """A provider whose uploads go to an address that the first reply names, and take a while."""

    name = "resumable"

    def __init__(self, server: ProviderServer, protocol: str = "PROTOCOL") -> None:
        endpoint = provider_of(server).endpoint
        protocol = f"{resumable.__name__}:{protocol}"
        self.services = ServicesHandle(endpoint, protocol, resumable.DIALECT)


async def test_an_upload_of_several_steps() -> None:
    with ProviderServer() as server:
        server.say_next(
            answered({}, location=f"{server.origin}/somewhere?id=7"),
            answered({"state": "PROCESSING"}),
            answered({"state": "ACTIVE", "name": "files/7"}),
        )
        with clock.use(ManualClock()) as manual:
            file = await upload_file(Resumable(server), b"abc", filename="a.txt")
        start, send, look = server.requests

    assert (start.method, start.path, start.json) == ("POST", "/v1/start", {"name": "a.txt"})
    assert (send.method, send.target, send.body) == ("PUT", "/somewhere?id=7", b"abc")
    assert send.headers["content-type"] == "text/plain"
    assert send.headers["authorization"] == "Bearer test-key"
    assert (look.method, look.path) == ("GET", "/v1/files/7")
    assert file.id == "files/7"
    assert len(file.attempts) == 3
    assert manual.slept == [0.0, 5.0]


async def test_the_key_stays_with_its_server() -> None:
    with ProviderServer() as other, ProviderServer() as server:
        other.say_next(answered({"state": "ACTIVE", "name": "files/7"}))
        server.say_next(answered({}, location=f"{other.origin}/somewhere"))
        await upload_file(Resumable(server), b"abc", headers={"x-secret": "s"})
        (send,) = other.requests

    assert "authorization" not in send.headers
    assert "x-secret" not in send.headers


async def test_waiting_for_a_file_ends_with_the_time_limit() -> None:
    with ProviderServer() as server:
        server.say_next(
            answered({}, location=f"{server.origin}/somewhere"), answered({"state": "PROCESSING"})
        )
        with pytest.raises(APITimeoutError, match="not ready") as caught:
            await upload_file(Resumable(server), b"abc", timeout=4.0)

    assert caught.value.limit == "total"


async def test_a_protocol_without_services() -> None:
    with ProviderServer() as server:
        nothing = Resumable(server, "NOTHING")
        with pytest.raises(UnsupportedFunctionalityError, match="openai does not offer listing"):
            await list_models(nothing)
        with pytest.raises(UnsupportedFunctionalityError, match="openai does not offer uploading"):
            await upload_file(nothing, b"x")
        assert server.requests == []


# --- providers


class OnlyModels:
    """A third party's provider that has models and nothing else."""

    name = "bare"

    def language(self, model_id: str) -> None:
        """None of them."""


async def test_who_is_no_provider() -> None:
    with pytest.raises(NoSuchProviderError, match="did you mean 'openai'"):
        await list_models("opanai")
    wrong: Any = 7
    with pytest.raises(InvalidArgumentError, match="not int"):
        await list_models(wrong)
    bare: Any = OnlyModels()
    with pytest.raises(UnsupportedFunctionalityError, match="bare offers neither"):
        await list_models(bare)


def test_services_are_a_value() -> None:
    assert openai.services == openai.services
    assert pickle.loads(pickle.dumps(openai.services)) == openai.services
