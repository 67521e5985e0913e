"""Azure OpenAI: OpenAI's operations at Azure's addresses, with Azure's keys, errors and filters.

The v1 addresses (`/openai/v1/...`) name the model in the body; the older ones name a deployment in
the path (`/openai/deployments/{deployment}/...`) and need an `api-version`. A prompt that asks to
ignore all previous instructions meets the filter.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ..content import Content, ErrorReply, ProviderError
from ..payload import Event, Payload, dump, json_payload
from ..recorded import RecordedRequest
from ..turn import Ask
from .base import Exchange, Route, WireProtocol
from .openai import OPENAI
from .openai_common import bearer_key, write_error as write_openai_error

_DEPLOYED = (
    "/chat/completions",
    "/completions",
    "/embeddings",
    "/images/generations",
    "/images/edits",
    "/audio/speech",
    "/audio/transcriptions",
    "/audio/translations",
)
_SAFE = {"filtered": False, "severity": "safe"}
_FILTERS = dict.fromkeys(("hate", "self_harm", "sexual", "violence"), _SAFE)
_JAILBREAK = "ignore all previous instructions"
_TRIGGERED = (
    "The response was filtered due to the prompt triggering Azure OpenAI's content management "
    "policy. Please modify your prompt and retry."
)


def azure_key(request: RecordedRequest) -> str | None:
    """The key in its own header, or the token in the Authorization header."""
    return request.headers.get("api-key") or bearer_key(request)


def write_error(error: ErrorReply, request: RecordedRequest) -> Payload:
    """Write an error in Azure's shape: the status is its code where nothing else is."""
    payload = write_openai_error(error, request)
    body = json.loads(bytes(payload.body))  # type: ignore[arg-type]
    found = body["error"]
    if error.status in (401, 404) and not error.code:
        found["code"] = str(error.status)
    if error.code == "content_filter":
        found.update(type=None, param="prompt", status=error.status, innererror=_inner())
    return json_payload(body, error.status)


def _inner() -> dict[str, Any]:
    jailbreak = {"filtered": True, "detected": True}
    return {
        "code": "ResponsibleAIPolicyViolation",
        "content_filter_result": {**_FILTERS, "jailbreak": jailbreak},
    }


def _read(read: Callable[[Exchange], Any], *, versioned: bool) -> Callable[[Exchange], Any]:
    def reading(exchange: Exchange) -> Any:
        if versioned and not exchange.request.query.get("api-version"):
            raise ProviderError(404, "Resource not found")
        ask = read(_with_model(exchange))
        if isinstance(ask, Ask) and _JAILBREAK in ask.prompt.lower():
            raise ProviderError(400, _TRIGGERED, code="content_filter", param="prompt")
        return ask

    return reading


def _with_model(exchange: Exchange) -> Exchange:
    """The exchange, its JSON body naming the deployment of the path as the model."""
    request, deployment = exchange.request, exchange.params.get("deployment")
    if deployment is None or not isinstance(request.json, dict):
        return exchange
    body = dump({**request.json, "model": deployment}).encode()
    return replace(exchange, request=replace(request, body=body))


def _write(
    write: Callable[[Any, Any, Exchange], Payload],
) -> Callable[[Any, Any, Exchange], Payload]:
    def writing(content: Content, ask: Any, exchange: Exchange) -> Payload:
        payload = write(content, ask, exchange)
        if not isinstance(ask, Ask):
            return payload
        if payload.events is not None:
            return replace(payload, events=(*_before(ask), *map(_filtered_event, payload.events)))
        body = json.loads(bytes(payload.body))  # type: ignore[arg-type]
        return replace(payload, body=dump({**_filtered(body), **_prompt_filters(body)}).encode())

    return writing


def _prompt_filters(body: dict[str, Any]) -> dict[str, Any]:
    found = {**_FILTERS, "jailbreak": {"filtered": False, "detected": False}}
    if "choices" in body:
        return {"prompt_filter_results": [{"prompt_index": 0, "content_filter_results": found}]}
    if "output" in body:
        entry = {"blocked": False, "source_type": "prompt", "content_filter_results": found}
        return {"content_filters": [entry]}
    return {}


def _before(ask: Ask) -> tuple[Event, ...]:
    """The chunk that tells of the prompt's filter before anything is said."""
    head = {"id": "", "object": "", "created": 0, "model": "", "choices": []}
    is_response = "input" in ask.body
    return () if is_response else (Event({**head, **_prompt_filters(head)}),)


def _filtered_event(event: Event) -> Event:
    if not isinstance(event.data, dict):
        return event
    data = event.data
    if isinstance(data.get("response"), dict):
        response = data["response"]
        data = {**data, "response": {**response, **_prompt_filters(response)}}
    return replace(event, data=_filtered(data))


def _filtered(body: dict[str, Any]) -> dict[str, Any]:
    if not body.get("choices"):
        return body
    choices = [{**choice, "content_filter_results": _FILTERS} for choice in body["choices"]]
    return {**body, "choices": choices}


def _routes() -> tuple[Route, ...]:
    found: list[Route] = []
    for route in OPENAI.routes:
        if not route.path.startswith("/v1/"):
            continue
        write = _write(route.write)
        operation = route.path.removeprefix("/v1")
        deployed = "/deployments/{deployment}" if operation in _DEPLOYED else ""
        for path, versioned in ((route.path, False), (f"{deployed}{operation}", True)):
            read = _read(route.read, versioned=versioned)
            found.append(Route(route.method, f"/openai{path}", read, route.answer, write))
    return tuple(found)


AZURE = WireProtocol("azure", _routes(), write_error, azure_key)
