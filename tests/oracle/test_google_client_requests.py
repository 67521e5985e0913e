"""For every intent, our request is google-genai's request, as a server sees both.

Compared, over a socket: method, path, query, the headers that mean something to the provider, and
the JSON body or the bytes. Everything must be equal but for these rules:

1. The role of instructions says nothing, nor does that of a turn of the user.
2. Types in schemas are read in capitals and in small letters.
3. A token count may wrap the request it counts; ours does, so that everything counts.
4. A page's number of rows and the language of errors are each client's own business.
5. Base64 in the alphabet for URLs is the same bytes.
6. The official client writes out what is empty or a default (settings without any, calling mode
   AUTO) and mixes both spellings of names.
7. Of an upload the size and type stand in headers, the name in the body. With the bytes the
   official client repeats the headers of the first request; what counts is command and offset.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from google import genai
from google.genai import types

from ai_sdk import create_google, create_google_vertex
from ai_sdk.testing import ProviderServer, RecordedRequest
from tests.recordings.compare_names import AS_THEY_ARE, camel

from .intents_google import INTENTS, Intent

pytestmark = pytest.mark.filterwarnings("ignore:The generate_images method is deprecated")
KEY = "AIza-test-0123456789"
OWN_BUSINESS = frozenset(
    (
        *("host", "user-agent", "accept", "accept-encoding", "connection", "content-length"),
        *("x-goog-api-client", "x-goog-upload-file-name"),
    )
)


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "GOOGLE_API_KEY",
        "GEMINI_API_KEY",
        "GOOGLE_CLOUD_PROJECT",
        "GOOGLE_CLOUD_LOCATION",
    ):
        monkeypatch.delenv(name, raising=False)


def said_officially(intent: Intent) -> list[RecordedRequest]:
    """What google-genai sends."""
    with ProviderServer(intent.script) as server:
        version = "v1beta1" if intent.vertex else "v1beta"
        options = types.HttpOptions(base_url=server.origin, api_version=version)
        with genai.Client(vertexai=intent.vertex, api_key=KEY, http_options=options) as client:
            intent.official(client)
        return server.requests


def said_by_us(intent: Intent) -> list[RecordedRequest]:
    """What we send."""
    with ProviderServer(intent.script) as server:
        if intent.vertex:
            provider: Any = create_google_vertex(base_url=f"{server.origin}/v1beta1", api_key=KEY)
        else:
            provider = create_google(base_url=f"{server.origin}/v1beta", api_key=KEY)
        intent.ours(provider)
        return server.requests


def substance(request: RecordedRequest) -> dict[str, Any]:
    """The request without what the rules above call the same."""
    headers = {
        name: line.partition(";")[0] if name == "content-type" else line
        for name, line in request.headers.items()
        if name not in OWN_BUSINESS
    }
    if not request.body:
        headers.pop("content-type", None)
    if "upload_id" in request.query:
        headers = {n: headers[n] for n in ("x-goog-upload-command", "x-goog-upload-offset")}
    query = {
        name: item for name, item in request.query.items() if name not in ("pageSize", "queryBase")
    }
    body: Any = request.body if request.json is None else told(request)
    return {"line": (request.method, request.path, query), "headers": headers, "body": body}


def told(request: RecordedRequest) -> dict[str, Any]:
    """A JSON body by the rules."""
    body = dict(request.json)
    if "file" in body:
        return {"file": {camel(k): v for k, v in body["file"].items() if camel(k) == "displayName"}}
    inner = body.pop("generateContentRequest", None)
    if inner is not None:
        body = {name: item for name, item in inner.items() if name != "model"}
    embedded = [row.get("content") or {} for row in body.get("requests", ())]
    for turn in (*body.get("contents", ()), body.get("systemInstruction") or {}, *embedded):
        if turn.get("role", "user") == "user":
            turn.pop("role", None)
    config = body.get("toolConfig", {}).get("functionCallingConfig", {})
    if config.get("mode") == "AUTO":
        del config["mode"]
    if not body.get("generationConfig", True):
        del body["generationConfig"]
    return {name: lowered(item, name) for name, item in body.items()}


def lowered(item: Any, name: str = "") -> Any:
    """Rules 2, 5 and 6."""
    if isinstance(item, list):
        return [lowered(each, name) for each in item]
    if isinstance(item, dict):
        if name in AS_THEY_ARE:
            return {key: lowered(each, key) for key, each in item.items()}
        return {camel(key): lowered(each, camel(key)) for key, each in item.items()}
    if isinstance(item, str) and name in ("type", "personGeneration"):
        return item.lower()
    if isinstance(item, str) and name in ("thoughtSignature", "data"):
        return item.translate(str.maketrans("-_", "+/"))
    return item


@pytest.mark.parametrize("intent", INTENTS, ids=lambda intent: intent.name)
def test_our_request_is_the_official_one(intent: Intent) -> None:
    theirs = [substance(request) for request in said_officially(intent)]
    ours = [substance(request) for request in said_by_us(intent)]

    assert len(theirs) >= 1
    assert ours == theirs


def test_the_intents_are_many_and_differ() -> None:
    said = []
    for intent in INTENTS:
        last = substance(said_by_us(intent)[-1])
        said.append(json.dumps([last["line"][:2], last["body"]], sort_keys=True, default=repr))

    assert len({intent.name for intent in INTENTS}) == len(INTENTS) >= 30
    assert not {text for text in said if said.count(text) > 1}


def test_the_comparison_sees_differences() -> None:
    one, two = (next(i for i in INTENTS if i.name == n) for n in ("text", "instructions"))

    assert substance(said_by_us(one)[0]) != substance(said_by_us(two)[0])
    assert substance(said_by_us(one)[0])["headers"] == {
        "x-goog-api-key": KEY,
        "content-type": "application/json",
    }
