"""Which typed error a status, a code and a message stand for: one table for all protocols."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ..errors import (
    APICallError,
    AuthenticationError,
    BadRequestError,
    ContentFilteredError,
    ContextOverflowError,
    NotFoundError,
    OverloadedError,
    PermissionDeniedError,
    QuotaExceededError,
    RateLimitError,
    ServerError,
    excerpt,
    redact,
)
from ..retry_hints import retry_after
from ..types._value import EMPTY
from .error_body import ErrorFacts, facts_of_reply, facts_of_value, find_error

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..types.http import HTTPReply

__all__ = [
    "error_for",
    "error_from_reply",
    "error_from_value",
    "error_in_answer",
    "request_id_of",
]

# Words that providers use as `code` or `type`, in lower case without punctuation.
_BY_WORD: Final[dict[str, type[APICallError]]] = {
    **dict.fromkeys(
        (
            "insufficientquota",
            "insufficientcredits",
            "insufficientbalance",
            "insufficientfunds",
            "billinghardlimitreached",
            "billingnotactive",
            "billingerror",
            "paymentrequired",
            "paymentmethodrequired",
        ),
        QuotaExceededError,
    ),
    **dict.fromkeys(
        (
            "contextlengthexceeded",
            "contextwindowexceeded",
            "exceedcontextsize",
            "exceedcontextsizeerror",
            "modelmaxprompttokensexceeded",
            "prompttoolong",
        ),
        ContextOverflowError,
    ),
    **dict.fromkeys(
        (
            "contentfilter",
            "contentfiltered",
            "contentpolicyviolation",
            "imagecontentpolicyviolation",
            "moderationblocked",
            "responsibleaipolicyviolation",
        ),
        ContentFilteredError,
    ),
    **dict.fromkeys(
        (
            "invalidapikey",
            "apikeyinvalid",
            "authenticationerror",
            "invalidauthentication",
            "unauthenticated",
            "unauthorized",
            "accountdeactivated",
        ),
        AuthenticationError,
    ),
    **dict.fromkeys(
        (
            "permissiondenied",
            "permissionerror",
            "forbidden",
            "accessdenied",
            "unsupportedcountryregionterritory",
        ),
        PermissionDeniedError,
    ),
    **dict.fromkeys(
        ("modelnotfound", "notfound", "notfounderror", "deploymentnotfound"), NotFoundError
    ),
    **dict.fromkeys(
        (
            "ratelimitexceeded",
            "ratelimiterror",
            "ratelimited",
            "toomanyrequests",
            "resourceexhausted",
            "throttlingexception",
        ),
        RateLimitError,
    ),
    **dict.fromkeys(
        (
            "overloaded",
            "overloadederror",
            "serverisoverloaded",
            "engineoverloaded",
            "engineoverloadederror",
            "serviceunavailable",
            "serviceunavailableerror",
            "unavailable",
            "slowdown",
        ),
        OverloadedError,
    ),
}

# Words too common to overrule a status; they count where there is none.
_WEAK_WORDS: Final[dict[str, type[APICallError]]] = {
    **dict.fromkeys(
        (
            "invalidrequesterror",
            "invalidrequest",
            "invalidargument",
            "badrequest",
            "badrequesterror",
            "invalidprompt",
            "validationerror",
        ),
        BadRequestError,
    ),
}

_BY_STATUS: Final[dict[int, type[APICallError]]] = {
    401: AuthenticationError,
    402: QuotaExceededError,
    403: PermissionDeniedError,
    404: NotFoundError,
    408: APICallError,
    409: APICallError,
    410: NotFoundError,
    425: APICallError,
    429: RateLimitError,
    503: OverloadedError,
    529: OverloadedError,
    413: ContextOverflowError,  # of a body that is too large, the most is prompt
}

_STANDS_FOR: Final[dict[type[APICallError], int]] = {
    QuotaExceededError: 429,
    ContextOverflowError: 400,
    ContentFilteredError: 400,
    BadRequestError: 400,
    AuthenticationError: 401,
    PermissionDeniedError: 403,
    NotFoundError: 404,
    RateLimitError: 429,
    OverloadedError: 503,
    ServerError: 500,
}

# Compiled when the first error comes.
_OVERFLOW = (
    r"maximum context length|context[ _](?:length|window|size|limit)|prompt is too long"
    r"|exceeds? the maximum (?:number of|allowed) (?:input )?tokens|input is too long"
    r"|too many (?:input |prompt )?tokens|(?:input|prompt) (?:token count|tokens?) .{0,40}exceed"
)
_FILTERED = (
    r"content (?:management|usage) policy|flagged as potentially violating|usage polic(?:y|ies)"
    r"|rejected .{0,40}safety system|content[ _]filter"
)
_EMPTY_ACCOUNT = r"credit balance is too low|insufficient (?:balance|credits)"

_PUNCTUATION = r"[^a-z0-9]"
_RETRYABLE: Final = frozenset((408, 409, 425, 429))
_REQUEST_ID_HEADERS: Final = (
    "x-request-id",
    "request-id",
    "x-amzn-requestid",
    "apim-request-id",
    "x-ms-request-id",
    "x-goog-request-id",
)


def error_for(
    status: int | None,
    message: str,
    *,
    code: str | int | None = None,
    type: str | None = None,
    headers: Mapping[str, str] = EMPTY,
    body: str | bytes | None = None,
    data: Any = None,
    url: str | None = None,
) -> APICallError:
    """The typed error of a provider's answer.

    The code decides, then the type, then what the message says, then the status.

    Args:
        status: HTTP status. None or a success for an error inside a good reply: then the error
            carries the status it stands for.
        message: the provider's words.
        code: the provider's error code; a number from 400 up counts as a status.
        type: the provider's error type.
        headers: the reply's headers, names in lower case.
        body: the reply's body; its start is kept, redacted.
        data: the parsed error object; kept, redacted.
        url: where the request went.

    Example:
        >>> error_for(429, "You exceeded your quota", code="insufficient_quota").is_retryable
        False
        >>> type(error_for(None, "Slow down", code=503)).__name__
        'OverloadedError'
    """
    if status is None or status < 400:
        status = _number(code)
    kind = _kind(status, message, (_word(code), _word(type)))
    if status is None:
        status = _STANDS_FOR.get(kind, 500)
    return kind(
        message,
        status_code=status,
        url=url,
        request_id=request_id_of(headers, data),
        body=excerpt(body),
        code=_text_code(code, type),
        data=_redacted(data),
        is_retryable=_is_retryable(kind, status, headers),
        retry_after=retry_after(headers) if headers else None,
        headers=headers,
    )


def error_from_reply(reply: HTTPReply) -> APICallError:
    """The typed error of a reply with an error status, whatever its body looks like.

    Example:
        >>> from ai_sdk.types.http import HTTPReply
        >>> reply = HTTPReply(404, {}, b'{"error": {"message": "no such model"}}')
        >>> error_from_reply(reply).message
        'no such model'
    """
    return _from_facts(facts_of_reply(reply), reply.status, reply.headers, reply.body, reply.url)


def error_in_answer(data: Any, reply: HTTPReply) -> APICallError | None:
    """The error that stands in the JSON of a reply with a success status, or None.

    Example:
        >>> from ai_sdk.types.http import HTTPReply
        >>> error_in_answer({"choices": []}, HTTPReply(200, {}, b"")) is None
        True
    """
    found = find_error(data)
    if found is None:
        return None
    return _from_facts(facts_of_value(found), None, reply.headers, reply.body, reply.url)


def error_from_value(value: Any, body: str | bytes | None = None) -> APICallError:
    """The typed error of an error object or error text that came inside a stream.

    Example:
        >>> error_from_value({"message": "try later", "code": "rate_limit_exceeded"}).status_code
        429
    """
    return _from_facts(facts_of_value(value), None, EMPTY, body, None)


def request_id_of(headers: Mapping[str, str], data: Any = None) -> str | None:
    """The provider's id of the request, from the headers or else from the error object."""
    for name in _REQUEST_ID_HEADERS:
        if found := headers.get(name):
            return found
    found = data.get("request_id") if isinstance(data, dict) else None
    return found if isinstance(found, str) else None


