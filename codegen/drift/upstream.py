"""What `specs/<provider>.toml` says about the provider's own document: names, and kept differences."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from .findings import Finding


class Accepted(NamedTuple):
    """Differences we keep on purpose: which kind, which subject, which detail, and why.

    The first three are patterns such as `enum-*`.
    """

    kind: str
    ours: str
    why: str
    detail: str = "*"


class Upstream(NamedTuple):
    """The map between our names and the provider's, where they differ.

    Args:
        operations: Our operation -> "METHOD /path" or id of theirs.
        events: Our operation -> the schema of its stream's events; "" where none describes them.
        schemas: Our schema -> theirs.
        accepted: Differences that are no finding.
    """

    operations: Mapping[str, str] = {}
    events: Mapping[str, str] = {}
    schemas: Mapping[str, str] = {}
    accepted: tuple[Accepted, ...] = ()

    def accepts(self, finding: Finding) -> bool:
        """Whether the difference is one we keep on purpose."""
        return any(
            fnmatchcase(finding.kind, each.kind)
            and fnmatchcase(finding.subject, each.ours)
            and fnmatchcase(finding.detail, each.detail)
            for each in self.accepted
        )


def upstream_of(table: Mapping[str, Any]) -> Upstream:
    """The `[upstream]` part of a provider's file."""
    return Upstream(
        table.get("operations", {}),
        table.get("events", {}),
        table.get("schemas", {}),
        tuple(Accepted(**row) for row in table.get("accepted", ())),
    )
