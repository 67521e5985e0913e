"""Settings of a call: a bad value is refused with its name, before anything is sent."""

from __future__ import annotations

from typing import Any

import pytest

from ai_sdk.aio import InvalidArgumentError
from tests.ways import EVERY_WAY, Way

from .play import run


@EVERY_WAY
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("max_output_tokens", 0),
        ("max_output_tokens", 1.5),
        ("max_output_tokens", True),
        ("temperature", "warm"),
        ("temperature", float("nan")),
        ("top_p", "all"),
        ("top_k", 0.5),
        ("seed", 1.5),
        ("presence_penalty", "none"),
        ("frequency_penalty", []),
        ("stop_sequences", "stop"),
        ("reasoning", "hard"),
        ("max_retries", -1),
        ("max_retries", 1.5),
        ("timeout", -1),
        ("headers", "x: y"),
        ("provider_options", {"openai": "high"}),
        ("extra_body", []),
        ("stop_when", 3),
        ("max_parallel_tools", 0),
    ],
)
async def test_behaviour_06_bad_values_are_refused_by_name(way: Way, name: str, value: Any) -> None:
    with way.model("never") as model:
        with pytest.raises(InvalidArgumentError) as caught:
            await run(way, model, **{name: value})

        assert model.asked == []
    error = caught.value
    assert error.parameter.startswith(name)
    assert name in str(error)
    assert isinstance(error, ValueError)


@EVERY_WAY
async def test_behaviour_06_a_mistyped_setting_is_guessed(way: Way) -> None:
    with way.model("never") as model:
        with pytest.raises(InvalidArgumentError, match="did you mean 'temperature'"):
            await run(way, model, temprature=1.0)

        assert model.asked == []