def _from_facts(
    facts: ErrorFacts,
    status: int | None,
    headers: Mapping[str, str],
    body: str | bytes | None,
    url: str | None,
) -> APICallError:
    return error_for(
        status,
        facts.message,
        code=facts.code,
        type=facts.type,
        headers=headers,
        body=body,
        data=facts.data,
        url=url or None,
    )


def _kind(status: int | None, message: str, words: tuple[str, ...]) -> type[APICallError]:
    for word in words:
        if found := _BY_WORD.get(word):
            return found
    if found := _by_message(status, message):
        return found
    if status is not None:
        return _by_status(status)
    return next((_WEAK_WORDS[word] for word in words if word in _WEAK_WORDS), ServerError)


def _by_message(status: int | None, message: str) -> type[APICallError] | None:
    """What the words say where no code does; only for a request that was refused."""
    if status is not None and status not in (400, 413, 422):
        return None
    text = message[:4_000]
    if re.search(_OVERFLOW, text, re.IGNORECASE):
        return ContextOverflowError
    if re.search(_EMPTY_ACCOUNT, text, re.IGNORECASE):
        return QuotaExceededError
    return ContentFilteredError if re.search(_FILTERED, text, re.IGNORECASE) else None


def _by_status(status: int) -> type[APICallError]:
    if found := _BY_STATUS.get(status):
        return found
    if status >= 500:
        return ServerError
    return BadRequestError if status >= 400 else APICallError


def _is_retryable(kind: type[APICallError], status: int, headers: Mapping[str, str]) -> bool:
    told = headers.get("x-should-retry", "").strip().lower()
    if told in ("true", "false"):
        return told == "true"
    return kind is not QuotaExceededError and (status in _RETRYABLE or status >= 500)


def _word(text: object) -> str:
    return re.sub(_PUNCTUATION, "", text.lower()) if isinstance(text, str) else ""


def _number(code: str | int | None) -> int | None:
    """The code as an HTTP error status, if it is one."""
    if isinstance(code, str) and code.isascii() and code.isdigit() and len(code) == 3:
        code = int(code)
    return code if isinstance(code, int) and 400 <= code <= 599 else None


def _text_code(code: str | int | None, kind: str | None) -> str | None:
    if isinstance(code, int) and not isinstance(code, bool):
        return str(code)
    named = code if isinstance(code, str) and code else kind
    return redact(named) if named else None


def _redacted(data: Any, depth: int = 0) -> Any:
    """A copy of JSON with everything that looks like a key taken out of its texts."""
    if isinstance(data, str):
        return redact(data)
    if depth > 20:
        return None
    if isinstance(data, dict):
        return {redact(str(name)): _redacted(item, depth + 1) for name, item in data.items()}
    if isinstance(data, list):
        return [_redacted(item, depth + 1) for item in data]
    return data
