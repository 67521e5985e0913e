"""Files and addresses to plain data: JSON, or YAML as its version 1.2 reads it."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import yaml

_SECONDS = 60
_MOST_BYTES = 64 * 1024 * 1024


class UnreadableError(Exception):
    """A description that cannot be read; the text says which and why."""


def load(source: str | Path) -> dict[str, Any]:
    """The data of a description.

    Args:
        source: A path, or an http(s) address.

    Raises:
        UnreadableError: it is not there, or neither a JSON nor a YAML object.
    """
    text = _text(str(source))
    try:
        data = json.loads(text) if text.lstrip().startswith("{") else parse_yaml(text)
    except (ValueError, yaml.YAMLError) as error:
        raise UnreadableError(f"{source} is neither JSON nor YAML: {error}") from error
    if not isinstance(data, dict):
        raise UnreadableError(f"{source} holds no object but {type(data).__name__}")
    return data


def parse_yaml(text: str) -> Any:
    """YAML 1.2's core schema: `1e-08` is a number, `no` and `2026-01-01` are strings.

    Example:
        >>> parse_yaml("[1e-08, no, 2026-01-01, 010, 0o10, true, ~]")
        [1e-08, 'no', '2026-01-01', 10, 8, True, None]
    """
    return yaml.load(text, Loader=_Loader12)  # noqa: S506 - a safe loader with other rules


def _text(source: str) -> str:
    try:
        if source.startswith(("https://", "http://")):
            return _fetched(source)
        return Path(source).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableError(f"cannot read {source}: {error}") from error


def _fetched(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=_SECONDS) as answer:  # noqa: S310 - http(s) only
            body: bytes = answer.read(_MOST_BYTES + 1)
    except urllib.error.HTTPError as error:
        raise UnreadableError(f"{address} answers {error.code} {error.reason}") from error
    if len(body) > _MOST_BYTES:
        raise UnreadableError(f"{address} is larger than {_MOST_BYTES} bytes")
    return body.decode("utf-8-sig")


class _Loader12(yaml.CSafeLoader):
    """PyYAML knows version 1.1; this knows 1.2's implicit types."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - as the base class has it


_RULES = {
    "null": (r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    "merge": (r"<<", ["<"]),
    "bool": (r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    "int": (r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    "float": (
        r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
        list("-+.0123456789"),
    ),
}
for _name, (_pattern, _first) in _RULES.items():
    _Loader12.add_implicit_resolver(
        f"tag:yaml.org,2002:{_name}", re.compile(rf"^(?:{_pattern})$"), _first
    )


def _integer(loader: Any, node: Any) -> int:
    text = loader.construct_scalar(node)
    return int(text, 0) if text[:2] in ("0o", "0x") else int(text, 10)


def _number(loader: Any, node: Any) -> float:
    text = loader.construct_scalar(node).lower()
    return float(text.replace(".inf", "inf").replace(".nan", "nan"))


_Loader12.add_constructor("tag:yaml.org,2002:int", _integer)
_Loader12.add_constructor("tag:yaml.org,2002:float", _number)
