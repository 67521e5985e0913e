"""What the Gemini operations share: errors, keys, models, and checks of request bodies."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from ..content import ErrorReply, ProviderError
from ..payload import Payload, json_payload
from ..recorded import RecordedRequest
from .base import Exchange
from .openai_common import bearer_key

__all__ = [
    "camel",
    "check_model",
    "check_names",
    "error_body",
    "is_young",
    "json_body",
    "key_of",
    "model_of",
    "refuse",
    "write_error",
]

_NO_MODEL = re.compile(
    r"not-found|does-not-exist|non-?existent|no-such|invalid-model|unknown-model"
)
_STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ABORTED",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}
_MESSAGES = {
    401: "Request had invalid authentication credentials.",
    403: "The caller does not have permission",
    404: "Requested entity was not found.",
    429: "Resource has been exhausted (e.g. check quota).",
    500: "An internal error has occurred. Please retry.",
    503: "The model is overloaded. Please try again later.",
}
_BAD_KEY = "API key not valid. Please pass a valid API key."


def write_error(error: ErrorReply, _request: RecordedRequest) -> Payload:
    """Write an error in Google's shape. A wrong key is an error 400 here."""
    status, message, details = error.status, error.message, None
    if error.code == "invalid_api_key" or (status == 401 and message and "API key" in message):
        known = error.code == "invalid_api_key"
        status, message = (400, _BAD_KEY) if known else (403, message)
        reason = "API_KEY_INVALID" if known else "API_KEY_MISSING"
        details = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason}]
    body = error_body(status, message or _MESSAGES.get(status, f"Error {status}."))
    if details:
        body["error"]["details"] = details
    return json_payload(body, status)


def error_body(status: int, message: str) -> dict[str, Any]:
    """An error object."""
    word = _STATUS.get(status, "UNKNOWN" if status >= 500 else "INVALID_ARGUMENT")
    return {"error": {"code": status, "message": message, "status": word}}


def key_of(request: RecordedRequest) -> str | None:
    """The key in its own header or in the query, or the token in the Authorization header."""
    given = request.headers.get("x-goog-api-key") or request.query.get("key", [""])[-1]
    return given or bearer_key(request)


def refuse(message: str) -> ProviderError:
    """An error 400."""
    return ProviderError(400, message)


def json_body(exchange: Exchange) -> dict[str, Any]:
    """The request's body, which has to be a JSON object, its names in one spelling."""
    body = exchange.request.json
    if not isinstance(body, dict):
        raise refuse("Invalid JSON payload received. Expected an object.")
    return body


def model_of(exchange: Exchange) -> str:
    """The model that the address names, refused where there is no such model."""
    model = exchange.params["model"]
    check_model(model, exchange)
    return model


def check_model(model: str, exchange: Exchange) -> None:
    """Refuse a model that does not exist here."""
    known = exchange.known_models
    if (known is None and model and not _NO_MODEL.search(model)) or (known and model in known):
        return
    raise ProviderError(
        404,
        f"models/{model} is not found for API version v1beta, or is not supported for "
        "generateContent. Call ListModels to see the list of available models and their "
        "supported methods.",
    )


def is_young(model: str) -> bool:
    """Whether a model is a Gemini 3 or younger."""
    found = re.search(r"gemini-(\d+)", model)
    return found is not None and int(found[1]) >= 3


def camel(name: str) -> str:
    """A name in camelCase; the API reads both spellings."""
    return re.sub(r"_([a-z0-9])", lambda found: found[1].upper(), name)


def check_names(item: Mapping[str, Any], known: Collection[str], at: str = "") -> None:
    """Refuse names that the API does not have."""
    for name in item:
        if camel(name) not in known:
            place = f" at '{at}'" if at else ""
            raise refuse(
                f'Invalid JSON payload received. Unknown name "{name}"{place}: Cannot find field.'
            )
