"""Which engine is meant."""

from __future__ import annotations

from typing import Any

import pytest

from ai_sdk import HTTPClient
from ai_sdk.aio import AsyncHTTPClient
from ai_sdk.errors import ConfigurationError, MissingDependencyError
from ai_sdk.http_rules import reply_parser
from ai_sdk.http_rules.engine_names import VARIABLE, chosen_engine


def test_the_argument_goes_before_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert chosen_engine() == "default"
    monkeypatch.setenv(VARIABLE, "fast")
    assert (chosen_engine(), chosen_engine("default")) == ("fast", "default")
    monkeypatch.setenv(VARIABLE, "")
    assert chosen_engine() == "default"


def test_an_engine_that_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigurationError, match="engine is 'turbo'; .* 'default' or 'fast'"):
        chosen_engine("turbo")
    monkeypatch.setenv(VARIABLE, "turbo")
    with pytest.raises(ConfigurationError, match="AI_SDK_ENGINE is 'turbo'"):
        chosen_engine()


@pytest.mark.parametrize("kind", [HTTPClient, AsyncHTTPClient])
def test_an_extra_that_is_not_installed(kind: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*names: str) -> None:
        raise MissingDependencyError(f"{names[0]}: pip install 'ai-sdk[{names[1]}]'")

    monkeypatch.setattr(reply_parser, "optional", missing)
    reply_parser.load_parser.cache_clear()
    try:
        with pytest.raises(MissingDependencyError, match=r"httptools: .*ai-sdk\[fast\]"):
            kind(engine="fast")
    finally:
        reply_parser.load_parser.cache_clear()
