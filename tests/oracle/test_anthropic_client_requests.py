"""For every intent, our request is the official Anthropic client's, as a server sees both.

Compared, over a socket: method, path, query, the headers that mean something to the provider, and
the JSON body or the parts of the form. Everything must be equal but for these rules:

1. A list of one plain text block is that text, and beta flags have no order.
2. The official client repeats what the server sent, word for word: nulls in it say nothing.
3. In JSON Schemas `title` says nothing.
4. `stream: false` is no `stream`.
5. The official client of today puts the key into `authorization`, which belongs to the newer API
   version; for the older one, which its forerunners speak, we put it into `x-api-key`.
"""

from __future__ import annotations

import json
from typing import Any

import anthropic as official
import pytest

from ai_sdk import create_anthropic
from ai_sdk.testing import ProviderServer, RecordedRequest

from .intents_anthropic import INTENTS, Intent

KEY = "sk-ant-test-0123456789"
MEANT = frozenset(("anthropic-version", "anthropic-beta", "authorization", "content-type"))
NEWER = "2026-10-21"
pytestmark = pytest.mark.filterwarnings("ignore:The model:DeprecationWarning")  # models grow old
CASES = pytest.mark.parametrize("intent", INTENTS, ids=lambda intent: intent.name)


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ANTHROPIC_BASE_URL", "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"):
        monkeypatch.delenv(name, raising=False)


def said_officially(intent: Intent) -> list[RecordedRequest]:
    """What the official client sends."""
    version = {"anthropic-version": intent.settings.get("api_version", NEWER)}
    with ProviderServer(intent.script) as server:
        client = official.Anthropic(
            base_url=server.origin, api_key=KEY, max_retries=0, default_headers=version
        )
        with client:
            intent.official(client)
        return server.requests


def said_by_us(intent: Intent) -> list[RecordedRequest]:
    """What we send."""
    settings = {"api_version": NEWER, **intent.settings}
    with ProviderServer(intent.script) as server:
        intent.ours(create_anthropic(base_url=server.base_url, api_key=KEY, **settings))
        return server.requests


def substance(request: RecordedRequest) -> dict[str, Any]:
    """The request without what the rules above call the same."""
    headers: dict[str, Any] = {
        name: line.partition(";")[0] for name, line in request.headers.items() if name in MEANT
    }
    if (key := request.headers.get("x-api-key")) and headers["anthropic-version"] < NEWER:
        headers["authorization"] = f"Bearer {key}"
    if "anthropic-beta" in headers:
        headers["anthropic-beta"] = sorted(headers["anthropic-beta"].split(","))
    if request.json is None:
        form = {
            name: [(p.filename, p.content_type, p.data) for p in parts]
            for name, parts in request.form.items()
        }
        return {
            "line": (request.method, request.path, request.query),
            "headers": headers,
            "body": form,
        }
    body = {name: item for name, item in request.json.items() if (name, item) != ("stream", False)}
    return {
        "line": (request.method, request.path, request.query),
        "headers": headers,
        "body": plain(body),
    }


def plain(value: Any) -> Any:
    """Rules 1 to 3."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {name: plain(item) for name, item in value.items() if item is not None}
    if isinstance(kept.get("title"), str) and "type" in kept and "source" not in kept:
        kept = {k: v for k, v in kept.items() if k != "title"} if "properties" in kept else kept
    content = kept.get("content")
    if isinstance(content, list) and len(content) == 1 and content[0].keys() == {"type", "text"}:
        kept["content"] = content[0]["text"]
    return kept


@CASES
def test_our_request_is_the_official_one(intent: Intent) -> None:
    theirs = [substance(request) for request in said_officially(intent)]
    ours = [substance(request) for request in said_by_us(intent)]
    assert len(theirs) >= 1
    assert ours == theirs


def test_the_intents_are_many_and_differ() -> None:
    said = []
    for intent in INTENTS:
        last = substance(said_by_us(intent)[-1])
        said.append(json.dumps([last["line"][1], last["body"]], sort_keys=True, default=repr))
    assert len({intent.name for intent in INTENTS}) == len(INTENTS) >= 30
    assert not {text for text in said if said.count(text) > 1}


def test_the_comparison_sees_differences() -> None:
    one, two = (next(i for i in INTENTS if i.name == n) for n in ("text", "system"))
    assert substance(said_by_us(one)[0]) != substance(said_by_us(two)[0])
    assert substance(said_by_us(one)[0])["headers"] == {
        "authorization": f"Bearer {KEY}",
        "anthropic-version": NEWER,
        "content-type": "application/json",
    }
