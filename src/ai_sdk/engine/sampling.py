"""The settings of one model call: checked alike for a whole run and for one of its steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import InvalidArgumentError
from .settings import (
    check_count,
    check_mapping,
    check_number,
    check_reasoning,
    check_stop_sequences,
)

__all__ = ["SAMPLING", "check_options", "merged_options", "sampling"]

SAMPLING = (
    "max_output_tokens",
    "temperature",
    "top_p",
    "top_k",
    "presence_penalty",
    "frequency_penalty",
    "stop_sequences",
    "seed",
    "reasoning",
)
"""The names of these settings."""


_UNSET: Mapping[str, Any] = {**dict.fromkeys(SAMPLING), "stop_sequences": ()}


def sampling(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The call settings among `given`, checked; unset ones are None or empty.

    Raises:
        InvalidArgumentError: one is of the wrong type or out of range.
    """
    if given.keys().isdisjoint(SAMPLING):
        return _UNSET
    check_count("max_output_tokens", given.get("max_output_tokens"), 1)
    check_number("temperature", given.get("temperature"), 0, 2)
    check_number("top_p", given.get("top_p"), 0, 1)
    check_count("top_k", given.get("top_k"), 1)
    check_number("presence_penalty", given.get("presence_penalty"), -2, 2)
    check_number("frequency_penalty", given.get("frequency_penalty"), -2, 2)
    check_count("seed", given.get("seed"))
    return {
        **{name: given.get(name) for name in SAMPLING},
        "stop_sequences": check_stop_sequences(given.get("stop_sequences")),
        "reasoning": check_reasoning(given.get("reasoning")),
    }


def check_options(options: Any) -> Mapping[str, Mapping[str, Any]]:
    """`provider_options`, refused when it is not provider name -> mapping."""
    for provider, fields in check_mapping("provider_options", options).items():
        if not isinstance(fields, Mapping):
            raise InvalidArgumentError(
                f"provider_options[{provider!r}] must be a mapping of that provider's options",
                parameter="provider_options",
                value=options,
            )
    return options or {}


def merged_options(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """`old` with `new` laid over it, mapping by mapping; lists and plain values are replaced.

    Example:
        >>> merged_options({"a": {"x": 1, "y": [1]}}, {"a": {"y": [2]}, "b": {}})
        {'a': {'x': 1, 'y': [2]}, 'b': {}}
    """
    out: dict[str, Any] = dict(old)
    for name, item in new.items():
        before: Any = out.get(name)
        deep = isinstance(before, Mapping) and isinstance(item, Mapping)
        out[name] = merged_options(before, item) if deep else item  # pyright: ignore[reportUnknownArgumentType]
    return out
