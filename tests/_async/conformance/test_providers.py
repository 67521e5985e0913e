"""What every provider has in common: keys, addresses, header lines."""

from __future__ import annotations

import os
from typing import Any

import pytest

import ai_sdk.aio as ai
from ai_sdk import __version__
from ai_sdk.aio import ConfigurationError, LoadAPIKeyError, generate_text
from ai_sdk.providers.registry import PROVIDERS
from ai_sdk.testing import ProviderServer, Reply

KEYLESS = frozenset(name for name, row in PROVIDERS.items() if row.key_variable is None)
LANGUAGE = [name for name, row in PROVIDERS.items() if "language" in row.kinds]
EVERY_PROVIDER = pytest.mark.parametrize("name", LANGUAGE)
# What a provider needs to be told besides its key: with these nobody is asked for a project.
PLACES: dict[str, dict[str, Any]] = {
    "azure": {"resource_name": "contoso"},
    "bedrock": {"region": "eu-central-1"},
}


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("AWS_") or name.endswith(
            ("_API_KEY", "_BASE_URL", "_AUTH_TOKEN", "_PROJECT", "_API_TOKEN")
        ):
            monkeypatch.delenv(name)


def made(name: str, **settings: Any) -> Any:
    return getattr(ai, f"create_{name}")(**settings)


def told(server: ProviderServer) -> dict[str, str]:
    (request,) = server.requests
    return request.headers


async def ask(name: str, **settings: Any) -> ProviderServer:
    """Ask a provider that lives at a server of its own; whether it answers does not matter."""
    with ProviderServer([Reply.error(400)]) as server:
        call = settings.pop("call", {})
        address = server.base_url + settings.pop("ending", "")
        model = made(name, base_url=address, api_key="test-key", **settings)("some-model")
        with pytest.raises(ai.APICallError):
            await generate_text(model, prompt="hi", **call)
    return server


def test_behaviour_65_no_provider_is_left_out() -> None:
    assert len(LANGUAGE) >= 14
    assert all(name in ai.__all__ and f"create_{name}" in ai.__all__ for name in PROVIDERS)


@EVERY_PROVIDER
async def test_behaviour_65_a_missing_key_names_its_variable(name: str) -> None:
    if name in KEYLESS:
        pytest.skip(f"{name} needs no key")
    variable = PROVIDERS[name].key_variable
    model = made(name, **PLACES.get(name, {}))("some-model")
    with pytest.raises(ConfigurationError) as caught:
        await generate_text(model, prompt="hi")

    error = caught.value
    assert variable is not None
    assert variable in str(error)
    if name == "google_vertex":  # it has other ways in, which the message tells as well
        return
    assert isinstance(error, LoadAPIKeyError)
    assert error.variable == variable


@EVERY_PROVIDER
async def test_behaviour_65_the_key_is_read_from_the_environment_at_the_call(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ProviderServer([Reply.error(400)]) as server:
        model = made(name, base_url=server.base_url)("some-model")
        monkeypatch.setenv(PROVIDERS[name].key_variable or "", "key-of-the-environment")
        with pytest.raises(ai.APICallError):
            await generate_text(model, prompt="hi")

        lines = told(server)
    assert any("key-of-the-environment" in line for line in lines.values())


@EVERY_PROVIDER
async def test_behaviour_65_slashes_at_the_end_of_an_address_go(name: str) -> None:
    plain = await ask(name)
    slashed = await ask(name, ending="//")

    assert slashed.requests[0].raw_path == plain.requests[0].raw_path
    assert "//" not in plain.requests[0].raw_path


@EVERY_PROVIDER
async def test_behaviour_65_requests_say_who_sends_them(name: str) -> None:
    server = await ask(name)

    assert told(server)["user-agent"] == f"ai-sdk/{__version__}"


@EVERY_PROVIDER
async def test_behaviour_65_header_lines_of_the_caller_win(name: str) -> None:
    server = await ask(
        name,
        headers={"X-Mine": "provider", "User-Agent": "provider", "X-Kept": "yes"},
        call={"headers": {"x-mine": "call", "user-agent": "call", "Content-Type": "app/x"}},
    )

    lines = told(server)
    assert (lines["x-mine"], lines["x-kept"]) == ("call", "yes")
    assert (lines["user-agent"], lines["content-type"]) == ("call", "app/x")
    assert sum(name.lower() == "x-mine" for name, _ in server.requests[0].header_list) == 1
