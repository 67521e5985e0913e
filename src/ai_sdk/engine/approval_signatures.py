"""Signatures of approval requests: what comes back for approval is what was asked."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from ..errors import InvalidArgumentError, InvalidToolApprovalSignatureError
from ..json_codec import dumps
from ..types.secret import Secret

if TYPE_CHECKING:
    from ..types.content import ToolApprovalRequest, ToolCall

__all__ = ["approval_secret", "check_signature", "sign"]

_VERSION = "ai-sdk-tool-approval-1"


def approval_secret(given: Any) -> Secret | None:
    """`tool_approval_secret=` in its normal form.

    Raises:
        InvalidArgumentError: it is no text or bytes, or empty.
    """
    if given is None or isinstance(given, Secret):
        return given
    if not isinstance(given, (str, bytes)) or not given:
        raise InvalidArgumentError(
            "tool_approval_secret must be text or bytes and not empty",
            parameter="tool_approval_secret",
        )
    text = given if isinstance(given, str) else given.decode("utf-8", "surrogateescape")
    return Secret(text)


def sign(secret: Secret, approval_id: str, call: ToolCall) -> str:
    """HMAC-SHA256 of the request in base64url, without padding.

    Signed is a JSON list: version, approval id, call id, tool name, SHA-256 of the arguments as
    JSON with sorted keys.
    """
    import hashlib  # with OpenSSL: 10 ms that most runs have no use for
    import hmac

    digest = hashlib.sha256(dumps(_canonical(call.input), sort_keys=True)).hexdigest()
    signed = dumps([_VERSION, approval_id, call.tool_call_id, call.tool_name, digest])
    made = hmac.new(_key(secret), signed, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode("ascii")


def _key(secret: Secret) -> bytes:
    return secret.reveal().encode("utf-8", "surrogateescape")


def check_signature(secret: Secret, request: ToolApprovalRequest, call: ToolCall) -> None:
    """Let the request pass if it was made here for this very call.

    Raises:
        InvalidToolApprovalSignatureError: it was not, or it is not signed.
    """
    import hmac

    expected = sign(secret, request.approval_id, call).encode()
    if hmac.compare_digest(expected, (request.signature or "").encode()):
        return
    what = "has no signature" if request.signature is None else "does not match its signature"
    raise InvalidToolApprovalSignatureError(
        f"the approval request {request.approval_id!r} for the tool {call.tool_name!r} {what}: "
        "the stored call is not the one that was asked for; it was not run",
        tool_name=call.tool_name,
        tool_call_id=call.tool_call_id,
        approval_id=request.approval_id,
    )


def _canonical(value: Any) -> Any:
    """`value` with whole numbers as integers, which JSON written elsewhere may have made of them."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: _canonical(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_canonical(item) for item in value]
    return value
