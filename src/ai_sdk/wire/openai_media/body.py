"""What the request builders of all media share: options laid over a call's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from ...types.call import CallWarning
from .._model import field_names
from ..options import deep_merge, read_options

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ...errors import APICallError
    from ...types.call import CallOptions
    from ...types.http import HTTPReply
    from .dialect import MediaDialect

__all__ = ["Body", "option_names", "other_fields", "parse_error", "unsupported"]


def option_names(*requests: type, but: Collection[str]) -> frozenset[str]:
    """The options of an operation: every field of its requests that is not the call itself."""
    return frozenset(name for cls in requests for name in field_names(cls)) - frozenset(but)


class _OptionsOf(Protocol):
    """Any dialect: how it reads options."""

    @property
    def option_namespaces(self) -> tuple[str, ...]: ...
    @property
    def pass_unknown_options(self) -> bool: ...


class Body:
    """The fields of a request while it is built, and what it could not say.

    Args:
        dialect: the provider's way of speaking.
        call: the call.
        known: names of the options that are fields of the request.
        ours: names of the options that shape the request but are not sent.
    """

    def __init__(
        self,
        dialect: _OptionsOf,
        call: CallOptions,
        known: frozenset[str],
        ours: frozenset[str] = frozenset(),
    ) -> None:
        self._extra = call.extra_body
        self._ours = ours
        self.options, self.warnings = read_options(
            call.provider_options,
            dialect.option_namespaces,
            known | ours,
            pass_unknown=dialect.pass_unknown_options,
        )

    def fields(self, **wanted: Any) -> dict[str, Any]:
        """The whole body: `wanted` without its Nones, then the options, then the extra body.

        An explicit option wins; the option None takes a field out.
        """
        sent = {name: item for name, item in self.options.items() if name not in self._ours}
        fields = {name: item for name, item in {**wanted, **sent}.items() if item is not None}
        return deep_merge(fields, self._extra) if self._extra else fields


def unsupported(dialect: MediaDialect, setting: str, what: str = "") -> CallWarning:
    """The warning about a setting that the protocol cannot say."""
    reason = what or f"the setting {setting} is not supported"
    return CallWarning("unsupported", f"{dialect.name}: {reason}; it is left out", setting=setting)


def parse_error(dialect: MediaDialect, reply: HTTPReply) -> APICallError:
    """The typed error of a reply with an error status."""
    return dialect.read_error(reply)


def other_fields(body: Mapping[str, Any], but: Collection[str]) -> dict[str, Any]:
    """What an answer says beside the fields that were read."""
    return {name: item for name, item in body.items() if name not in but and item is not None}
