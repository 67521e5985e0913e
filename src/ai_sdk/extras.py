"""Optional packages: imported when they are first needed, or an error that says how to get them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from .errors import MissingDependencyError

__all__ = ["optional"]


def optional(module: str, extra: str, what: str) -> Any:
    """An optional package's module.

    Args:
        module: the module's name.
        extra: our extra that brings the package.
        what: what needs it, for the message.

    Raises:
        MissingDependencyError: it is not installed; the message has the pip line.

    Example:
        >>> optional("json", "none", "This").__name__
        'json'
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise MissingDependencyError(
            f'{what} needs {module}, which is not installed: pip install "ai-sdk[{extra}]"'
        ) from error
