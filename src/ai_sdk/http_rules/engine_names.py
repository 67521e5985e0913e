"""Which HTTP engine a client uses: its argument, or what the environment says for the process."""

from __future__ import annotations

import os
from typing import Any, Literal, TypeAlias, get_args

from ..errors import ConfigurationError

__all__ = ["VARIABLE", "EngineName", "chosen_engine"]

EngineName: TypeAlias = Literal["default", "fast"]
"""`default` needs nothing; `fast` needs the extra of that name."""

VARIABLE = "AI_SDK_ENGINE"


def chosen_engine(engine: Any = None) -> EngineName:
    """The engine that is meant.

    Args:
        engine: a name; None for what `AI_SDK_ENGINE` says, which is `default` if it is not set.

    Raises:
        ConfigurationError: There is no engine of that name.

    Example:
        >>> chosen_engine("fast")
        'fast'
    """
    found: Any = engine or os.environ.get(VARIABLE) or "default"
    if found not in get_args(EngineName):
        source = "engine" if engine else VARIABLE
        known = " or ".join(repr(name) for name in get_args(EngineName))
        raise ConfigurationError(f"{source} is {found!r}; an HTTP engine is {known}")
    name: EngineName = found
    return name
