"""The same surroundings for every run: no keys, no proxies, and the same examples each time."""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, is_hypothesis_test, settings

FUZZ = int(os.environ.get("AI_SDK_FUZZ", "0"))
"""How many examples each property test looks at; with 0 as many as it says, always the same."""

SHIFT = sys.version_info[1]
"""So that no two versions of Python run the same few cases of a test."""

WHOLE = tuple(
    f"tests/unit/test_schema_{subject}.py"
    for subject in ("types", "functions", "values", "docstrings")
)
"""Tests whose every case is about something that Python's versions do differently: annotations."""

_FOREIGN = (
    "OPENAI_API_KEY OPENAI_BASE_URL OPENAI_ORG_ID OPENAI_PROJECT_ID AI_SDK_LOG SSL_CERT_FILE "
    "SSL_CERT_DIR ALL_PROXY HTTP_PROXY HTTPS_PROXY NO_PROXY all_proxy http_proxy https_proxy "
    "no_proxy"
)

for name in _FOREIGN.split():
    os.environ.pop(name, None)

settings.register_profile(
    "project",
    deadline=None,  # a busy machine is no failure
    derandomize=FUZZ == 0,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("project")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run be content with a few of each test's cases."""
    parser.addoption(
        "--most-cases",
        type=int,
        default=0,
        metavar="N",
        help="run at most N cases of each test, other ones on each version of Python",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Give the property tests as many examples as AI_SDK_FUZZ asks for; choose among the cases."""
    for item in items:
        function = getattr(item, "function", None)
        if FUZZ and is_hypothesis_test(function):
            own = getattr(function, "_hypothesis_internal_use_settings", settings())
            function._hypothesis_internal_use_settings = settings(own, max_examples=FUZZ)
    if most := config.getoption("--most-cases"):
        kept = set(_some_of_each(items, most))
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = [item for item in items if item in kept]


def _some_of_each(items: list[pytest.Item], most: int) -> Iterator[pytest.Item]:
    """At most so many cases of each test, from all over its list; of `WHOLE`, all."""
    cases: defaultdict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        cases[item.nodeid.partition("[")[0]].append(item)
    for test, own in cases.items():
        if len(own) <= most or test.startswith(WHOLE):
            yield from own
        else:
            yield from (
                own[(number * len(own) // most + SHIFT) % len(own)] for number in range(most)
            )
