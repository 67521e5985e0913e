"""Fixtures: the base URLs of a real engine, one that talks and one that embeds.

A test elsewhere takes them with `from tests.engine.conftest import engine_url`. The engines run in
processes of their own, one each per test run, and end with it.
"""

from __future__ import annotations

import atexit
import subprocess
import sys
from functools import cache

import pytest


@pytest.fixture(scope="session")
def engine_url() -> str:
    """The base URL of an engine with a tiny random language model, `http://127.0.0.1:PORT/v1`."""
    return _start()


@pytest.fixture(scope="session")
def embedding_engine_url() -> str:
    """The base URL of an engine that embeds."""
    return _start("--embedding")


@cache
def _start(*options: str) -> str:
    for needed in ("xllamacpp", "gguf", "numpy"):
        pytest.importorskip(needed, reason=f"the real engine needs {needed}")
    from .tiny_gguf import ROOT, cached_model

    process = subprocess.Popen(
        [sys.executable, "-m", "tests.engine.serve", str(cached_model()), *options],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    atexit.register(_stop, process)
    assert process.stdout is not None
    word, _, url = process.stdout.readline().strip().partition(" ")
    if word != "ready":
        raise RuntimeError(f"the engine did not start (exit status {process.poll()})")
    return f"{url}/v1"


def _stop(process: subprocess.Popen[str]) -> None:
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
