"""Where Google's keys are read from."""

from __future__ import annotations

import os
from typing import Final

from ..errors import LoadAPIKeyError

__all__ = ["KEY_VARIABLES", "google_key"]

KEY_VARIABLES: Final = ("GOOGLE_GENERATIVE_AI_API_KEY", "GEMINI_API_KEY", "GOOGLE_API_KEY")
"""Environment variables of the key, the one that wins first."""


def google_key() -> str:
    """The key of the Gemini API, from the environment.

    Raises:
        LoadAPIKeyError: none of the variables is set.
    """
    for variable in KEY_VARIABLES:
        if found := os.environ.get(variable, "").strip():
            return found
    first, *others = KEY_VARIABLES
    raise LoadAPIKeyError(
        f"No API key for google: set the environment variable {first} (or {' or '.join(others)}) "
        "or pass api_key= to create_google()",
        variable=first,
    )
