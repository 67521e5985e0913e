"""Which typed error an OpenAI error object stands for. Imports nothing of `ai_sdk`."""

from __future__ import annotations

from typing import Any

from .expected import ExpectedError
from .records import Record

BY_CODE = {
    "insufficient_quota": "QuotaExceededError",
    "context_length_exceeded": "ContextOverflowError",
    "content_policy_violation": "ContentFilteredError",
    "content_filter": "ContentFilteredError",
    "invalid_api_key": "AuthenticationError",
    "model_not_found": "NotFoundError",
    "rate_limit_exceeded": "RateLimitError",
    "server_is_overloaded": "OverloadedError",
}
BY_STATUS = {
    401: "AuthenticationError",
    403: "PermissionDeniedError",
    404: "NotFoundError",
    429: "RateLimitError",
    503: "OverloadedError",
    529: "OverloadedError",
}


def error_class(code: str | None, status: int | None) -> str:
    """The class for an error code and an HTTP status; the code knows better than the status."""
    if code in BY_CODE:
        return BY_CODE[code]
    if status in BY_STATUS:
        return BY_STATUS[status]
    return "BadRequestError" if status is not None and 400 <= status < 500 else "ServerError"


def walk_error(record: Record) -> ExpectedError:
    """The error an answer with a status of 400 or more stands for."""
    body = record.answer
    error: Any = body.get("error") if isinstance(body, dict) else None
    if not isinstance(error, dict):
        return ExpectedError(error_class(None, record.status), record.status, None)
    return ExpectedError(
        error_class(error.get("code") or error.get("type"), record.status),
        record.status,
        error.get("message"),
    )
