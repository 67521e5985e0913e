"""What the OpenAI operations share: errors, keys, models, and checks of request bodies."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import Any

from ..content import ErrorReply, ProviderError
from ..payload import Payload, json_payload
from ..recorded import RecordedRequest
from ..turn import Attachment, Turn
from .base import Exchange

_NO_MODEL = re.compile(
    r"not-found|does-not-exist|non-?existent|no-such|invalid-model|unknown-model"
)
_TYPES = {
    400: "invalid_request_error",
    401: "invalid_request_error",
    403: "invalid_request_error",
    404: "invalid_request_error",
    409: "conflict_error",
    422: "invalid_request_error",
    429: "requests",
}
_MESSAGES = {
    401: "Incorrect API key provided.",
    403: "You are not allowed to use this model.",
    404: "The resource does not exist.",
    429: "Rate limit reached. Please try again later.",
    500: "The server had an error while processing your request.",
    503: "The engine is currently overloaded. Please try again later.",
}
_CODES = {401: "invalid_api_key", 429: "rate_limit_exceeded"}


def write_error(error: ErrorReply, _request: RecordedRequest) -> Payload:
    """Write an error in OpenAI's shape; what is not given is filled in by the status."""
    message = error.message or _MESSAGES.get(error.status, f"Error {error.status}.")
    body = {
        "message": message,
        "type": error.type or _TYPES.get(error.status, "server_error"),
        "param": error.param,
        "code": error.code or (_CODES.get(error.status) if error.message is None else None),
    }
    return json_payload({"error": body}, error.status)


def failure_body(turn: Turn) -> dict[str, Any]:
    """What stands for a turn that failed, in a stream or in place of an answer."""
    assert turn.failure is not None
    failure = turn.failure
    error = {"message": failure.message, "type": failure.type, "param": None, "code": failure.code}
    return {"error": error}


def bearer_key(request: RecordedRequest) -> str | None:
    """The key in the Authorization header."""
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    return key.strip() or None if scheme.lower() == "bearer" else None


def refuse(message: str, param: str | None = None, code: str | None = None) -> ProviderError:
    """An error 400 about a parameter."""
    return ProviderError(400, message, code=code, param=param)


def missing(param: str) -> ProviderError:
    """The error for a parameter that has to be there."""
    message = f"Missing required parameter: '{param}'."
    return refuse(message, param, "missing_required_parameter")


def wrong_type(param: str, expected: str, value: Any) -> ProviderError:
    """The error for a value of another type."""
    message = f"Invalid type for '{param}': expected {expected}, but got {kind_of(value)} instead."
    return refuse(message, param, "invalid_type")


def kind_of(value: Any) -> str:
    """A JSON value's type in words."""
    if value is None:
        return "null"
    names = {bool: "a boolean", int: "an integer", float: "a decimal number", str: "a string"}
    return names.get(type(value), "an array" if isinstance(value, list) else "an object")


def json_body(exchange: Exchange) -> dict[str, Any]:
    """The request's body, which has to be a JSON object."""
    body = exchange.request.json
    if not isinstance(body, dict):
        raise refuse(
            "We could not parse the JSON body of your request. The OpenAI API expects a JSON "
            "payload, but what was sent was not valid JSON."
        )
    return body


def read_model(body: Mapping[str, Any], exchange: Exchange, *, status: int = 404) -> str:
    """The model's name, refused where there is no such model."""
    model = body.get("model")
    if model is None:
        raise refuse("you must provide a model parameter")
    if not isinstance(model, str):
        raise wrong_type("model", "a string", model)
    check_model(model, exchange, status=status)
    return model


def check_model(model: str, exchange: Exchange, *, status: int = 404) -> None:
    """Refuse a model that does not exist here."""
    known = exchange.known_models
    if (known is None and model and not _NO_MODEL.search(model)) or (known and model in known):
        return
    if status == 404:
        message = f"The model `{model}` does not exist or you do not have access to it."
        raise ProviderError(404, message, code="model_not_found")
    message = f"The requested model '{model}' does not exist."
    raise ProviderError(status, message, code="model_not_found", param="model")


def check_number(body: Mapping[str, Any], name: str, low: float, high: float) -> None:
    """Refuse a number outside its range."""
    value = body.get(name)
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise wrong_type(name, "a decimal", value)
    if value > high:
        message = f"Invalid '{name}': decimal above maximum value. Expected a value <= {high:g}"
        raise refuse(f"{message}, but got {value} instead.", name, "decimal_above_max_value")
    if value < low:
        message = f"Invalid '{name}': decimal below minimum value. Expected a value >= {low:g}"
        raise refuse(f"{message}, but got {value} instead.", name, "decimal_below_min_value")


def read_count(body: Mapping[str, Any], name: str, least: int = 1) -> int | None:
    """A whole number that has a least value."""
    value = body.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise wrong_type(name, "an integer", value)
    if value < least:
        message = f"Invalid '{name}': integer below minimum value. Expected a value >= {least}"
        raise refuse(f"{message}, but got {value} instead.", name, "integer_below_min_value")
    return value


def read_list(body: Mapping[str, Any], name: str) -> list[Any]:
    """An array; absent is empty."""
    value = body.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise wrong_type(name, "an array", value)
    return value


def attachment_from_url(kind: Any, url: str, name: str | None = None) -> Attachment:
    """An attachment from a data URL, or from any other URL as a mere reference."""
    if not url.startswith("data:"):
        return Attachment(kind, name=name, reference=url)
    head, _, data = url.removeprefix("data:").partition(",")
    return Attachment(kind, head.partition(";")[0] or None, name, decode_base64(data))


def decode_base64(data: str, param: str = "input") -> bytes:
    """Base64 data, refused where it is none."""
    try:
        return base64.b64decode(data, validate=True)
    except ValueError:
        raise refuse("Invalid base64 data.", param, "invalid_value") from None


def is_reasoning_model(model: str) -> bool:
    """Whether a model of this name thinks before it speaks."""
    return re.match(r"(o\d|gpt-5(?!.*chat)|gpt-oss)", model.rpartition("/")[2]) is not None
