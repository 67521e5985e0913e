"""Watches a test run and keeps which capabilities were shown in both colours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest

from . import NAMES

__all__ = ["Collector", "marks_of"]

Claim = tuple[str, str]
"""A provider and a capability."""


def marks_of(item: pytest.Item) -> Iterator[Claim]:
    """What a test claims to show.

    Raises:
        pytest.UsageError: a capability is none of `NAMES`.
    """
    for mark in item.iter_markers("capability"):
        provider, *capabilities = mark.args
        for capability in capabilities:
            if capability not in NAMES:
                raise pytest.UsageError(f"{item.nodeid}: no capability {capability!r} in NAMES")
            yield provider, capability


class Collector:
    """A pytest plugin.

    A capability of a provider is shown when all tests that claim it passed, at least one of them
    in each colour; tests of neither folder count for both.
    """

    def __init__(self) -> None:
        self._claims: dict[str, list[Claim]] = {}
        self._bad: set[Claim] = set()
        self._shown: defaultdict[Claim, set[str]] = defaultdict(set)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Note what each test claims."""
        self._claims = {item.nodeid: list(marks_of(item)) for item in items}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note how a test went; a skipped one shows nothing."""
        for claim in self._claims.get(report.nodeid, ()):
            if report.failed:
                self._bad.add(claim)
            elif report.when == "call" and report.passed:
                self._shown[claim] |= _colours(report.nodeid)

    def passed(self) -> dict[str, set[str]]:
        """Provider -> the capabilities that were shown."""
        out: defaultdict[str, set[str]] = defaultdict(set)
        for claim, colours in self._shown.items():
            if colours == {"sync", "async"} and claim not in self._bad:
                out[claim[0]].add(claim[1])
        return out


def _colours(nodeid: str) -> set[str]:
    if "/_async/" in nodeid:
        return {"async"}
    return {"sync"} if "/_sync/" in nodeid else {"sync", "async"}
