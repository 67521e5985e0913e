"""`repair_object` and `max_repairs`, refused before anything is sent."""

from __future__ import annotations

from typing import Any

import pytest

import ai_sdk
from ai_sdk import ConfigurationError, InvalidArgumentError, Output
from ai_sdk.testing import MockLanguageModel


async def mend(text: str, error: Exception) -> str:
    return text


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"max_repairs": -1}, "max_repairs"),
        ({"max_repairs": 1.5}, "max_repairs"),
        ({"repair_object": "fix it"}, "repair_object must be a function"),
        ({"repair_object": mend}, "ai_sdk.aio"),
    ],
)
@pytest.mark.parametrize(
    "function", ["generate_text", "stream_text", "generate_object", "stream_object"]
)
def test_bad_settings(function: str, settings: dict[str, Any], words: str) -> None:
    model = MockLanguageModel("{}")
    given: dict[str, Any] = {"prompt": "hi", **settings}
    given |= {"output": Output.json()} if "text" in function else {"output": "no-schema"}

    with pytest.raises((ConfigurationError, InvalidArgumentError), match=words):
        getattr(ai_sdk, function)(model, **given)

    assert model.calls == []
