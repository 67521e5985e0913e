"""`python -m bench.host NAME`: one contestant's process, in the environment of its library.

It imports the library once, says what it can do, and forks a child for each job, so that no job
pays for imports or inherits another's connections and memory.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from typing import Any, TextIO

from .drivers import done
from .jobs import Job
from .roster import ROSTER

_KINDS = ("unary", "stream", "tool", "partial", "typed", "embed", "history", "tools")


def _abilities(contestant: Any) -> list[str]:
    names = [name for kind in _KINDS for name in (kind, f"{kind}_async")]
    return [name for name in names if getattr(contestant, name, None)]


def _reason(failure: BaseException) -> str:
    return f"{type(failure).__name__}: {failure}".replace("\n", " ")[:300]


def _tell(channel: TextIO, data: object) -> None:
    channel.write(json.dumps(data) + "\n")
    channel.flush()


def _child(contestant: Any, job: Job, channel: TextIO) -> None:
    try:
        _tell(channel, done(contestant, job))
    except BaseException as failure:
        _tell(channel, {"failed": _reason(failure)})
    os._exit(0)


def main() -> None:
    """Answer jobs on the standard input until it ends."""
    channel = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what libraries print is no answer
    entry = ROSTER[sys.argv[1]]
    try:
        module = importlib.import_module(entry.module)
        contestant = getattr(module, entry.cls)
        for protocol in contestant.PROTOCOLS:
            contestant(protocol, "http://127.0.0.1:9/unary")  # for its imports
    except BaseException as failure:
        _tell(channel, {"failed": _reason(failure)})
        return
    _tell(channel, {"can": _abilities(contestant), "protocols": contestant.PROTOCOLS})
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _child(contestant, Job.read(line), channel)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
