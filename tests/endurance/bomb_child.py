"""One call of a server that sends a bomb, in a process of its own whose peak of memory is read.

`python -m tests.endurance.bomb_child COLOUR PROTOCOL WAY MODEL ORIGIN` prints what came of it.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time
from pathlib import Path
from typing import Any

import ai_sdk
from ai_sdk import aio

from .surroundings import model_of

_LIMITS = ai_sdk.Timeout(first_event=120, idle=120)


def call(model: Any, way: str) -> str:
    """What a call of the synchronous face came to."""
    try:
        if way == "whole":
            return repr(ai_sdk.generate_text(model, prompt="hi", max_retries=0).text)
        with ai_sdk.stream_text(model, prompt="hi", max_retries=0, timeout=_LIMITS) as stream:
            for _ in stream:
                pass
            return repr(stream.result().text)
    except Exception as error:
        return type(error).__name__


async def call_async(model: Any, way: str) -> str:
    """What a call of the asynchronous face came to."""
    try:
        if way == "whole":
            return repr((await aio.generate_text(model, prompt="hi", max_retries=0)).text)
        async with aio.stream_text(model, prompt="hi", max_retries=0, timeout=_LIMITS) as stream:
            async for _ in stream:
                pass
            return repr((await stream.result()).text)
    except Exception as error:
        return type(error).__name__


def memory(name: str) -> int:
    """`VmRSS` or `VmHWM` of this process, in KiB."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


def main(colour: str, protocol: str, way: str, name: str, origin: str) -> None:
    """Warm up with a small reply, then take the bomb; the growth is from the one's peak."""

    def play(model_name: str) -> str:
        if colour == "sync":
            return call(model_of(ai_sdk, protocol, origin, model_name), way)
        return asyncio.run(call_async(model_of(aio, protocol, origin, model_name), way))

    play("say-3")
    gc.collect()
    before, start = memory("VmHWM"), time.monotonic()
    came = play(name)
    grown = memory("VmHWM") - before
    told = {"came": came, "grown": grown / 1024, "seconds": time.monotonic() - start}
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
