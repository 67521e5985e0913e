"""Options under a name that no provider has: a warning, and nothing of them is sent."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest

from ai_sdk.aio import AsyncHTTPClient, create_openai, embed, generate_text, stream_text
from ai_sdk.testing import ProviderServer, Reply


@pytest.fixture
async def client() -> AsyncIterator[AsyncHTTPClient]:
    async with AsyncHTTPClient() as opened:
        yield opened


def provider(server: ProviderServer, client: AsyncHTTPClient) -> Any:
    return create_openai(base_url=server.base_url, api_key="test-key", client=client)


MISTAKES = {
    "opnai": ({"opnai": {"user": "u"}}, 'no provider "opnai".*did you mean "openai"', "provider_options.opnai"),
    "option": ({"openai": {"usr": "u"}}, 'no option "usr"; did you mean "user"', "usr"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
async def test_a_wrong_name_warns_and_is_not_sent(name: str, client: AsyncHTTPClient) -> None:
    options, words, setting = MISTAKES[name]
    with ProviderServer([Reply.text("Hi")]) as server:
        model = provider(server, client).chat("gpt-5")
        result = await generate_text(model, prompt="p", provider_options=options)

    assert [warning.setting for warning in result.warnings] == [setting]
    assert re.search(words, result.warnings[0].message)
    assert not {"user", "usr", "opnai"} & server.requests[0].json.keys()


async def test_a_stream_warns_too(client: AsyncHTTPClient) -> None:
    with ProviderServer([Reply.text("Hi")]) as server:
        model = provider(server, client).chat("gpt-5")
        async with stream_text(model, prompt="p", provider_options={"opnai": {}}) as stream:
            result = await stream.result()

    assert [warning.setting for warning in result.warnings] == ["provider_options.opnai"]


async def test_embeddings_warn_too(client: AsyncHTTPClient) -> None:
    with ProviderServer([Reply.embeddings([[1.0]], tokens=3)]) as server:
        model = provider(server, client).embedding("m")
        result = await embed(model, "a day", provider_options={"gpt": {"dimensions": 2}})

    assert [warning.setting for warning in result.warnings] == ["provider_options.gpt"]
    assert "dimensions" not in server.requests[0].json


async def test_extra_body_sends_anything(client: AsyncHTTPClient) -> None:
    with ProviderServer([Reply.text("Hi")]) as server:
        model = provider(server, client).chat("gpt-5")
        result = await generate_text(model, prompt="p", extra_body={"usr": {"x": [1]}})

    assert result.warnings == ()
    assert server.requests[0].json["usr"] == {"x": [1]}


LINES = {"Host": "other.test", "content-length": "3", "Connection": "close", "x-team": "blue"}
UNSENT = ["headers.Host", "headers.content-length", "headers.Connection"]


@pytest.mark.parametrize("stream", [False, True], ids=["plain", "streamed"])
async def test_headers_of_the_connection_warn_and_are_not_sent(
    stream: bool, client: AsyncHTTPClient
) -> None:
    with ProviderServer([Reply.text("Hi")]) as server:
        model = provider(server, client).chat("gpt-5")
        if stream:
            async with stream_text(model, prompt="p", headers=LINES) as reading:
                result = await reading.result()
        else:
            result = await generate_text(model, prompt="p", headers=LINES)
        sent = server.requests[0].headers

    assert [warning.setting for warning in result.warnings] == UNSENT
    assert "belongs to the connection" in result.warnings[0].message
    assert (sent["x-team"], sent["host"]) == ("blue", server.origin.partition("//")[2])
    assert int(sent["content-length"]) > 3


async def test_embeddings_warn_of_such_headers_too(client: AsyncHTTPClient) -> None:
    with ProviderServer([Reply.embeddings([[1.0]], tokens=3)]) as server:
        result = await embed(provider(server, client).embedding("m"), "a day", headers=LINES)

    assert [warning.setting for warning in result.warnings] == UNSENT
