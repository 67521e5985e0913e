"""Reading `provider_options`: whose they are, which names they know, what to warn about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..errors import InvalidArgumentError
from ..types._value import EMPTY
from ..types.call import CallWarning

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ..types.content import Metadata

__all__ = ["deep_merge", "is_own", "own_fields", "read_options", "snake_case"]

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def snake_case(name: str) -> str:
    """The name in this library's spelling.

    Example:
        >>> snake_case("reasoningEffort"), snake_case("top_p")
        ('reasoning_effort', 'top_p')
    """
    return _HUMP.sub("_", name).replace("-", "_").lower()


def own_fields(
    namespaces: Sequence[str],
    provider_options: Metadata = EMPTY,
    provider_metadata: Metadata = EMPTY,
) -> dict[str, Any]:
    """What a call, message or part says to one provider.

    Args:
        namespaces: the provider's names in the options, the one that wins first.
        provider_options: what the caller added; it wins over the metadata.
        provider_metadata: what came from the provider and goes back to it; of the first name
            only, for another provider's ids and signatures mean nothing here.

    Raises:
        InvalidArgumentError: the fields of a provider are no mapping.

    Example:
        >>> own_fields(("acme", "openai_compatible"), {"openai-compatible": {"user": "u"}})
        {'user': 'u'}
    """
    if not provider_options and not provider_metadata:
        return {}
    out: dict[str, Any] = {}
    _lay(out, provider_metadata, namespaces[0])
    for namespace in reversed(namespaces):
        _lay(out, provider_options, namespace)
    return out


def _lay(out: dict[str, Any], source: Metadata, namespace: str) -> None:
    for provider, fields in source.items():
        if provider == namespace or snake_case(provider) == snake_case(namespace):
            out.update(_mapping(provider, fields))


def is_own(name: str, namespaces: Sequence[str]) -> bool:
    """Whether what bears a provider's name came from this provider, or was made for it.

    Of two providers of one protocol, neither knows the other's ids: what is read as an option of
    the other's is not its own.

    Args:
        name: a provider's name, as in `CustomPart.provider` and `FileReference.ids`.
        namespaces: the names under which this provider's options stand.

    Example:
        >>> is_own("azure", ("azure", "openai")), is_own("openai", ("azure", "openai"))
        (True, False)
    """
    return name == namespaces[0] or (name in namespaces and name == "openai_compatible")


def _mapping(provider: str, fields: object) -> Mapping[str, Any]:
    if isinstance(fields, Mapping):
        return fields
    raise InvalidArgumentError(
        f"provider_options[{provider!r}] must be a mapping of option names to values, "
        f"not {type(fields).__name__}",
        parameter="provider_options",
        value=fields,
    )


def read_options(
    provider_options: Metadata,
    namespaces: Sequence[str],
    known: Collection[str],
    *,
    aliases: Mapping[str, str] = EMPTY,
    pass_unknown: bool = False,
) -> tuple[dict[str, Any], list[CallWarning]]:
    """A provider's options under the names the protocol knows, and warnings about the others.

    Names may be spelt as on the wire, in snake_case or in camelCase.

    Args:
        provider_options: provider name -> options.
        namespaces: the names under which this provider's options stand, the one that wins first.
        known: the option names, as they are on the wire.
        aliases: other spelling -> name on the wire.
        pass_unknown: keep unknown names instead of warning about them.

    Example:
        >>> read_options({"openai": {"serviceTier": "flex"}}, ("openai",), {"service_tier"})
        ({'service_tier': 'flex'}, [])
    """
    options: dict[str, Any] = {}
    warnings: list[CallWarning] = []
    for name, setting in own_fields(namespaces, provider_options).items():
        found = _known_name(name, known, aliases)
        if found is not None:
            options[found] = setting
        elif pass_unknown:
            options[name] = setting
        else:
            warnings.append(_unknown(namespaces[0], name, (*known, *aliases)))
    return options, warnings


def _known_name(name: str, known: Collection[str], aliases: Mapping[str, str]) -> str | None:
    for spelling in (name, snake_case(name)):
        if spelling in aliases:
            return aliases[spelling]
        if spelling in known:
            return spelling
    return None


def _unknown(provider: str, name: str, known: Sequence[str]) -> CallWarning:
    from difflib import get_close_matches  # slow to import, and typing errors are rare

    near = get_close_matches(snake_case(name), known, 1)
    hint = f'; did you mean "{near[0]}"?' if near else ""
    return CallWarning("unsupported", f'{provider}: no option "{name}"{hint}', setting=name)


def deep_merge(base: dict[str, Any], extra: Mapping[str, Any]) -> dict[str, Any]:
    """`base` with `extra` laid over it; dicts are merged, everything else is replaced.

    Example:
        >>> deep_merge({"a": {"x": 1}, "b": 1}, {"a": {"y": 2}, "b": 2})
        {'a': {'x': 1, 'y': 2}, 'b': 2}
    """
    out = dict(base)
    for name, item in extra.items():
        old = out.get(name)
        both = isinstance(old, dict) and isinstance(item, Mapping)
        out[name] = deep_merge(old, item) if both else item  # type: ignore[arg-type] # two dicts
    return out
