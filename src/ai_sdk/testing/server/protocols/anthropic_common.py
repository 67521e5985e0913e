"""What the Anthropic operations share: errors, keys, versions, and checks of request bodies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..content import ErrorReply, ProviderError
from ..payload import Payload, json_payload
from ..recorded import RecordedRequest
from .base import Exchange
from .openai_common import bearer_key

NEWER = "2026-10-21"

_NO_MODEL = re.compile(
    r"not-found|does-not-exist|non-?existent|no-such|invalid-model|unknown-model"
)
_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    504: "timeout_error",
    529: "overloaded_error",
}
_MESSAGES = {
    401: "invalid x-api-key",
    403: "Your API key does not have permission to use the specified resource.",
    404: "Not found",
    429: "This request would exceed your rate limit.",
    500: "Internal server error",
    529: "Overloaded",
}
_CODES = {
    "insufficient_quota": ("billing_error", "Your credit balance is too low."),
    "context_length_exceeded": (None, "prompt is too long: 208310 tokens > 200000 maximum"),
    "content_filter": (None, "Output blocked by content filtering policy"),
}
"""Codes of other APIs -> how this one, which has none, says the same."""


def write_error(error: ErrorReply, request: RecordedRequest) -> Payload:
    """Write an error in Anthropic's shape; what is not given is filled in by the status."""
    kind = error.type if error.type in _TYPES.values() else None
    coded, said = _CODES.get(error.code or "", (None, None))
    kind, message = kind or coded, error.message or said
    body = {
        "type": "error",
        "error": {
            "type": kind or _TYPES.get(error.status, "api_error"),
            "message": message or _MESSAGES.get(error.status, f"Error {error.status}"),
        },
        "request_id": request_id(request),
    }
    return json_payload(body, error.status, (("request-id", request_id(request)),))


def request_id(request: RecordedRequest) -> str:
    """The id that the reply names the request by."""
    return f"req_{request.number:06d}"


def claims(request: RecordedRequest) -> bool:
    """Whether a request speaks to Anthropic: some paths are OpenAI's as well."""
    return "anthropic-version" in request.headers or "x-api-key" in request.headers


def key_of(request: RecordedRequest) -> str | None:
    """The key in its own header, or the token in the Authorization header."""
    return request.headers.get("x-api-key") or bearer_key(request)


def refuse(message: str) -> ProviderError:
    """An error 400."""
    return ProviderError(400, message)


def checked_version(exchange: Exchange) -> str:
    """The API version that the request names; there has to be one."""
    version = exchange.request.headers.get("anthropic-version", "")
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", version):
        raise refuse("anthropic-version: header is required")
    return version


def json_body(exchange: Exchange) -> dict[str, Any]:
    """The request's body, which has to be a JSON object."""
    body = exchange.request.json
    if not isinstance(body, dict):
        raise refuse("The request body is not valid JSON")
    return body


def required(body: Mapping[str, Any], name: str, kind: type, words: str) -> Any:
    """A field that has to be there, of a type."""
    if name not in body:
        raise refuse(f"{name}: Field required")
    value = body[name]
    if not isinstance(value, kind) or isinstance(value, bool):
        raise refuse(f"{name}: Input should be {words}")
    return value


def checked_model(body: Mapping[str, Any], exchange: Exchange) -> str:
    """The model's name, refused where there is no such model."""
    model: str = required(body, "model", str, "a valid string")
    check_model(model, exchange)
    return model


def check_model(model: str, exchange: Exchange) -> None:
    """Refuse a model that does not exist here."""
    known = exchange.known_models
    if (known is None and model and not _NO_MODEL.search(model)) or (known and model in known):
        return
    raise ProviderError(404, f"model: {model}")


def check_range(body: Mapping[str, Any], name: str, low: float, high: float) -> None:
    """Refuse a number outside its range."""
    value = body.get(name)
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise refuse(f"{name}: Input should be a valid number")
    if not low <= value <= high:
        raise refuse(f"{name}: range: {low:g}..{high:g}")
