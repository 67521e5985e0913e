"""The HTTP client's settings, and what is refused before anything is sent."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from ai_sdk._async.http.client import AsyncHTTPClient, check_client
from ai_sdk._async.http.defaults import aclose, client_for, default_client
from ai_sdk.errors import (
    AISDKError,
    ConfigurationError,
    InvalidArgumentError,
)
from ai_sdk.retry import RetryBudget
from ai_sdk.types.limits import Limits
from ai_sdk.types.timeouts import Timeout
from tests._async.http_support import KINDS, OK, a_clock, open_client, post
from tests.faults.server import (
    FaultServer,
    say_and_close,
)


def test_the_default_limits_of_a_client() -> None:
    assert AsyncHTTPClient(timeout=30).timeout == Timeout(total=30)
    assert AsyncHTTPClient(timeout=Timeout(idle=3)).timeout.idle == 3
    assert AsyncHTTPClient().timeout == Timeout()
    budget = RetryBudget(capacity=1)
    assert AsyncHTTPClient(retry_budget=budget).retry_budget is budget


@pytest.mark.parametrize(
    "options",
    [{"proxy": "http://p:1"}, {"verify": False}, {"limits": Limits()}, {"engine": "fast"}],
)
async def test_a_guest_has_settings_of_its_own(options: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match="belong to your own http_client"):
        async with open_client("httpx", **options):
            pass


def test_a_guest_that_is_no_client() -> None:
    with pytest.raises(InvalidArgumentError, match="httpx or httpx2, not str"):
        AsyncHTTPClient(http_client="http://x")


def test_a_guest_of_the_other_colour() -> None:
    class Other:
        """Has what both have, and no way to be closed here."""

        build_request = send = None

    with pytest.raises(ConfigurationError, match="cannot send through"):
        AsyncHTTPClient(http_client=Other())


async def test_a_guest_that_is_closed() -> None:
    import httpx

    guest = httpx.AsyncClient()
    await guest.aclose()
    async with AsyncHTTPClient(http_client=guest) as client:
        with pytest.raises(ConfigurationError, match="closed"):
            await client.send(post("http://127.0.0.1:9/"), clock=a_clock())


def test_clients_are_never_pickled_or_copied() -> None:
    client = AsyncHTTPClient()
    for attempt in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(ConfigurationError, match="cannot be pickled"):
            attempt(client)


def test_which_clients_a_call_takes() -> None:
    import httpx

    client = AsyncHTTPClient()
    assert check_client(client) is client
    assert client_for(client) is client
    assert client_for(None) is default_client()
    with pytest.raises(ConfigurationError, match=r"http_client=\.\.\."):
        check_client(httpx.AsyncClient())
    with pytest.raises(ConfigurationError, match="client= got str"):
        check_client("x")


async def test_the_default_client_lives_on_after_its_connections() -> None:
    with FaultServer(OK) as server:
        client = default_client()
        await client.send(post(server.url), clock=a_clock())
        await client.send(post(server.url), clock=a_clock())
        assert server.connections == 1
        await aclose()
        await default_client().send(post(server.url), clock=a_clock())
        assert server.connections == 2
        await aclose()
        await aclose()


@pytest.mark.parametrize("kind", KINDS)
async def test_no_error_of_another_library_escapes(kind: str) -> None:
    with FaultServer(say_and_close()) as server:
        async with open_client(kind) as client:
            with pytest.raises(AISDKError) as caught:
                await client.send(post(server.url), clock=a_clock())
    copied = pickle.loads(pickle.dumps(caught.value))
    assert (type(copied), str(copied)) == (type(caught.value), str(caught.value))
