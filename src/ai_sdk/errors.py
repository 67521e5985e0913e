"""Every error a caller can meet: one tree, drawn here.

AISDKError
├── APICallError                    the provider answered with an error (status_code, url, request_id, body, ...)
│   ├── BadRequestError             400, 404 on a body, 422: the request itself is wrong
│   │   ├── ContextOverflowError    the prompt is longer than the model's context
│   │   └── ContentFilteredError    the provider's filter refused the prompt or the answer
│   ├── AuthenticationError         401: the key is missing, wrong or revoked
│   ├── PermissionDeniedError       403: the key may not do this
│   ├── NotFoundError               404: no such model, file, deployment or route
│   ├── RateLimitError              429: too many requests or tokens for now
│   │   └── QuotaExceededError      the account has nothing left: waiting does not help
│   └── ServerError                 5xx
│       └── OverloadedError         503, 529 and their like: the provider has too much to do
├── APIConnectionError              no usable answer: DNS, connect, TLS, reset
│   └── APITimeoutError             a named time limit passed (also a TimeoutError)
├── StreamInterruptedError          a stream broke off before its end mark (partial)
│   └── StreamConsumedError         a second reader came to a stream that has one already
├── InvalidResponseError            the answer is not what the protocol says (body excerpt)
├── DownloadError                   a file behind a URL cannot or must not be fetched (url, status_code)
├── RetryError                      several attempts failed (errors, last)
├── ConfigurationError              a client, handle or environment is set up wrongly
│   ├── LoadAPIKeyError             no key found; names the variable
│   ├── NoSuchProviderError         unknown provider name; lists the known ones
│   ├── NoSuchModelError            the provider has no such model, or not of this kind
│   └── MissingDependencyError      an extra is not installed; has the pip line (also an ImportError)
├── InvalidArgumentError            a bad argument (parameter, value; also a ValueError)
│   ├── InvalidPromptError          prompt or messages are missing, doubled or malformed
│   └── UIMessageError              what a browser sent is no UI message, or chunks of one do not fit
├── UnsupportedFunctionalityError   this model or protocol cannot do what was asked
├── NoOutputGeneratedError          the call ended without the output that was asked for
│   ├── NoObjectGeneratedError      the text is no object of the schema (text, usage, finish_reason)
│   ├── NoImageGeneratedError       the provider sent no image
│   ├── NoSpeechGeneratedError      the provider sent no audio
│   └── NoTranscriptGeneratedError  the provider sent no transcript
├── MCPError                        an MCP server answered with an error (code, data, method)
│   ├── MCPSessionExpiredError      the server has forgotten the session, and the new one as well
│   ├── MCPConnectionClosedError    the client was closed, or the server has gone
│   └── MCPToolsChangedError        tools are not those that were approved (changed, missing, ...)
├── ToolError                       something about a tool call
│   ├── NoSuchToolError             the model called a tool that is not there
│   ├── InvalidToolInputError       the arguments do not fit the tool's schema
│   ├── ToolExecutionError          the tool's own code raised
│   ├── InvalidToolOutputError      what it returned has no form that a model could read
│   ├── InvalidToolApprovalError    an answer to an approval request cannot be honoured
│   │   ├── InvalidToolApprovalSignatureError  what was approved is not what was asked
│   │   └── ToolCallNotFoundForApprovalError   there is no such request or call
│   ├── ToolCallRepairError         the repair hook itself failed
│   └── MissingToolResultsError     the history has tool calls nobody answered
└── RunCancelledError               the caller's CancelToken fired

No error carries a key: bodies and messages pass through `redact` first.
Every error survives `pickle` and `copy` with its attributes and its cause.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeGuard

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "AISDKError",
    "APICallError",
    "APIConnectionError",
    "APITimeoutError",
    "AuthenticationError",
    "BadRequestError",
    "ConfigurationError",
    "ContentFilteredError",
    "ContextOverflowError",
    "DownloadError",
    "InvalidArgumentError",
    "InvalidPromptError",
    "InvalidResponseError",
    "InvalidToolApprovalError",
    "InvalidToolApprovalSignatureError",
    "InvalidToolInputError",
    "InvalidToolOutputError",
    "LoadAPIKeyError",
    "MCPConnectionClosedError",
    "MCPError",
    "MCPSessionExpiredError",
    "MCPToolsChangedError",
    "MissingDependencyError",
    "MissingToolResultsError",
    "NoImageGeneratedError",
    "NoObjectGeneratedError",
    "NoOutputGeneratedError",
    "NoSpeechGeneratedError",
    "NoSuchModelError",
    "NoSuchProviderError",
    "NoSuchToolError",
    "NoTranscriptGeneratedError",
    "NotFoundError",
    "OverloadedError",
    "PermissionDeniedError",
    "QuotaExceededError",
    "RateLimitError",
    "RetryError",
    "RunCancelledError",
    "ServerError",
    "StreamConsumedError",
    "StreamInterruptedError",
    "ToolCallNotFoundForApprovalError",
    "ToolCallRepairError",
    "ToolError",
    "ToolExecutionError",
    "UIMessageError",
    "UnsupportedFunctionalityError",
    "excerpt",
    "redact",
]

_START = r"(?:(?<![A-Za-z0-9_])|(?<=\\[bfnrt])|(?<=\\u[0-9a-fA-F]{4}))"  # of a word, after an escape of JSON too
_KEY_SHAPES = (  # compiled when the first error is made
    rf"{_START}(?:(?:sk|pk|rk|gsk|xai|key|pplx|hf|r8|fw|csk|tgp|AIza)[-_][A-Za-z0-9_\-*.]{{6,}}"
    r"|AIza[A-Za-z0-9_\-]{20,}"
    r"|(?i:bearer\s+)[A-Za-z0-9_\-.~+/=*]{6,})"
)


def redact(text: str) -> str:
    """`text` with everything that looks like an API key replaced by `[redacted]`.

    Providers echo keys ("Incorrect API key provided: ..."), so every text of theirs that
    enters an error goes through here.

    Example:
        >>> redact("Incorrect API key provided: sk-abcdef123456.")
        'Incorrect API key provided: [redacted]'
    """
    return re.sub(_KEY_SHAPES, "[redacted]", text)


def excerpt(body: bytes | str | None, limit: int = 2_000) -> str | None:
    """The start of a reply's body as redacted text, at most `limit` characters."""
    if body is None:
        return None
    text = body[: limit * 4].decode("utf-8", "replace") if isinstance(body, bytes) else body
    text = redact(text)
    return text if len(text) <= limit else text[:limit] + f"... ({len(body)} in all)"


