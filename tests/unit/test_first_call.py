"""What the first call of a process loads: one protocol, one colour, and no more than it uses."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from ai_sdk.testing import ProviderServer

CALL = """
import json, sys
url = {origin!r}
{call}
loaded = sorted(sys.modules)
lines = open("/proc/self/status").readlines() if sys.platform == "linux" else ["VmHWM: 0"]
peak = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
print(json.dumps([loaded, peak]))
"""
MODELS = {
    "openai_chat": "create_openai(base_url=url + '/v1', api_key='k').chat('gpt-4o')",
    "openai_responses": "create_openai(base_url=url + '/v1', api_key='k')('gpt-5')",
    "anthropic_messages": "create_anthropic(base_url=url, api_key='k')('claude-sonnet-4-5')",
    "google_genai": "create_google(base_url=url + '/v1beta', api_key='k')('gemini-2.5-flash')",
}
COLOURS = {
    "sync": "import ai_sdk\nai_sdk.generate_text(ai_sdk.{model}, prompt='Hi')",
    "async": (
        "import asyncio, ai_sdk\n"
        "from ai_sdk import aio\n"
        "asyncio.run(aio.generate_text(ai_sdk.{model}, prompt='Hi'))"
    ),
}
NEVER = {
    *("httpx", "httpx2", "cattrs", "pydantic", "numpy", "openai", "anthropic", "trio"),
    *("mimetypes", "urllib.request", "concurrent.futures.process"),
    *("ai_sdk.schema.core", "ai_sdk.schema.from_types", "ai_sdk.schema.lowering"),
    *("ai_sdk.tools.making", "ai_sdk.engine.conversation", "ai_sdk.engine.message_forms"),
    *("ai_sdk.engine.object_mode", "ai_sdk.engine.prepare_step", "ai_sdk.engine.tool_outcomes"),
    *("ai_sdk.engine.files", "ai_sdk.partial_json", "ai_sdk.integrations.otel"),
}
"""What a plain question has no use for."""

OUR_MODULES = {"sync": 174, "async": 186}
PEAK = (40 if sys.version_info < (3, 12) else 50) * 1024  # KiB; the budget is 36 MB on 3.11


@pytest.fixture(scope="module")
def bare() -> set[str]:
    """What the environment itself loads at the start."""
    code = "import sys; print('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def first_call(protocol: str, colour: str) -> tuple[set[str], int]:
    with ProviderServer() as server:
        call = COLOURS[colour].format(model=MODELS[protocol])
        code = CALL.format(origin=server.origin, call=call)
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=False
        )
    assert done.returncode == 0, done.stderr
    loaded, peak = json.loads(done.stdout)
    return set(loaded), peak


@pytest.mark.parametrize("colour", COLOURS)
@pytest.mark.parametrize("protocol", MODELS)
def test_what_a_first_call_loads(protocol: str, colour: str, bare: set[str]) -> None:
    loaded, peak = first_call(protocol, colour)
    ours = {name for name in loaded if name.startswith("ai_sdk")}
    other = "_async" if colour == "sync" else "_sync"

    assert loaded & (NEVER - bare) == set()
    assert {name for name in ours if name.split(".")[1:2] == [other]} == set()
    assert {name for name in ours if name.count(".") == 2} & {
        f"ai_sdk.wire.{name}" for name in MODELS if name != protocol
    } == set()
    assert f"ai_sdk.wire.{protocol}" in ours
    assert len(ours) <= OUR_MODULES[colour]
    assert peak <= PEAK


def test_a_synchronous_call_starts_no_event_loop(bare: set[str]) -> None:
    loaded, _ = first_call("openai_chat", "sync")

    assert "asyncio" not in loaded - bare
