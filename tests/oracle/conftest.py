"""The provider server and the official client on it."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import openai
import pytest

from ai_sdk.testing import ProviderServer, Reply

_context = cache(ssl.create_default_context)

Connect = Callable[..., openai.OpenAI]


@pytest.fixture(autouse=True)
def read_authorities_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each official client reads all authorities there are, though no server here speaks TLS."""
    monkeypatch.setattr(ssl, "create_default_context", _context)


@pytest.fixture
def connect() -> Iterator[Connect]:
    """Make an official client of a server that follows the given script."""
    with ExitStack() as stack:

        def make(*script: Reply, **settings: object) -> openai.OpenAI:
            server = stack.enter_context(ProviderServer(script or None, **settings))  # type: ignore[arg-type]
            client = openai.OpenAI(base_url=server.base_url, api_key="test-key", max_retries=0)
            return stack.enter_context(client)

        yield make


@pytest.fixture
def client(connect: Connect) -> openai.OpenAI:
    """The official client of a server that answers by itself."""
    return connect()
