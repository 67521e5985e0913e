"""What of a call goes nowhere, options under names that nobody has: a warning instead of silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..http_rules.headers import FRAMING
from ..types._value import evolve
from ..types.call import CallWarning
from ..wire.options import snake_case
from .registry import PROVIDERS, registered_names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from ..types.call import CallOptions
    from ..wire.protocol import WireRequest
    from .handles import Handle, ServicesHandle

__all__ = ["strange_providers", "with_strangers"]

_ALIKE = 0.75  # "antropic" and "opnai" are; "groq" is not "openai"


def with_strangers(
    wire: WireRequest, call: CallOptions, handle: Handle | ServicesHandle
) -> WireRequest:
    """The request, with a warning for each provider that the call has options for and is none, and
    for each header that no caller can set."""
    if not call.provider_options and not call.headers:
        return wire
    namespaces = getattr(handle.dialect, "option_namespaces", (handle.provider,))
    strangers = strange_providers(call.provider_options, namespaces)
    found = (*strangers, *_unsent_headers(call.headers))
    return evolve(wire, warnings=(*wire.warnings, *found)) if found else wire


def strange_providers(
    provider_options: Mapping[str, Any], namespaces: Collection[str]
) -> Iterator[CallWarning]:
    """A warning for each name that is no provider's.

    Options of other providers are no mistake: a call may name several, for the models it falls
    back to. A name of the caller's own is taken for such a provider's if it is like none that is
    known, and the model at hand has options, too.

    Args:
        provider_options: provider name -> options.
        namespaces: the names under which the model at hand reads its options.

    Example:
        >>> [warning.message for warning in strange_providers({"opnai": {}}, ("openai",))]
        ['there is no provider "opnai", so its options go nowhere; did you mean "openai"?']
    """
    own = {snake_case(name) for name in namespaces}
    others = [name for name in provider_options if snake_case(name) not in own | PROVIDERS.keys()]
    if not others:
        return
    from difflib import get_close_matches  # slow to import, and typing errors are rare

    known = own | {snake_case(name) for name in registered_names()}
    served = any(snake_case(name) in own for name in provider_options)
    for name in others:
        near = get_close_matches(snake_case(name), sorted(known), 1, _ALIKE)
        if snake_case(name) not in known and (near or not served):
            hint = f'; did you mean "{near[0]}"?' if near else ""
            yield CallWarning(
                "unsupported",
                f'there is no provider "{name}", so its options go nowhere{hint}',
                setting=f"provider_options.{name}",
            )


def _unsent_headers(headers: Mapping[str, str]) -> Iterator[CallWarning]:
    for name in headers:
        if name.lower() in FRAMING:
            yield CallWarning(
                "unsupported",
                f'the header "{name}" is not sent: it belongs to the connection, not to the call',
                setting=f"headers.{name}",
            )
