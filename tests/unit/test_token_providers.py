"""Functions that give a key or a token, of either colour, on either face."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

import ai_sdk
import ai_sdk.aio
from ai_sdk.errors import ConfigurationError
from ai_sdk.testing import ProviderServer


async def token() -> str:
    await asyncio.sleep(0)
    return "from-a-coroutine"


def azure(server: ProviderServer, provider: Any) -> Any:
    return ai_sdk.create_azure(base_url=f"{server.origin}/openai", token_provider=provider)


def test_a_coroutine_function_is_awaited_on_the_asynchronous_face() -> None:
    with ProviderServer() as server:
        model = azure(server, token)("d")

        async def main() -> None:
            await ai_sdk.aio.generate_text(model, prompt="hi")
            async with ai_sdk.aio.stream_text(model, prompt="hi") as stream:
                await stream.result()
            await ai_sdk.aio.list_models(azure(server, token))

        asyncio.run(main())
        said = [request.headers["authorization"] for request in server.requests]

    assert said == ["Bearer from-a-coroutine"] * 3


@pytest.mark.parametrize("provider", [token, lambda: token()])
def test_a_coroutine_function_is_refused_on_the_synchronous_face(provider: Any) -> None:
    with ProviderServer() as server:
        model = azure(server, provider)("d")
        with pytest.raises(ConfigurationError, match=r"ai_sdk\.aio"):
            ai_sdk.generate_text(model, prompt="hi")
        with pytest.raises(ConfigurationError, match=r"ai_sdk\.aio"):
            ai_sdk.list_models(azure(server, provider))
        assert server.requests == []


def test_an_api_key_may_come_from_a_coroutine_function_too() -> None:
    with ProviderServer(api_key="from-a-coroutine") as server:
        openai = ai_sdk.create_openai(base_url=server.base_url, api_key=token)
        result = asyncio.run(ai_sdk.aio.generate_text(openai("gpt-4o"), prompt="hi"))

    assert result.text
