"""`demo`: the main job for real, against the local server or, with a key, against OpenAI."""

from __future__ import annotations

import asyncio
import os
import time
from typing import Any

from ..providers._openai import create_openai, openai
from .place import Place, place

__all__ = ["run"]


def run(local: bool) -> int:
    """Run every scene in both colours and say what happens."""
    local = local or not os.environ.get("OPENAI_API_KEY")
    with place(local) as where:
        _announce(where)
        provider: Any = openai
        if where.base_url is not None:
            provider = create_openai(base_url=where.base_url, api_key="local")
        started = time.perf_counter()
        _sync(provider)
        _async(provider)
        took = time.perf_counter() - started
    print(f"\nAll of it ran twice, over HTTP, in {took:.1f} s.")
    print("Next: README.md, or `python -m ai_sdk chat --local`.")
    return 0


def _announce(where: Place) -> None:
    if where.base_url is None:
        print("OPENAI_API_KEY is set: this reaches OpenAI and costs a little.")
    else:
        print("No key needed: a provider server now listens on this machine at")
        print(f"{where.base_url} and every call below is a real HTTP request to it.")


def _sync(provider: Any) -> None:
    from .. import close
    from .._sync.demo import scenes

    print("\n== Synchronous: from ai_sdk import ...")
    try:
        scenes(provider, print)
    finally:
        close()


def _async(provider: Any) -> None:
    from .._async.demo import scenes

    print("\n== Asynchronous: from ai_sdk.aio import ...")
    asyncio.run(scenes(provider, print))
