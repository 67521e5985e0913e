"""Which names of `provider_options` are taken for mistakes."""

from __future__ import annotations

from typing import Any

import pytest

from ai_sdk.providers.option_names import strange_providers
from ai_sdk.providers.registry import PROVIDERS


@pytest.mark.parametrize(
    ("options", "namespaces", "strange"),
    [
        ({}, ("openai",), []),
        ({"openai": {}}, ("openai",), []),
        ({"OpenAI": {}}, ("open_ai", "openai"), []),
        ({"openai-compatible": {}}, ("acme", "openai_compatible"), []),
        ({"anthropic": {}, "google": {}}, ("openai",), []),
        ({"my-proxy": {}, "openai": {}}, ("openai",), []),
        ({"my-proxy": {}}, ("openai",), ["my-proxy"]),
        ({"antropic": {}, "openai": {}}, ("openai",), ["antropic"]),
        ({"opnai": {}}, ("openai",), ["opnai"]),
        ({"acme2": {}}, ("acme",), ["acme2"]),
    ],
)
def test_strangers(options: Any, namespaces: tuple[str, ...], strange: list[str]) -> None:
    found = [warning.setting for warning in strange_providers(options, namespaces)]
    assert found == [f"provider_options.{name}" for name in strange]


@pytest.mark.parametrize("name", PROVIDERS)
def test_no_provider_is_taken_for_a_mistake(name: str) -> None:
    for other in PROVIDERS:
        assert not list(strange_providers({name: {}}, (other,)))
