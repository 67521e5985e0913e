"""What each fault must come to, whatever the protocol and the colour.

The rules behind the table:

- A reply that never became one is an `APIConnectionError` (or `APITimeoutError`) that may be retried.
- A stream that stops before its end mark raises `StreamInterruptedError` with the text so far; if
  nothing had come yet it may be retried, and so may a connection that was lost then.
- A stream whose end mark has come is complete, whatever happens to the connection afterwards.
- What is no answer of the protocol is an `InvalidResponseError` and is not retried.
- A status, also one that an error inside a success stands for, gives its own class.
- Oddities that leave the meaning clear change nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from ai_sdk import errors
from ai_sdk.errors import AISDKError
from ai_sdk.testing.faults import FAULTS, Fault

__all__ = ["BAD", "CUT", "FINE", "Expectation", "LOST", "expected"]


@dataclass(frozen=True)
class Expectation:
    """What must come of a call.

    Attributes:
        kinds: the classes that the error may have, exactly; empty when there must be none.
        retryable: what the error says about trying again; None when it depends on what had come.
        ran: the inputs that the tool must have run with, when the fault is about tools.
        finish: the finish reason; None for any.
        text: whether the whole text must have come.
    """

    kinds: tuple[type[AISDKError], ...] = ()
    retryable: bool | None = None
    ran: tuple[str, ...] | None = None
    finish: str | None = None
    text: bool = True


def _raises(*kinds: type[AISDKError], retryable: bool | None) -> Expectation:
    return Expectation(kinds, retryable)


FINE = Expectation()
LOST = _raises(errors.APIConnectionError, retryable=True)
SILENT = _raises(errors.APITimeoutError, retryable=True)
BAD = _raises(errors.InvalidResponseError, retryable=False)
CUT = _raises(errors.StreamInterruptedError, errors.APIConnectionError, retryable=None)
SERVER = _raises(errors.ServerError, retryable=True)
OVERLOADED = _raises(errors.OverloadedError, retryable=True)
LIMITED = _raises(errors.RateLimitError, retryable=True)
REFUSED = _raises(errors.BadRequestError, retryable=False)
OTHER = Expectation(finish="other")
ALL_RAN = Expectation(ran=("Rome", "Oslo"))
ONE_RAN = Expectation(ran=("Oslo",))
NONE_RAN = Expectation(ran=())
NAMELESS = Expectation((errors.InvalidResponseError,), False, ran=())
NOT_RUN = Expectation(ran=(), text=False)

_TOO_LONG = _raises(errors.APITimeoutError, retryable=False)

_STATUSES = {
    400: REFUSED,
    401: _raises(errors.AuthenticationError, retryable=False),
    402: _raises(errors.QuotaExceededError, retryable=False),
    403: _raises(errors.PermissionDeniedError, retryable=False),
    404: _raises(errors.NotFoundError, retryable=False),
    405: REFUSED,
    408: _raises(errors.APICallError, retryable=True),
    409: _raises(errors.APICallError, retryable=True),
    410: _raises(errors.NotFoundError, retryable=False),
    413: _raises(errors.ContextOverflowError, retryable=False),
    415: REFUSED,
    422: REFUSED,
    425: _raises(errors.APICallError, retryable=True),
    429: LIMITED,
    451: REFUSED,
    500: SERVER,
    502: SERVER,
    503: OVERLOADED,
    504: SERVER,
    520: SERVER,
    522: SERVER,
    524: SERVER,
    529: OVERLOADED,
}

# A name, or the start of several names -> (a whole reply, a stream); the longest start wins.
_BY_NAME: dict[str, tuple[Expectation, Expectation]] = {
    # connection and head
    "closed before the head": (LOST, LOST),
    "reset before the head": (LOST, LOST),
    "silence": (SILENT, SILENT),
    "closed within the head": (LOST, LOST),
    "reset within the head": (LOST, LOST),
    "no HTTP": (LOST, LOST),
    "a head of 400 KB": (BAD, BAD),
    "a header line of 400 KB": (BAD, BAD),
    "a status of letters": (LOST, LOST),
    "a negative content length": (LOST, LOST),
    "two content lengths": (LOST, LOST),
    "status 204 without a body": (BAD, CUT),
    "an empty reply": (BAD, BAD),
    "a login page": (BAD, BAD),
    "redirect": (BAD, BAD),
    # statuses
    **{f"status {code}": (what, what) for code, what in _STATUSES.items()},
    "status 429 because the quota is spent": (_raises(errors.QuotaExceededError, retryable=False),)
    * 2,
    "status 429 with retry-after 86400": (LIMITED, LIMITED),
    "status 400 because the context is too long": (
        _raises(errors.ContextOverflowError, retryable=False),
    )
    * 2,
    "status 400 because the content is filtered": (
        _raises(errors.ContentFilteredError, retryable=False),
    )
    * 2,
    "status 400 because the prompt is too long": (
        _raises(errors.ContextOverflowError, retryable=False),
    )
    * 2,
    "status 400 because the credit is spent": (_raises(errors.QuotaExceededError, retryable=False),)
    * 2,
    "status 400 because the input is too long": (
        _raises(errors.ContextOverflowError, retryable=False),
    )
    * 2,
    "status 500 that asks not to retry": (_raises(errors.ServerError, retryable=False),) * 2,
    "status 400 that asks to retry": (_raises(errors.BadRequestError, retryable=True),) * 2,
    "a proxy's page with status 502": (SERVER, SERVER),
    "a proxy's page with status 404": (_raises(errors.NotFoundError, retryable=False),) * 2,
    "an empty error body": (REFUSED, REFUSED),
    "an error body": (REFUSED, REFUSED),
    "an error that is a string": (REFUSED, REFUSED),
    "an error under status 200": (LIMITED, LIMITED),
    # framing
    "invalid UTF-8": (BAD, BAD),
    "an endless line": (BAD, BAD),
    "a coding": (BAD, BAD),
    "corrupt": (BAD, BAD),
    "gzip cut short": (LOST, CUT),
    "a gzip bomb": (BAD, BAD),
    "a chunk size of letters": (LOST, CUT),
    "a negative chunk size": (LOST, CUT),
    "a chunk longer than said": (LOST, CUT),
    "a chunk cut short": (LOST, CUT),
    "no last chunk": (LOST, FINE),
    # frames
    "a wrong checksum": (BAD, BAD),
    "a byte changed": (BAD, BAD),
    "a frame cut": (CUT, CUT),
    "an endless frame": (BAD, BAD),
    "a frame of no length": (BAD, BAD),
    "a frame shorter": (BAD, BAD),
    "headers longer": (BAD, BAD),
    "headers shorter": (BAD, BAD),
    "headers of 200 KB": (BAD, BAD),
    "a header of an unknown type": (BAD, BAD),
    "a header whose": (BAD, BAD),
    "a frame whose": (BAD, BAD),
    "a frame of 20,000 levels": (BAD, BAD),
    "a frame without bytes": (BAD, BAD),
    "junk before the first frame": (BAD, BAD),
    "lines in place of frames": (BAD, BAD),
    "a frame with": (SERVER, SERVER),
    "a frame without anything": (FINE, FINE),
    "a frame with serviceUnavailableException": (OVERLOADED, OVERLOADED),
    "a frame with throttlingException": (LIMITED, LIMITED),
    "a first frame with throttlingException": (LIMITED, LIMITED),
    "a frame with validationException": (REFUSED, REFUSED),
    "an exception": (SERVER, SERVER),
    "an error in the headers of a frame": (SERVER, SERVER),
    "an error frame": (SERVER, SERVER),
    # time
    "1 bytes each": (SILENT, SILENT),
    "pings only": (SILENT, SILENT),
    "header after header": (SILENT, SILENT),
    # ends
    "ended cleanly": (BAD, CUT),
    "closed a": (LOST, CUT),
    "reset a": (LOST, CUT),
    "ended by the connection's end": (BAD, CUT),
    "no end mark": (FINE, CUT),
    "a content length too long": (LOST, FINE),
    "a content length too short": (BAD, CUT),
    # errors and rubbish inside
    "an error in mid-stream": (SERVER, SERVER),
    "an error event whose error is an object": (OVERLOADED, OVERLOADED),
    "an error event whose error is a string": (SERVER, SERVER),
    "an event named error": (OVERLOADED, OVERLOADED),
    "an event that is": (BAD, BAD),
    "an event of 20,000 levels": (BAD, BAD),
    "a reply that is": (BAD, BAD),
    "a reply of 20,000 levels": (BAD, BAD),
    "an empty object as reply": (BAD, BAD),
    # payloads
    "a choice with an error": (SERVER, SERVER),
    "a finish reason of tomorrow": (OTHER, OTHER),
    "no finish reason": (OTHER, OTHER),
    "[DONE], without finish": (FINE, OTHER),
    "stopped, without a reason": (FINE, OTHER),
    # JSON of other types
    "text that is": (BAD, BAD),
    "content that": (BAD, BAD),
    "choices that are an object": (BAD, BAD),
    "a choice that is null": (BAD, BAD),
    "a delta that is a text": (BAD, BAD),
    "a message that is null": (BAD, BAD),
    "calls that are": (NAMELESS, NAMELESS),
    "arguments that are a text": (NAMELESS, NAMELESS),
    "pieces of arguments that are objects": (NAMELESS, NAMELESS),
    "a failure named completed": (SERVER, SERVER),
    # tools
    "arguments cut off within": (ONE_RAN, ONE_RAN),
    "arguments that are": (ONE_RAN, ONE_RAN),
    "arguments against": (ONE_RAN, ONE_RAN),
    "arguments without": (ONE_RAN, ONE_RAN),
    "no arguments at all": (ONE_RAN, ONE_RAN),
    "arguments of 20,000 levels": (ONE_RAN, ONE_RAN),
    "arguments with a doubled key": (ALL_RAN, ALL_RAN),
    "a tool nobody offered": (ONE_RAN, ONE_RAN),
    "a tool without a name": (NAMELESS, NAMELESS),
    "two calls of one id": (Expectation(ran=("Rome", "Rome")),) * 2,
    "calls cut off by the length": (NOT_RUN, NOT_RUN),
    "calls, then a filter": (NOT_RUN, NOT_RUN),
    "a call cut off": (
        NOT_RUN,
        Expectation((errors.StreamInterruptedError, errors.APIConnectionError), ran=()),
    ),
    "names missing": (NAMELESS, NAMELESS),
    "items without names": (NAMELESS, NAMELESS),
    "arguments as an object": (Expectation(ran=("Rome", "Rome")),) * 2,
    "arguments null": (NONE_RAN, NONE_RAN),
}

# protocol -> what differs there, with the reason.
_BY_PROTOCOL: dict[str, dict[str, tuple[Expectation, Expectation]]] = {
    "openai_responses": {
        # the status of a response is not called a finish reason
        "a finish reason of tomorrow": (FINE, FINE),
    },
    "uploads": {
        # a file that has no id can never be asked for
        "no id and no model": (BAD, BAD),
    },
    "speech": {
        # bytes of sound mean nothing to us, and none at all are no sound
        "status 204 without a body": (_raises(errors.NoSpeechGeneratedError, retryable=False),) * 2,
    },
    "mcp": {
        # its limit is one for the whole request
        "silence": (_TOO_LONG, _TOO_LONG),
        "1 bytes each": (_TOO_LONG, _TOO_LONG),
        "header after header": (_TOO_LONG, _TOO_LONG),
        # the content type says whether it is a message or a stream of them
        "no content type": (BAD, BAD),
        # what is no message of JSON-RPC, or answers another request
        "an error under status 200": (BAD, BAD),
        "no id and no model": (BAD, BAD),
    },
    "bedrock": {
        # its errors have no mark but their status
        "an error under status 200": (BAD, BAD),
    },
    "google_genai": {
        # its end mark is no last event: more may follow, so rubbish is rubbish
        "junk after the end mark": (FINE, BAD),
        # its errors say their status, and this one says nothing of being overloaded
        "an error event whose error is an object": (SERVER, SERVER),
        "an event named error": (SERVER, SERVER),
        # arguments are no text there: a model that writes rubbish ends with MALFORMED_FUNCTION_CALL
        "arguments cut off within": (NOT_RUN, NOT_RUN),
        "arguments that are": (NOT_RUN, NOT_RUN),
        "arguments of 20,000 levels": (NOT_RUN, NOT_RUN),
    },
}


_SAME = {"vertex": "google_genai", "azure_chat": "openai_chat"}


def expected(fault: Fault, protocol: str, *, stream: bool) -> Expectation:
    """What must come of a fault."""
    table = {**_BY_NAME, **_BY_PROTOCOL.get(_SAME.get(protocol, protocol), {})}
    starts = [start for start in table if fault.name.startswith(start)]
    if not starts:
        return ALL_RAN if fault.tools else FINE
    return table[max(starts, key=len)][stream]


def unused() -> list[str]:
    """The names in the tables that no fault has."""
    tables = [_BY_NAME, *_BY_PROTOCOL.values()]
    named = [start for table in tables for start in table]
    return [start for start in named if not any(name.startswith(start) for name in FAULTS)]
