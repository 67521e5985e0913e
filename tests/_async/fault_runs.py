"""Makes one call against a server with one fault, in this colour."""

from __future__ import annotations

from typing import Any

import ai_sdk.aio as ai
from ai_sdk.testing import ProviderServer, Reply
from tests.faults.outcomes import CANARY, TEXT, Case, Played, limits
from tests.faults.sinks import Trail, hits_in

_CALLS = [("weather", {"city": "Rome"}), ("weather", {"city": "Oslo"})]


async def play(case: Case, trail: Trail) -> Played:
    """What comes of the call; whatever is raised is told, not raised."""
    played = Played()
    script = [Reply.text(TEXT)]
    settings: dict[str, Any] = {"max_retries": 0, "timeout": limits(case.fault), "prompt": "hi"}
    if case.fault.tools:
        script = [Reply.tool_calls(_CALLS), Reply.text(TEXT)]
        settings.update(tools=[_weather(played.ran)], stop_when=ai.is_step_count(3))
    settings.update(trail.settings())
    with ProviderServer(script, faults=[case.fault]) as server:
        async with ai.AsyncHTTPClient() as client:
            model = model_of(case.protocol, server, client)
            with trail.watch():
                try:
                    played.result = await _call(model, settings, stream=case.stream)
                    trail.add_result(played.result)
                except Exception as error:
                    played.error = error
                    trail.add_error(error)
                trail.add_objects(model, client)
        played.requests = len(server.requests)
    played.leaks = hits_in(trail.texts, [CANARY])
    return played


def model_of(protocol: str, server: ProviderServer, client: Any) -> Any:
    """A model that speaks the protocol to the server."""
    given: dict[str, Any] = {"api_key": CANARY, "client": client, "base_url": server.base_url}
    if protocol == "anthropic_messages":
        return ai.create_anthropic(**given)("claude-sonnet-4-5")
    if protocol == "bedrock":
        given["base_url"] = server.origin
        return ai.create_bedrock(**given)("anthropic.claude-sonnet-4-5-v1:0")
    if protocol == "azure_chat":
        given["base_url"] = f"{server.origin}/openai"
        return ai.create_azure(**given).chat("gpt-4o")
    if protocol == "vertex":
        given["base_url"] = f"{server.origin}/v1beta1/projects/p/locations/l"
        given["token"] = given.pop("api_key")
        return ai.create_google_vertex(**given)("gemini-2.5-flash")
    if protocol == "google_genai":
        given["base_url"] = f"{server.origin}/v1beta"
        return ai.create_google(**given)("gemini-2.5-flash")
    if protocol == "openai_completions":
        return ai.create_openai(**given).completion("gpt-3.5-turbo-instruct")
    if protocol.startswith("openai_"):
        return getattr(ai.create_openai(**given), protocol.removeprefix("openai_"))("gpt-4o")
    return getattr(ai, f"create_{protocol}")(**given).chat("a-model")


async def _call(model: Any, settings: dict[str, Any], *, stream: bool) -> Any:
    if not stream:
        return await ai.generate_text(model, **settings)
    async with ai.stream_text(model, **settings) as reading:
        async for _ in reading:
            pass
        return await reading.result()


def _weather(ran: list[str]) -> Any:
    @ai.tool
    def weather(city: str) -> str:
        """The weather in a city."""
        ran.append(city)
        return "sunny"

    return weather
