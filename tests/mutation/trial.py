"""One run of tests on a changed module, in a process forked from one that has collected them.

A change within functions is made in the functions that are there already, which costs next to
nothing. Other changes (constants, defaults, decorators) need the library and its tests imported anew.
"""

from __future__ import annotations

import gc
import importlib.abc
import importlib.util
import os
import pickle
import resource
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

import pytest

from .session import Survey, Watch, run_session

__all__ = ["Trials", "ended"]

_MEMORY = 4 << 30


class Trials:
    """The trials of one module.

    Args:
        module: the module's name.
        path: its file.
        items: the collected tests.
    """

    def __init__(self, module: str, path: Path, items: Sequence[pytest.Item]) -> None:
        self._module, self._path = module, path
        self._items = {item.nodeid: item for item in items}
        self._functions = [
            each
            for each in gc.get_objects()
            if type(each) is FunctionType and each.__code__.co_filename == str(path)
        ]

    def survey(self) -> Survey:
        """Run all tests on the code as it is.

        Raises:
            RuntimeError: they do not pass.
        """
        reader, writer = os.pipe()

        def run() -> int:
            found = Survey.of(self._path, list(self._items.values()))
            with open(writer, "wb") as pipe:
                pickle.dump(found, pipe)
            return 0

        pid = _forked(run)
        os.close(writer)
        with open(reader, "rb") as pipe:
            told = pipe.read()
        os.waitpid(pid, 0)
        if not told:
            raise RuntimeError(f"the tests of {self._path.name} do not pass as they are")
        found: Survey = pickle.loads(told)
        return found

    def begin(
        self, make: Callable[[], CodeType], tests: list[str], seconds: float, *, anew: bool
    ) -> int:
        """Run tests on the changed module.

        Args:
            make: gives the changed code, in the new process.
            tests: what to run, in this order.
            seconds: CPU time that they may take; after it they have an endless loop.
            anew: import everything anew.

        Returns:
            The id of the process; see `ended`.
        """

        def run() -> int:
            _limit(seconds)
            code = make()
            if not anew and self._patched(code):
                Watch().run([self._items[test] for test in tests])
                return 0
            return self._from_scratch(code, tests)

        return _forked(run)

    def _patched(self, code: CodeType) -> bool:
        """Give the functions their changed code; False if that cannot be done."""
        changed = {(each.co_qualname, each.co_firstlineno): each for each in _codes(code)}
        try:
            for function in self._functions:
                here = function.__code__
                function.__code__ = changed[here.co_qualname, here.co_firstlineno]
        except (KeyError, ValueError):  # another name is taken from around the function now
            return False
        return True

    def _from_scratch(self, code: CodeType, tests: list[str]) -> int:
        for name in list(sys.modules):
            if name.partition(".")[0] in ("ai_sdk", "tests"):
                del sys.modules[name]
        sys.meta_path.insert(0, _Changed(self._module, self._path, code))
        files = dict.fromkeys(test.partition("::")[0] for test in tests)

        def work(items: Sequence[pytest.Item]) -> None:
            found = {item.nodeid: item for item in items}
            Watch().run([found[test] for test in tests])

        return run_session([*files], work)


class _Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the changed code when the module is imported."""

    def __init__(self, module: str, path: Path, code: CodeType) -> None:
        self._module, self._path, self._code = module, path, code

    def find_spec(self, fullname: str, path: object, target: object = None) -> ModuleSpec | None:
        if fullname != self._module:
            return None
        return importlib.util.spec_from_file_location(fullname, self._path, loader=self)

    def exec_module(self, module: ModuleType) -> None:
        exec(self._code, module.__dict__)


def ended() -> tuple[int, str]:
    """Wait for a process: its id, and "survived", "killed" or "timeout"."""
    pid, status = os.wait()
    code = os.waitstatus_to_exitcode(status)
    if code in (-signal.SIGXCPU, -signal.SIGALRM):
        return pid, "timeout"
    return pid, "killed" if code else "survived"


def _forked(run: Callable[[], int]) -> int:
    if pid := os.fork():
        return pid
    status = 70
    try:
        silence = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(silence, stream)
        status = run()
    finally:
        os._exit(status)


def _limit(seconds: float) -> None:
    cpu = int(seconds) + 1
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 5))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    signal.alarm(60 + 20 * cpu)  # for what waits without end, also on a busy machine


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _codes(each)
