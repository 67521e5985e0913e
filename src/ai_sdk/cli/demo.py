"""`demo`: the main job for real, against the local server or, with a key, against a provider."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Mapping
from typing import Any

from ..providers.registry import PROVIDERS
from .local import LOCAL
from .place import Place, place

__all__ = ["run"]


def run(local: bool, name: str = "openai") -> int:
    """Run every scene that the provider has models for, in both colours, and say what happens."""
    variable = PROVIDERS[name].key_variable
    local = local or not (variable and os.environ.get(variable))
    with place(local) as where:
        _announce(where, name)
        provider = where.provider(name)
        started = time.perf_counter()
        _sync(provider, LOCAL[name].models)
        _async(provider, LOCAL[name].models)
        took = time.perf_counter() - started
    print(f"\nAll of it ran twice, over HTTP, in {took:.1f} s.")
    print("Next: README.md, or `python -m ai_sdk chat --local`.")
    return 0


def _announce(where: Place, name: str) -> None:
    row = LOCAL[name]
    if where.origin is None:
        print(f"{PROVIDERS[name].key_variable} is set: this reaches {name} and costs a little.")
        if row.note:
            print(row.note)
    else:
        print("No key needed: a provider server now listens on this machine at")
        print(f"{where.origin}{row.base_path} and every call below is a real HTTP request to it.")


def _sync(provider: Any, models: Mapping[str, str]) -> None:
    from .. import close
    from .._sync.demo import scenes

    print("\n== Synchronous: from ai_sdk import ...")
    try:
        scenes(provider, models, print)
    finally:
        close()


def _async(provider: Any, models: Mapping[str, str]) -> None:
    from .._async.demo import scenes

    print("\n== Asynchronous: from ai_sdk.aio import ...")
    asyncio.run(scenes(provider, models, print))
