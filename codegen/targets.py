"""What is made of which spec: `specs/<provider>.toml` beside `specs/<provider>.yaml`, read as values."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
SPECS = Path("specs")


class Options(NamedTuple):
    """One TypedDict of provider options: its name, its frozenset's name, its request schemas."""

    name: str
    names: str
    requests: tuple[str, ...]


class Target(NamedTuple):
    """One provider: its spec, its modules below `wire/` with their operations, its options.

    `upstream` is what the table says about the provider's own document (see `drift.upstream`).
    """

    provider: str
    title: str
    modules: dict[str, tuple[str, ...]]
    options: tuple[Options, ...]
    upstream: Mapping[str, Any] = {}

    @property
    def spec(self) -> Path:
        """Where the spec lies, from the root of the project."""
        return SPECS / f"{self.provider}.yaml"

    @property
    def operations(self) -> tuple[str, ...]:
        """Every operation of the provider that some module serves."""
        return tuple(name for names in self.modules.values() for name in names)


def targets(root: Path = ROOT) -> dict[str, Target]:
    """Every provider that has a spec below `root`, by name.

    Raises:
        LookupError: a spec has no table beside it.
    """
    found: dict[str, Target] = {}
    for path in sorted((root / SPECS).glob("*.yaml")):
        table = path.with_suffix(".toml")
        if not table.exists():
            raise LookupError(f"{path.name} has no {table.name} beside it: which modules use it?")
        found[path.stem] = _target(path.stem, tomllib.loads(table.read_text("utf-8")))
    return found


def _target(provider: str, table: dict[str, Any]) -> Target:
    return Target(
        provider,
        table["title"],
        {folder: tuple(names) for folder, names in table["modules"].items()},
        tuple(
            Options(name, row["names"], tuple(row["requests"]))
            for name, row in table.get("options", {}).items()
        ),
        table.get("upstream", {}),
    )
