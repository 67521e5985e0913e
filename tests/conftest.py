"""The same surroundings for every run: no keys, no proxies, and the same examples each time."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, is_hypothesis_test, settings

FUZZ = int(os.environ.get("AI_SDK_FUZZ", "0"))
"""How many examples each property test looks at; with 0 as many as it says, always the same."""

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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give the property tests as many examples as AI_SDK_FUZZ asks for."""
    for item in items:
        function = getattr(item, "function", None)
        if FUZZ and is_hypothesis_test(function):
            own = getattr(function, "_hypothesis_internal_use_settings", settings())
            function._hypothesis_internal_use_settings = settings(own, max_examples=FUZZ)
