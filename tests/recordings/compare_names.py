"""Names of Google's API in one spelling."""

from __future__ import annotations

import re

AS_THEY_ARE = frozenset(
    (
        *("args", "labels", "parameters", "parametersJsonSchema", "responseJsonSchema"),
        *("responseSchema", "response", "partMetadata", "headers", "customConfigs"),
    )
)
"""Names under which stands what is the caller's own."""


def camel(name: str) -> str:
    """A name in camelCase; what has no underscores stays."""
    return re.sub(r"(?<=[a-z0-9])_([a-z0-9])", lambda found: found[1].upper(), name)
