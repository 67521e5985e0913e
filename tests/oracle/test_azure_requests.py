"""For every intent, our request to Azure is the official client's, as a server sees both.

The intents and the rules of the comparison are those of `test_official_client_requests`, address,
query and headers included. Two ways to speak to Azure are compared: by deployment, with a key, as
`openai.AzureOpenAI` does; and over the v1 API, with a token, as `openai.OpenAI` does with Azure's
address.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import openai as official
import pytest

from ai_sdk import create_azure
from ai_sdk.testing import ProviderServer, RecordedRequest

from .intents import INTENTS, Intent
from .test_official_client_requests import KEY, substance

VERSION = "2025-04-01-preview"
Client = Callable[[str], official.OpenAI]


def by_deployment(origin: str) -> official.OpenAI:
    return official.AzureOpenAI(
        azure_endpoint=origin, api_key=KEY, api_version=VERSION, max_retries=0
    )


def over_v1(origin: str) -> official.OpenAI:
    return official.OpenAI(base_url=f"{origin}/openai/v1", api_key=KEY, max_retries=0)


WAYS: dict[str, tuple[Client, dict[str, Any]]] = {
    "deployments": (
        by_deployment,
        {"api_key": KEY, "use_deployment_urls": True, "api_version": VERSION},
    ),
    "v1": (over_v1, {"token_provider": lambda: KEY}),
}

NOT_AZURES = {
    # an id or an item of OpenAI's own is none of Azure's, so ours refuses it or leaves it out
    "names a file or an item of OpenAI's": lambda i: i.name in OPENAIS,
    "asks for what Azure does not have": lambda i: i.name == "image_variation",
    "is about settings that Azure's client does not have": lambda i: bool(i.settings),
}
OPENAIS = frozenset(("chat_file_id", "responses_file_id", "responses_image_file_id"))


def is_azures(intent: Intent) -> bool:
    return not any(test(intent) for test in NOT_AZURES.values())


def said_officially(intent: Intent, way: str) -> list[RecordedRequest]:
    make, _ = WAYS[way]
    with ProviderServer(intent.script) as server:
        with make(server.origin) as client:
            intent.official(client)
        return server.requests


def said_by_us(intent: Intent, way: str) -> list[RecordedRequest]:
    _, settings = WAYS[way]
    with ProviderServer(intent.script) as server:
        ours: Any = create_azure(base_url=f"{server.origin}/openai", **settings)
        intent.ours(ours)
        return server.requests


AZURES = [intent for intent in INTENTS if is_azures(intent)]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("intent", AZURES, ids=lambda intent: intent.name)
def test_our_request_is_the_official_one(intent: Intent, way: str) -> None:
    theirs = [substance(request) for request in said_officially(intent, way)]
    ours = [substance(request) for request in said_by_us(intent, way)]

    assert len(theirs) >= 1
    assert ours == theirs


@pytest.mark.parametrize("way", WAYS)
def test_the_intents_are_many_and_differ(way: str) -> None:
    said = []
    for intent in AZURES:
        last = substance(said_by_us(intent, way)[-1])
        said.append(json.dumps([last["line"][1], last["body"]], sort_keys=True, default=repr))

    assert len(set(said)) == len(AZURES) >= 30


def test_addresses_and_headers_are_compared() -> None:
    intent = next(intent for intent in AZURES if intent.name == "chat_text")
    deployed = substance(said_by_us(intent, "deployments")[0])
    v1 = substance(said_by_us(intent, "v1")[0])

    path = "/openai/deployments/gpt-4o/chat/completions"
    assert deployed["line"] == ("POST", path, {"api-version": [VERSION]})
    assert deployed["headers"] == {"api-key": KEY, "content-type": "application/json"}
    assert v1["line"] == ("POST", "/openai/v1/chat/completions", {})
    assert v1["headers"]["authorization"] == f"Bearer {KEY}"
    assert deployed != v1
