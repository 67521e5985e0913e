"""Errors as AWS writes them: named by a header, with nothing but words in the body."""

from __future__ import annotations

from ..content import ErrorReply
from ..payload import Headers, Payload, json_payload
from ..recorded import RecordedRequest
from .anthropic_common import request_id
from .bedrock_access import is_signed

__all__ = ["about", "write_error"]

_NAMES = {
    401: "UnrecognizedClientException",
    403: "AccessDeniedException",
    404: "ResourceNotFoundException",
    408: "ModelTimeoutException",
    424: "ModelErrorException",
    429: "ThrottlingException",
    503: "ServiceUnavailableException",
}
_MESSAGES = {
    400: "Malformed input request, please reformat your input and try again.",
    401: "The security token included in the request is invalid.",
    403: "You don't have access to the model with the specified model ID.",
    404: "Could not resolve the foundation model from the provided model identifier.",
    429: "Too many requests, please wait before trying again.",
    500: "The system encountered an unexpected error during processing. Try again.",
    503: "Bedrock is unable to process your request.",
}
_CODES = {
    "insufficient_quota": ("ServiceQuotaExceededException", "Your quota is exceeded."),
    "context_length_exceeded": (None, "Input is too long for requested model."),
    "content_filter": (None, "Output blocked by content filtering policy"),
}
"""Codes of other APIs -> how this one says the same."""

_BAD_KEY = "Authentication failed: Please make sure your API Key is valid."
_BAD_SIGNATURE = (
    "The request signature we calculated does not match the signature you provided. Check your "
    "AWS Secret Access Key and signing method."
)


def write_error(error: ErrorReply, request: RecordedRequest) -> Payload:
    """Write an error; what is not given is filled in by the status. Keys are refused with 403."""
    if error.code == "invalid_api_key":
        error = _bad_key(request)
    elif error.status == 401 and error.message and "API key" in error.message:
        error = ErrorReply(
            403, "Missing Authentication Token", type="MissingAuthenticationTokenException"
        )
    coded, said = _CODES.get(error.code or "", (None, None))
    given = error.type if error.type and error.type.endswith("Exception") else coded
    usual = "ValidationException" if error.status < 500 else "InternalServerException"
    name = given or _NAMES.get(error.status, usual)
    message = error.message or said or _MESSAGES.get(error.status, f"Error {error.status}")
    named = ("x-amzn-errortype", f"{name}:http://internal.amazon.com/coral/com.amazon.bedrock/")
    return json_payload({"message": message}, error.status, (named, *about(request)))


def about(request: RecordedRequest) -> Headers:
    """The header lines of every reply."""
    return (("x-amzn-requestid", request_id(request)),)


def _bad_key(request: RecordedRequest) -> ErrorReply:
    if is_signed(request):
        return ErrorReply(403, _BAD_SIGNATURE, type="InvalidSignatureException")
    return ErrorReply(403, _BAD_KEY)
