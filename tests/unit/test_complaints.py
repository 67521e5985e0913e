"""Complaints that are about a whole process: its imports, its weight, its loops and its secrets."""

from __future__ import annotations

import asyncio
import gc
import importlib.metadata
import json
import logging
import pickle
import re
import subprocess
import sys
import traceback
from typing import Any

import pytest

import ai_sdk
from ai_sdk import aio
from ai_sdk.testing import ProviderServer, Reply
from ai_sdk.testing.faults import status


def fresh(code: str) -> Any:
    """What a new process prints, as JSON."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_complaint_01_importing_is_light() -> None:
    loaded = fresh(
        "import sys, json; before = set(sys.modules); import ai_sdk, ai_sdk.aio; "
        "print(json.dumps(sorted(set(sys.modules) - before)))"
    )

    assert "ai_sdk" in loaded
    roots = {name.partition(".")[0] for name in loaded}
    assert roots - {"ai_sdk"} <= set(sys.stdlib_module_names)
    assert len(loaded) < 40


def closure(name: str) -> set[str]:
    """A distribution and all that it needs, without extras."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        each = waiting.pop()
        if each in found:
            continue
        found.add(each)
        for line in importlib.metadata.requires(each) or ():
            requirement, _, marker = line.partition(";")
            if "extra ==" in marker or "python_version <" in marker or "emscripten" in marker:
                continue
            waiting.append(re.split(r"[\s<>=!~\[(]", requirement.strip(), maxsplit=1)[0].lower())
    return found


def test_complaint_02_the_install_is_small() -> None:
    needed = closure("ai-sdk") - {"ai-sdk"}

    size = 0
    for name in needed:
        files = importlib.metadata.files(name) or ()
        paths = [file.locate() for file in files if not str(file).endswith(".pyc")]
        size += sum(path.stat().st_size for path in paths if path.exists())  # type: ignore[attr-defined]
    assert not needed & {"openai", "anthropic", "boto3", "tokenizers", "pydantic", "aiohttp"}
    assert len(needed) <= 14
    assert size < 9_000_000


def test_complaint_03_nothing_touches_the_network_before_a_call() -> None:
    seen = fresh(
        "import sys, json; seen = []\n"
        "sys.addaudithook(lambda name, _: seen.append(name) if name.startswith('socket.') else None)\n"
        "import ai_sdk, ai_sdk.aio\n"
        "for name in ai_sdk.__all__: getattr(ai_sdk, name)\n"
        "model = ai_sdk.openai('gpt-5'); repr(model)\n"
        "print(json.dumps([name for name in seen if name != 'socket.gethostname']))"
    )

    assert seen == []


def test_complaint_04_one_handle_works_in_loop_after_loop() -> None:
    with ProviderServer([Reply.text("one"), Reply.text("two"), Reply.text("three")]) as server:
        model = aio.create_openai(base_url=server.base_url, api_key="k")("gpt-5")

        async def ask() -> str:
            return (await aio.generate_text(model, prompt="hi", max_retries=0)).text

        assert [asyncio.run(ask()) for _ in range(3)] == ["one", "two", "three"]


def test_complaint_05_synchronous_calls_work_inside_a_running_loop() -> None:
    """As in a notebook, whose cells run in a loop."""
    with ProviderServer([Reply.text("one"), Reply.text("two")]) as server:
        model = ai_sdk.create_openai(base_url=server.base_url, api_key="k")("gpt-5")

        async def cell() -> list[str]:
            first = ai_sdk.generate_text(model, prompt="hi").text
            with ai_sdk.stream_text(model, prompt="hi") as stream:
                return [first, "".join(stream.text_stream)]

        assert asyncio.run(cell()) == ["one", "two"]


def test_complaint_06_errors_and_left_streams_leak_no_connection() -> None:
    with ProviderServer(faults=[status(500)] * 60) as server:
        with ai_sdk.HTTPClient() as client:
            model = ai_sdk.create_openai(base_url=server.base_url, api_key="k", client=client)("m")
            for _ in range(60):
                with pytest.raises(ai_sdk.ServerError):
                    ai_sdk.generate_text(model, prompt="hi", max_retries=0)
            for _ in range(60):
                with ai_sdk.stream_text(model, prompt="Count to five.", max_retries=0) as stream:
                    next(iter(stream.text_stream))
            assert server.connections.open_now <= 2
        server.wait_idle()


def test_complaint_07_the_collector_closes_no_client_in_use() -> None:
    with ProviderServer([Reply.text("one two three"), Reply.text("four")]) as server:
        own = ai_sdk.HTTPClient()

        def stream_of_a_dropped_handle() -> Any:
            provider = ai_sdk.create_openai(base_url=server.base_url, api_key="k", client=own)
            return ai_sdk.stream_text(provider("m"), prompt="hi")

        with stream_of_a_dropped_handle() as stream:
            gc.collect()
            assert stream.result().text == "one two three"
        gc.collect()
        again = ai_sdk.create_openai(base_url=server.base_url, api_key="k", client=own)
        assert ai_sdk.generate_text(again("m"), prompt="hi").text == "four"
        own.close()


CANARY = "sk-canary-7f3a9b1c5d"


def test_complaint_25_the_key_is_nowhere_but_in_its_header(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    echo = Reply.error(401, f"Incorrect API key provided: {CANARY}.")
    with ProviderServer([echo]) as server:
        provider = ai_sdk.create_openai(base_url=server.base_url, api_key=CANARY)
        model = provider("gpt-5")
        with pytest.raises(ai_sdk.AuthenticationError) as caught:
            ai_sdk.generate_text(model, prompt="hi")
        request = server.requests[0]

    assert request.headers["authorization"] == f"Bearer {CANARY}"
    assert CANARY not in request.target + request.body.decode()
    error = caught.value
    told = [repr(error), str(error), repr(vars(error)), "".join(traceback.format_exception(error))]
    told += [repr(provider), repr(model), caplog.text, repr(pickle.dumps(error))]
    assert not [text for text in told if CANARY in text]
    with pytest.raises(ai_sdk.ConfigurationError, match="api_key"):
        pickle.dumps(model)