def _rebuild(cls: type[AISDKError], args: tuple[Any, ...], state: dict[str, Any]) -> AISDKError:
    error = cls.__new__(cls, *args)
    error.args = args
    cause = state.pop("__cause__", None)
    error.__dict__.update(state)
    if cause is not None:
        error.__cause__ = cause
    return error


class AISDKError(Exception):
    """Root of all errors of the library. `message` is what `str()` shows."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def __reduce__(self) -> tuple[Any, ...]:
        state = dict(self.__dict__)
        if self.__cause__ is not None and isinstance(self.__cause__, Exception):
            state["__cause__"] = _portable(self.__cause__)
        return _rebuild, (type(self), self.args, state)


def _portable(cause: BaseException) -> BaseException:
    """A cause that pickles: ours as it is, a foreign one as its text (it may hold sockets)."""
    if isinstance(cause, AISDKError) or type(cause) in (ValueError, TypeError, KeyError, OSError):
        return cause
    return AISDKError(f"{type(cause).__name__}: {redact(str(cause))}")


class APICallError(AISDKError):
    """The provider answered with an error.

    Attributes:
        status_code: HTTP status; for an error inside a 200 stream the status it stands for.
        url: where the request went, without query.
        request_id: the provider's id of the request, for its support.
        body: the start of the reply's body, redacted.
        code: the provider's own error code or type, if it sent one.
        data: the parsed error object, if the body was JSON.
        is_retryable: whether the same request may succeed later.
        retry_after: seconds the provider asked to wait, or None.
        attempts: one `Attempt` for each try of the request.
        partial: what a stream had delivered before the error, or None.
    """

    def __init__(
        self,
        message: str,
        *,
        status_code: int | None = None,
        url: str | None = None,
        request_id: str | None = None,
        body: str | None = None,
        code: str | None = None,
        data: Any = None,
        is_retryable: bool = False,
        retry_after: float | None = None,
        attempts: Sequence[Any] = (),
        headers: Mapping[str, str] | None = None,
        partial: Any = None,
    ) -> None:
        super().__init__(redact(message))
        self.status_code = status_code
        self.url = url
        self.request_id = request_id
        self.body = body
        self.code = code
        self.data = data
        self.is_retryable = is_retryable
        self.retry_after = retry_after
        self.attempts = tuple(attempts)
        self.headers = dict(headers or {})
        self.partial = partial

    def __str__(self) -> str:
        facts = [f"status {self.status_code}" if self.status_code is not None else None]
        facts.append(f"request id {self.request_id}" if self.request_id else None)
        facts.append(f"{len(self.attempts)} attempts" if len(self.attempts) > 1 else None)
        known = ", ".join(fact for fact in facts if fact)
        return f"{self.message} ({known})" if known else self.message


class BadRequestError(APICallError):
    """The provider refused the request as malformed (400, 422)."""


class ContextOverflowError(BadRequestError):
    """Prompt and answer do not fit the model's context window, or the request is too large (413)."""


