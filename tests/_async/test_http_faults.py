"""Every fault of connection, framing and time comes to its expected end, over every client."""

from __future__ import annotations

import pytest

from ai_sdk.errors import AISDKError, APIConnectionError
from ai_sdk.http_rules.clock import CallClock
from ai_sdk.types.timeouts import Timeout
from tests._async.http_support import KINDS, LONG, OWN, open_client, post
from tests.faults.server import FaultServer, reply, say
from tests.faults.table import FAULTS, Fault

_SHORT = Timeout(first_event=0.2, idle=0.2, connect=10)
CASES = pytest.mark.parametrize(
    ("fault", "kind"),
    [
        pytest.param(fault, kind, id=f"{fault.name}-{kind}")
        for fault in FAULTS
        for kind in KINDS
        if kind in OWN or not fault.own_only
    ],
)


def _clock(fault: Fault) -> CallClock:
    return CallClock(_SHORT if "first_event" in fault.match else LONG)


@CASES
async def test_the_fault_comes_to_its_expected_end(fault: Fault, kind: str) -> None:
    with FaultServer(fault.answer) as server:
        async with open_client(kind) as client:
            request = post(server.url + "/v1/x", authorization="Bearer canary-key-123")
            if isinstance(fault.expected, bytes):
                answer = await client.send(request, clock=_clock(fault))
                assert answer.body == fault.expected
                return
            with pytest.raises(AISDKError) as caught:
                await client.send(request, clock=_clock(fault))
    error = caught.value
    assert type(error) is fault.expected
    assert fault.match in str(error)
    assert getattr(error, "url", None) == server.url + "/v1/x"
    cause: BaseException | None = error
    while cause is not None:
        assert "canary" not in repr(cause) + str(vars(cause))
        cause = cause.__cause__ or cause.__context__


@CASES
async def test_the_client_still_works_after_it(fault: Fault, kind: str) -> None:
    with FaultServer(fault.answer, say(reply(b"fine"))) as server:
        async with open_client(kind) as client:
            try:
                await client.send(post(server.url), clock=_clock(fault))
            except AISDKError:
                pass
            try:
                answer = await client.send(post(server.url), clock=CallClock(LONG))
            except APIConnectionError:
                if kind in OWN:
                    raise
                # A caller's own pool may hand out a connection that the server has just closed.
                answer = await client.send(post(server.url), clock=CallClock(LONG))
            assert answer.body == b"fine"
