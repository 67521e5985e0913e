"""`provider_options` as a value that can be combined with `|`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["ProviderOptions"]


class ProviderOptions(dict[str, Mapping[str, Any]]):
    """Provider name -> options. `a | b` merges provider by provider; `b` wins.

    Example:
        >>> ProviderOptions(openai={"user": "u"}) | {"openai": {"store": False}}
        {'openai': {'user': 'u', 'store': False}}
    """

    def __or__(self, other: Any) -> ProviderOptions:  # type: ignore[override]
        if not isinstance(other, Mapping):
            return NotImplemented
        return _merged(self, other)

    def __ror__(self, other: Any) -> ProviderOptions:  # type: ignore[override]
        if not isinstance(other, Mapping):
            return NotImplemented
        return _merged(other, self)


def _merged(first: Mapping[str, Any], second: Mapping[str, Any]) -> ProviderOptions:
    out = ProviderOptions(first)
    for provider, fields in second.items():
        out[provider] = {**out.get(provider, {}), **fields}
    return out
