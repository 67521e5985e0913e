"""pytest as a library: collect tests, run some of them, find out which of them runs which line."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

import coverage
import hypothesis
import pytest

__all__ = ["ROOT", "Survey", "Watch", "run_session"]

ROOT = Path(__file__).resolve().parents[2]
_OPTIONS = (
    "-s",
    "-o",
    "addopts=",
    "-o",
    "cache_dir=.cache/mutation",
    "-p",
    "no:terminal",
)
_EXAMPLES = "30"  # of each property test: more take long and kill little more
_LOADED = "ignore::pytest.PytestAssertRewriteWarning"  # pytest's plugins are there already


def run_session(files: Iterable[str], work: Callable[[Sequence[pytest.Item]], None]) -> int:
    """Collect the tests of files and do something with them; returns pytest's exit status."""
    os.environ["AI_SDK_FUZZ"] = _EXAMPLES
    arguments = [*_OPTIONS, "-W", _LOADED, "--rootdir", str(ROOT), *files]
    return int(pytest.main(arguments, [_Plugin(work)]))


class _Plugin:
    def __init__(self, work: Callable[[Sequence[pytest.Item]], None]) -> None:
        self._work = work

    def pytest_sessionstart(self) -> None:
        """Hypothesis keeps to its examples: it neither shrinks nor remembers those that fail."""
        own = hypothesis.settings.get_profile("project")
        hypothesis.settings.register_profile(
            "mutation",
            own,
            phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate),
            database=None,
            derandomize=True,
            suppress_health_check=list(hypothesis.HealthCheck),
        )
        hypothesis.settings.load_profile("mutation")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed:
            raise session.Interrupted("not all tests can be imported")
        self._work(session.items)
        return True


class Watch:
    """Runs tests; the first that fails ends the process with status 1.

    Args:
        cover: is told which test runs.

    Attributes:
        seconds: CPU time of each.
    """

    def __init__(self, cover: coverage.Coverage | None = None) -> None:
        self._cover = cover
        self.seconds: dict[str, float] = {}

    def run(self, items: Sequence[pytest.Item]) -> None:
        """Run tests in this order."""
        if not items:
            return
        items[0].config.pluginmanager.register(self)
        for item, following in zip_longest(items, items[1:]):
            started = time.process_time()
            if self._cover is not None:
                self._cover.switch_context(item.nodeid)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            self.seconds[item.nodeid] = time.process_time() - started

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            os._exit(1)


class Survey(NamedTuple):
    """What a run of the tests on the code as it is told.

    Attributes:
        seconds: CPU time of each test.
        lines: the tests that run each line of the module's functions.
    """

    seconds: dict[str, float]
    lines: dict[int, list[str]]

    @classmethod
    def of(cls, path: Path, items: Sequence[pytest.Item]) -> Survey:
        """Run tests and see which lines of a module they reach."""
        cover = coverage.Coverage(data_file=None, include=[str(path)], config_file=False)
        watch = Watch(cover)
        cover.start()
        watch.run(items)
        cover.stop()
        return cls(watch.seconds, cover.get_data().contexts_by_lineno(str(path)))

    def tests_of(self, lines: Iterable[int] | None) -> list[str]:
        """The tests that run any of these lines, or of the module, quick ones first."""
        chosen = self.lines if lines is None else lines
        found = {test for line in chosen for test in self.lines.get(line, ())} - {""}
        return sorted(found, key=lambda test: (self.seconds[test], test))
