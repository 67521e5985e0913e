"""For every intent, our request is the official client's request, as a server sees both.

Compared, over a socket: method, path, query, the headers that mean something to the provider, and
the JSON body or the parts of the form. Everything must be equal but for these rules:

1. `input` may be a string or a list of one user message.
2. The official client repeats what the server sent, word for word. In what goes back to a server
   nulls, `status: completed` and empty `annotations` and `logprobs` say nothing, and the arguments
   of a tool call are compared as the JSON they are.
3. In JSON Schemas `title` says nothing (pydantic gives every field one), and a `$ref` is what it
   refers to.
4. `stream: false` is no `stream`.
5. The parts of a form have no order but that of the parts of one name.
"""

from __future__ import annotations

import json
from typing import Any

import openai as official
import pytest

from ai_sdk import create_openai
from ai_sdk.testing import ProviderServer, RecordedRequest

from . import intents_chat, intents_media, intents_responses
from .intents import INTENTS, Intent

assert intents_chat, "imported for its intents"
assert intents_media, "imported for its intents"
assert intents_responses, "imported for its intents"

KEY = "sk-test-0123456789"
OWN_BUSINESS = frozenset(  # what each HTTP client says of itself and of the connection
    ("host", "user-agent", "accept", "accept-encoding", "connection", "content-length")
)


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_BASE_URL", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)


def said_officially(intent: Intent) -> list[RecordedRequest]:
    """What the official client sends."""
    given = dict(intent.settings)
    settings = {
        "organization": given.pop("organization", None),
        "project": given.pop("project", None),
        "default_headers": given.pop("headers", None),
        "default_query": given.pop("query", None),
    }
    assert not given
    with ProviderServer(intent.script) as server:
        client = official.OpenAI(base_url=server.base_url, api_key=KEY, max_retries=0, **settings)
        with client:
            intent.official(client)
        return server.requests


def said_by_us(intent: Intent) -> list[RecordedRequest]:
    """What we send."""
    with ProviderServer(intent.script) as server:
        intent.ours(create_openai(base_url=server.base_url, api_key=KEY, **intent.settings))
        return server.requests


def substance(request: RecordedRequest) -> dict[str, Any]:
    """The request without what the rules above call the same."""
    headers = {
        name: line.partition(";")[0] if name == "content-type" else line
        for name, line in request.headers.items()
        if name not in OWN_BUSINESS and not name.startswith("x-stainless-")
    }
    return {
        "line": (request.method, request.path, request.query),
        "headers": headers,
        "body": form(request) if request.json is None else body(request),
    }


def form(request: RecordedRequest) -> dict[str, Any]:
    """Rule 5."""
    return {
        name: [(part.filename, part.content_type, part.data) for part in parts]
        for name, parts in request.form.items()
    }


def body(request: RecordedRequest) -> dict[str, Any]:
    """A JSON body by rules 1 to 4."""
    out: dict[str, Any] = dict(request.json)
    if out.get("stream") is False:
        del out["stream"]
    if request.path.endswith("/chat/completions"):
        out["messages"] = [returned(message) for message in out["messages"]]
        wanted = out.get("response_format", {})
        if "json_schema" in wanted:
            out["response_format"] = {**wanted, "json_schema": inlined(wanted["json_schema"])}
    elif request.path.endswith("/responses"):
        given = out["input"]
        turns = [{"role": "user", "content": given}] if isinstance(given, str) else given
        out["input"] = [returned(item) for item in turns]
        if "format" in out.get("text", {}):
            out["text"] = {**out["text"], "format": inlined(out["text"]["format"])}
    return out


def inlined(form: dict[str, Any]) -> dict[str, Any]:
    """The form of an answer, its schema by rule 3."""
    if "schema" not in form:
        return form
    return {**form, "schema": schema(form["schema"], form["schema"].get("$defs", {}))}


def returned(value: Any) -> Any:
    """Rule 2."""
    if isinstance(value, list):
        return [returned(item) for item in value]
    if not isinstance(value, dict):
        return value
    silent = {"status": "completed", "annotations": [], "logprobs": []}
    kept = {
        name: returned(item)
        for name, item in value.items()
        if item is not None and not (name in silent and silent[name] == item)
    }
    if "arguments" in kept:
        kept["arguments"] = arguments(kept["arguments"])
    return kept


def arguments(text: str) -> Any:
    """The arguments of a call as the JSON they are, or as text where they are none."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def schema(value: Any, definitions: dict[str, Any]) -> Any:
    """Rule 3."""
    if isinstance(value, list):
        return [schema(item, definitions) for item in value]
    if not isinstance(value, dict):
        return value
    if "$ref" in value:
        return schema(definitions[value["$ref"].rpartition("/")[2]], definitions)
    titled = isinstance(value.get("title"), str)  # else it is a field of that name
    left_out = {"$defs", "title"} if titled else {"$defs"}
    return {name: schema(item, definitions) for name, item in value.items() if name not in left_out}


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
        said.append(json.dumps([last["line"][1], last["body"]], sort_keys=True, default=repr))

    assert len({intent.name for intent in INTENTS}) == len(INTENTS) >= 30
    same = {text for text in said if said.count(text) > 1}
    assert not same


def test_the_comparison_sees_differences() -> None:
    """What the rules call the same is little: one changed word is seen."""
    one, two = (next(i for i in INTENTS if i.name == n) for n in ("chat_text", "chat_stream"))

    assert substance(said_by_us(one)[0]) != substance(said_by_us(two)[0])
    assert substance(said_by_us(one)[0])["headers"] == {
        "authorization": f"Bearer {KEY}",
        "content-type": "application/json",
    }
