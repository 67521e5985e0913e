"""Who asks Bedrock: an API key in its header, or a signature made with a key of AWS."""

from __future__ import annotations

import hmac
import re
from datetime import UTC, datetime, timedelta

from ..content import ProviderError
from ..recorded import RecordedRequest
from .openai_common import bearer_key

__all__ = ["check_signature", "is_signed", "key_of", "proves"]

_SIGNED = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/,]+)/(?P<scope>(?P<day>\d{8})/[^/,]+"
    r"/(?P<service>[^/,]+)/aws4_request), *SignedHeaders=(?P<names>[^,]+), *"
    r"Signature=(?P<signature>[0-9a-f]{64})"
)
_STAMP = "%Y%m%dT%H%M%SZ"
_LIFE = timedelta(minutes=5)


def is_signed(request: RecordedRequest) -> bool:
    """Whether the request carries a signature, right or wrong."""
    return _line(request).startswith("AWS4-")


def key_of(request: RecordedRequest) -> str | None:
    """The API key, or the public half of the key that signed."""
    found = _SIGNED.fullmatch(_line(request))
    return bearer_key(request) if found is None else found["key"]


def proves(request: RecordedRequest, secret: str) -> bool:
    """Whether the signature was made with this secret key."""
    # here, so that the server runs on the standard library alone as long as nobody signs
    from ....types.http import HTTPRequest
    from ....types.secret import Secret
    from ....wire.aws.sigv4 import AWSCredentials, authorization

    found = _SIGNED.fullmatch(_line(request))
    if found is None:
        return False
    names, token = found["names"].split(";"), request.headers.get("x-amz-security-token")
    made = authorization(
        HTTPRequest(request.method, f"http://here{request.raw_path}", query=_query(request)),
        {name: " ".join(request.headers.get(name, "").split()) for name in names},
        request.body,
        AWSCredentials(found["key"], Secret(secret), None if token is None else Secret(token)),
        stamp=request.headers.get("x-amz-date", ""),
        scope=found["scope"],
    )
    return hmac.compare_digest(made.rpartition("=")[2], found["signature"])


def check_signature(request: RecordedRequest) -> None:
    """Refuse a signature that nobody could have made for this service at this time."""
    if not is_signed(request):
        return
    found, made = _SIGNED.fullmatch(_line(request)), _time_of(request)
    if found is None or made is None or "host" not in found["names"].split(";"):
        raise _refuse("IncompleteSignature", "Authorization header requires a valid signature.")
    if found["service"] != "bedrock" or made.strftime("%Y%m%d") != found["day"]:
        raise _refuse(
            "InvalidSignature", "Credential should be scoped to correct service: 'bedrock'."
        )
    if abs(datetime.now(UTC) - made) > _LIFE:
        raise _refuse("InvalidSignature", f"Signature expired: it was made at {made}.")


def _time_of(request: RecordedRequest) -> datetime | None:
    try:
        made = datetime.strptime(request.headers.get("x-amz-date", ""), _STAMP)
    except ValueError:
        return None
    return made.replace(tzinfo=UTC)


def _line(request: RecordedRequest) -> str:
    return request.headers.get("authorization", "")


def _query(request: RecordedRequest) -> dict[str, str]:
    return {name: values[-1] for name, values in request.query.items()}


def _refuse(kind: str, message: str) -> ProviderError:
    return ProviderError(403, message, type=f"{kind}Exception")
