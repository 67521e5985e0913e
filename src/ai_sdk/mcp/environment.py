"""The environment of a server that is started here: enough to run, nothing secret."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["child_environment"]

_POSIX = (
    "HOME",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "LOGNAME",
    "PATH",
    "SHELL",
    "TERM",
    "TMPDIR",
    "USER",
)
_WINDOWS = (
    "APPDATA",
    "COMSPEC",
    "HOMEDRIVE",
    "HOMEPATH",
    "LOCALAPPDATA",
    "PATH",
    "PATHEXT",
    "PROCESSOR_ARCHITECTURE",
    "PROGRAMFILES",
    "SYSTEMDRIVE",
    "SYSTEMROOT",
    "TEMP",
    "TMP",
    "USERNAME",
    "USERPROFILE",
)


def child_environment(
    given: Mapping[str, str], environment: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The harmless variables of this process, and those given, which win.

    Args:
        given: the caller's variables.
        environment: those of this process, unless told.

    Example:
        >>> child_environment({"A": "1"}, {"PATH": "/bin", "OPENAI_API_KEY": "sk-1"})
        {'PATH': '/bin', 'A': '1'}
    """
    mine = os.environ if environment is None else environment
    names = _WINDOWS if os.name == "nt" else _POSIX
    # What starts with "()" is a function that some shells would run.
    kept = {name: mine[name] for name in names if name in mine and mine[name][:2] != "()"}
    return {**kept, **given}