class ContentFilteredError(BadRequestError):
    """The provider's content filter refused the prompt or the answer.

    `filters` says what it found, where the provider tells.
    """

    @property
    def filters(self) -> Mapping[str, Any]:
        """Category -> what the filter found: "hate", "violence", "jailbreak", ...; else empty.

        Example:
            >>> found = {"jailbreak": {"detected": True, "filtered": True}}
            >>> data = {"innererror": {"content_filter_result": found}}
            >>> ContentFilteredError("refused", data=data).filters["jailbreak"]["detected"]
            True
        """
        data: dict[str, Any] = self.data if _is_object(self.data) else {}
        told: list[Any] = [data.get("innererror")]
        if _is_list(listed := data.get("content_filters")):
            told += listed
        found: dict[str, Any] = {}
        for each in filter(_is_object, told):
            for name in ("content_filter_result", "content_filter_results"):
                if _is_object(filters := each.get(name)):
                    found.update(filters)
        return found


def _is_object(value: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def _is_list(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


class AuthenticationError(APICallError):
    """The API key is missing, wrong, expired or revoked (401)."""


class PermissionDeniedError(APICallError):
    """The key is valid but may not do this (403)."""


class NotFoundError(APICallError):
    """No such model, file, deployment or route (404)."""


class RateLimitError(APICallError):
    """Too many requests or tokens for now (429); `retry_after` says how long, if known."""


class QuotaExceededError(RateLimitError):
    """The account's quota or credit is used up: waiting does not help."""


class ServerError(APICallError):
    """The provider failed (5xx)."""


class OverloadedError(ServerError):
    """The provider has too much to do right now (503, 529)."""


class APIConnectionError(AISDKError):
    """No usable answer came: DNS, connect, TLS, a reset, a proxy.

    Attributes:
        url: where the request went, without query.
        attempts: one `Attempt` for each try of the request.
        is_retryable: False where trying again cannot help (a bad certificate).
        partial: what a stream had delivered before, or None.
    """

    def __init__(
        self,
        message: str,
        *,
        url: str | None = None,
        attempts: Sequence[Any] = (),
        is_retryable: bool = True,
        partial: Any = None,
    ) -> None:
        super().__init__(redact(message))
        self.url = url
        self.attempts = tuple(attempts)
        self.is_retryable = is_retryable
        self.partial = partial


class APITimeoutError(APIConnectionError, TimeoutError):
    """A named time limit passed. `limit` is its name, `seconds` its length.

    The limits are those of `Timeout`: connect, first_event, idle, step, tool, total.
    """

    def __init__(
        self,
        message: str,
        *,
        limit: str | None = None,
        seconds: float | None = None,
        url: str | None = None,
        attempts: Sequence[Any] = (),
        is_retryable: bool = True,
        partial: Any = None,
    ) -> None:
        super().__init__(
            message, url=url, attempts=attempts, is_retryable=is_retryable, partial=partial
        )
        self.limit = limit
        self.seconds = seconds


class StreamInterruptedError(AISDKError):
    """A stream ended before its protocol's end mark, or was left early.

    Attributes:
        partial: the result so far (its text, reasoning, tool calls, usage), marked as incomplete.
        reason: what ended the stream.
        is_retryable: nothing had been delivered yet, so the call may be made again.
    """

    def __init__(
        self,
        message: str,
        *,
        partial: Any = None,
        reason: str | None = None,
        is_retryable: bool = False,
    ) -> None:
        super().__init__(message)
        self.partial = partial
        self.reason = reason
        self.is_retryable = is_retryable
        self.attempts: tuple[Any, ...] = ()


class StreamConsumedError(StreamInterruptedError):
    """A stream has one cursor; a second concurrent reader is refused."""


class InvalidResponseError(AISDKError):
    """The reply is not what the protocol says: no JSON, HTML, a wrong shape, too large.

    Attributes:
        status_code: HTTP status of the reply.
        url: where the request went.
        body: the start of the offending text, redacted.
        attempts: one `Attempt` for each try of the request.
        partial: what a stream had delivered before, or None.
    """

    def __init__(
        self,
        message: str,
        *,
        status_code: int | None = None,
        url: str | None = None,
        body: str | None = None,
        request_id: str | None = None,
        attempts: Sequence[Any] = (),
        is_retryable: bool = False,
        partial: Any = None,
    ) -> None:
        super().__init__(redact(message))
        self.status_code = status_code
        self.url = url
        self.body = None if body is None else redact(body)
        self.request_id = request_id
        self.attempts = tuple(attempts)
        self.is_retryable = is_retryable
        self.partial = partial


class DownloadError(AISDKError):
    """A file behind a URL cannot be fetched, or must not be: nothing was sent to a model.

    Attributes:
        url: the file's address, without query.
        status_code: HTTP status, if its server answered with an error.
    """

    def __init__(
        self, message: str, *, url: str | None = None, status_code: int | None = None
    ) -> None:
        super().__init__(redact(message))
        self.url = url
        self.status_code = status_code


class RetryError(AISDKError):
    """Several attempts failed. `errors` has them in order, `last` is the final one."""

    def __init__(self, message: str, *, errors: Sequence[Exception] = ()) -> None:
        super().__init__(message)
        self.errors = tuple(errors)

    @property
    def last(self) -> Exception | None:
        """The error of the last attempt."""
        return self.errors[-1] if self.errors else None


class ConfigurationError(AISDKError):
    """A client, a model handle or the environment is set up wrongly."""


class LoadAPIKeyError(ConfigurationError):
    """No API key was given. `variable` is the environment variable that would be read."""

    def __init__(self, message: str, *, variable: str | None = None) -> None:
        super().__init__(message)
        self.variable = variable


class NoSuchProviderError(ConfigurationError):
    """Nobody knows the provider `provider`; `available` lists those that are known."""

    def __init__(
        self, message: str, *, provider: str | None = None, available: Sequence[str] = ()
    ) -> None:
        super().__init__(message)
        self.provider = provider
        self.available = tuple(available)


class NoSuchModelError(ConfigurationError):
    """The provider has no model `model_id` of the kind `kind`."""

    def __init__(
        self, message: str, *, model_id: str | None = None, kind: str | None = None
    ) -> None:
        super().__init__(message)
        self.model_id = model_id
        self.kind = kind


class MissingDependencyError(ConfigurationError, ImportError):
    """An optional dependency is not installed; the message has the pip line."""


class InvalidArgumentError(AISDKError, ValueError):
    """A bad argument. `parameter` is its name, `value` what was given."""

    def __init__(self, message: str, *, parameter: str | None = None, value: Any = None) -> None:
        super().__init__(message)
        self.parameter = parameter
        self.value = value


class InvalidPromptError(InvalidArgumentError):
    """`prompt` or `messages` are missing, both given, empty or malformed."""


class UIMessageError(InvalidArgumentError):
    """A UI message, or a chunk of one, is not what the protocol says.

    `chunk_type` and `chunk_id` name the chunk, where it was one.
    """

    def __init__(
        self, message: str, *, chunk_type: str | None = None, chunk_id: str | None = None
    ) -> None:
        super().__init__(message, parameter="messages" if chunk_type is None else "chunks")
        self.chunk_type = chunk_type
        self.chunk_id = chunk_id


class UnsupportedFunctionalityError(AISDKError):
    """The model, its protocol or its provider cannot do what was asked (`functionality`)."""

    def __init__(self, message: str, *, functionality: str | None = None) -> None:
        super().__init__(message)
        self.functionality = functionality


class NoOutputGeneratedError(AISDKError):
    """The call ended without the output that was asked for."""

    def __init__(
        self,
        message: str,
        *,
        text: str | None = None,
        usage: Any = None,
        finish_reason: str | None = None,
        response: Any = None,
    ) -> None:
        super().__init__(message)
        self.text = text
        self.usage = usage
        self.finish_reason = finish_reason
        self.response = response


class NoObjectGeneratedError(NoOutputGeneratedError):
    """The model's text is no object of the schema; `text` has it, `__cause__` says why."""


class NoImageGeneratedError(NoOutputGeneratedError):
    """The provider sent no image."""


class NoSpeechGeneratedError(NoOutputGeneratedError):
    """The provider sent no audio."""


class NoTranscriptGeneratedError(NoOutputGeneratedError):
    """The provider sent no transcript."""


class MCPError(AISDKError):
    """An MCP server answered with an error, or cannot be talked to any more.

    Attributes:
        code: the JSON-RPC error code, such as -32602 for bad arguments; None if it sent none.
        data: what the server added to it.
        method: what it was asked, such as "tools/call".
    """

    def __init__(
        self,
        message: str,
        *,
        code: int | None = None,
        data: Any = None,
        method: str | None = None,
    ) -> None:
        super().__init__(redact(message))
        self.code = code
        self.data = data
        self.method = method


class MCPSessionExpiredError(MCPError):
    """The server knows the session no more; `session_id` says which it was."""

    def __init__(self, message: str, *, session_id: str = "", method: str | None = None) -> None:
        super().__init__(message, method=method)
        self.session_id = session_id


class MCPConnectionClosedError(MCPError):
    """The client was closed, or the server ended, while something was asked or before."""


class MCPToolsChangedError(MCPError):
    """The server's tools are not those whose fingerprints were kept.

    `added`, `removed` and `changed` name the tools; look at them before you trust them again.
    """

    def __init__(
        self,
        message: str,
        *,
        added: Sequence[str] = (),
        removed: Sequence[str] = (),
        changed: Sequence[str] = (),
    ) -> None:
        super().__init__(message)
        self.added, self.removed, self.changed = tuple(added), tuple(removed), tuple(changed)


class ToolError(AISDKError):
    """Something about a tool call. `tool_name` and `tool_call_id` say which."""

    def __init__(
        self, message: str, *, tool_name: str | None = None, tool_call_id: str | None = None
    ) -> None:
        super().__init__(message)
        self.tool_name = tool_name
        self.tool_call_id = tool_call_id


class NoSuchToolError(ToolError):
    """The model called a tool that was not offered; `available` lists those that were."""

    def __init__(
        self,
        message: str,
        *,
        tool_name: str | None = None,
        tool_call_id: str | None = None,
        available: Sequence[str] = (),
    ) -> None:
        super().__init__(message, tool_name=tool_name, tool_call_id=tool_call_id)
        self.available = tuple(available)


class InvalidToolInputError(ToolError):
    """The model's arguments are no JSON or do not fit the schema; `tool_input` has them."""

    def __init__(
        self,
        message: str,
        *,
        tool_name: str | None = None,
        tool_call_id: str | None = None,
        tool_input: Any = None,
    ) -> None:
        super().__init__(message, tool_name=tool_name, tool_call_id=tool_call_id)
        self.tool_input = tool_input


class ToolExecutionError(ToolError):
    """The tool's own code raised; the original is the `__cause__`."""


class InvalidToolOutputError(ToolError):
    """What the tool returned cannot be told to a model: no JSON form, NaN, or far too large."""


class ToolCallRepairError(ToolError):
    """The hook `repair_tool_call` raised; the original is the `__cause__`."""


class InvalidToolApprovalError(ToolError):
    """An answer to an approval request cannot be honoured; `approval_id` says which."""

    def __init__(
        self,
        message: str,
        *,
        tool_name: str | None = None,
        tool_call_id: str | None = None,
        approval_id: str | None = None,
    ) -> None:
        super().__init__(message, tool_name=tool_name, tool_call_id=tool_call_id)
        self.approval_id = approval_id


class InvalidToolApprovalSignatureError(InvalidToolApprovalError):
    """The request that was approved is not the one that was made here: its signature differs."""


class ToolCallNotFoundForApprovalError(InvalidToolApprovalError):
    """The messages hold no request, or no tool call, that the answer could belong to."""


class MissingToolResultsError(ToolError):
    """The history has tool calls without results; `tool_call_ids` lists them."""

    def __init__(self, message: str, *, tool_call_ids: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.tool_call_ids = tuple(tool_call_ids)


class RunCancelledError(AISDKError):
    """The caller's `CancelToken` fired. `partial` has what a stream had delivered."""

    def __init__(self, message: str = "the run was cancelled", *, partial: Any = None) -> None:
        super().__init__(message)
        self.partial = partial
