"""Signatures of approval requests."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from ai_sdk.engine.approval_signatures import approval_secret, check_signature, sign
from ai_sdk.engine.approvals import approval_request, as_stored
from ai_sdk.errors import InvalidArgumentError, InvalidToolApprovalSignatureError
from ai_sdk.types._value import evolve
from ai_sdk.types.content import ToolApprovalRequest, ToolCall
from ai_sdk.types.secret import Secret

CALL = ToolCall("c1", "pay", {"amount": 30, "to": ["Ada", None]})
SECRET = Secret("a secret")

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)  # fmt: skip


def test_what_is_signed() -> None:
    digest = hashlib.sha256(b'{"amount":30,"to":["Ada",null]}').hexdigest()
    signed = json.dumps(
        ["ai-sdk-tool-approval-1", "approval-1", "c1", "pay", digest], separators=(",", ":")
    )
    made = hmac.new(b"a secret", signed.encode(), hashlib.sha256).digest()

    assert sign(SECRET, "approval-1", CALL) == base64.urlsafe_b64encode(made).decode().rstrip("=")


@given(st.dictionaries(st.text(alphabet=st.characters(codec="utf-8")), JSON))
@settings(max_examples=200)
def test_storage_does_not_break_a_signature(arguments: dict[str, Any]) -> None:
    try:
        stored = json.loads(json.dumps(arguments).encode("utf-8", "strict"))
        request = approval_request(evolve(CALL, input=arguments), SECRET)
    except Exception as error:
        assert "surrogates" in str(error)
        return
    turned = dict(reversed(list(stored.items())))

    check_signature(SECRET, as_stored(request), evolve(CALL, input=turned))


@pytest.mark.parametrize("sent", [1.0, 1, 1e3, 2**53])
def test_whole_numbers_may_come_back_in_their_other_form(sent: float) -> None:
    request = approval_request(evolve(CALL, input={"n": sent}), SECRET)

    for back in (int(sent), float(sent)):
        check_signature(SECRET, request, evolve(CALL, input={"n": back}))


@pytest.mark.parametrize(
    "changed",
    [
        evolve(CALL, input={"amount": 31, "to": ["Ada", None]}),
        evolve(CALL, input={"amount": "30", "to": ["Ada", None]}),
        evolve(CALL, input={"amount": 30, "to": ["Ada"]}),
        evolve(CALL, input={}),
        evolve(CALL, tool_name="pay_all"),
        evolve(CALL, tool_call_id="c2"),
    ],
)
def test_a_changed_call_does_not_pass(changed: ToolCall) -> None:
    request = approval_request(CALL, SECRET)

    check_signature(SECRET, request, CALL)
    with pytest.raises(InvalidToolApprovalSignatureError) as caught:
        check_signature(SECRET, request, changed)
    with pytest.raises(InvalidToolApprovalSignatureError):
        check_signature(Secret("another secret"), request, CALL)
    with pytest.raises(InvalidToolApprovalSignatureError):
        check_signature(SECRET, evolve(request, approval_id="approval-2"), CALL)
    assert caught.value.approval_id == request.approval_id


@pytest.mark.parametrize("given_secret", ["", b"", 3, ["secret"]])
def test_a_bad_secret_is_refused(given_secret: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="tool_approval_secret"):
        approval_secret(given_secret)


def test_a_secret_of_bytes_is_used_as_it_is() -> None:
    key = bytes(range(256))
    secret = approval_secret(key)
    assert secret is not None

    signature = sign(secret, "approval-1", CALL)

    assert signature != sign(SECRET, "approval-1", CALL)
    assert approval_secret(secret) is secret
    assert "Secret(***)" in repr(secret)
    assert sign(Secret("a secret"), "a", CALL) == sign(approval_secret(b"a secret"), "a", CALL)  # type: ignore[arg-type]


def test_stored_requests_leave_out_the_call_but_not_a_providers() -> None:
    own = ToolApprovalRequest("a1", CALL, "c1")
    providers = ToolApprovalRequest("a1", CALL, "c1", provider_executed=True)

    assert as_stored(own) == ToolApprovalRequest("a1", None, "c1")
    assert as_stored(providers) is providers
