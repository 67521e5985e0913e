"""Makes one call of what answers in one piece, against a server with one fault, in this colour."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ai_sdk.aio as ai
from ai_sdk.testing import MCPServer, ProviderServer, Reply
from tests.faults.outcomes import CANARY, TEXT, Case, Played, Told, limits
from tests.faults.sinks import Trail, hits_in

_BYTES = b"\x89PNG\r\n\x1a\n and more"
_VECTORS = [[0.5, 1.0], [0.25, -1.0]]
_SCRIPTS = {
    "embeddings": Reply.embeddings(_VECTORS),
    "images": Reply.images([_BYTES]),
    "speech": Reply.audio(b"RIFF0000WAVE"),
    "transcription": Reply.transcript(TEXT),
    "rerank": Reply.ranking([(1, 0.9), (0, 0.1)]),
}


async def play(case: Case, trail: Trail) -> Played:
    """What comes of the call; whatever is raised is told, not raised."""
    played = Played()
    settings = {"max_retries": 0, "timeout": limits(case.fault)}
    async with ai.AsyncHTTPClient() as client:
        with _server(case) as server:
            with trail.watch():
                try:
                    told = await _ASKS[case.protocol](server, client, settings, trail)
                    played.result = Told(told)
                except Exception as error:
                    played.error = error
                    trail.add_error(error)
                trail.add_objects(client)
    played.leaks = hits_in(trail.texts, [CANARY])
    return played


def _server(case: Case) -> Any:
    if case.protocol == "mcp":
        return MCPServer([_add], faults=[case.fault])
    script = [_SCRIPTS[case.protocol]] if case.protocol in _SCRIPTS else None
    return ProviderServer(script, faults=[case.fault])


def _add(a: int, b: int) -> int:
    """Add two numbers."""
    return a + b


def _provider(server: Any, client: Any) -> Any:
    return ai.create_openai(base_url=server.base_url, api_key=CANARY, client=client)


async def _embeddings(server: Any, client: Any, settings: Any, trail: Trail) -> bool:
    model = _provider(server, client).embedding("text-embedding-3-small")
    told = {"telemetry": trail.settings().get("telemetry")}
    result = await ai.embed_many(model, values=["a", "b"], **settings, **told)
    trail.add_result(result)
    return [list(each) for each in result.embeddings] == _VECTORS


async def _images(server: Any, client: Any, settings: Any, trail: Trail) -> bool:
    model = _provider(server, client).image("gpt-image-1")
    result = await ai.generate_image(model, prompt="a sky", **settings)
    trail.add_result(result)
    return bool(result.image.bytes == _BYTES)


async def _speech(server: Any, client: Any, settings: Any, trail: Trail) -> bool:
    model = _provider(server, client).speech("tts-1")
    result = await ai.generate_speech(model, text="hi", **settings)
    trail.add_result(result)
    return bool(result.audio.bytes == b"RIFF0000WAVE")


async def _transcription(server: Any, client: Any, settings: Any, trail: Trail) -> bool:
    model = _provider(server, client).transcription("whisper-1")
    result = await ai.transcribe(model, audio=b"RIFF0000WAVE", **settings)
    trail.add_result(result)
    return bool(result.text == TEXT)


async def _rerank(server: Any, client: Any, settings: Any, trail: Trail) -> bool:
    provider = ai.openai_compatible(
        name="local", base_url=server.base_url, api_key=CANARY, client=client
    )
    result = await ai.rerank(
        provider.reranking("ranker"), documents=["x", "y"], query="y", **settings
    )
    trail.add_result(result)
    return [each.original_index for each in result.ranking] == [1, 0]


async def _models(server: Any, client: Any, settings: Any, trail: Trail) -> bool:
    found = await ai.list_models(_provider(server, client), **settings)
    trail.add_result(found)
    return "gpt-5" in [each.id for each in found]


async def _tokens(server: Any, client: Any, settings: Any, trail: Trail) -> bool:
    anthropic = ai.create_anthropic(base_url=server.base_url, api_key=CANARY, client=client)
    result = await ai.count_tokens(anthropic("claude-sonnet-4-5"), prompt="hi", **settings)
    trail.add_result(result)
    return result.input_tokens == 4


async def _uploads(server: Any, client: Any, settings: Any, trail: Trail) -> bool:
    result = await ai.upload_file(_provider(server, client), b"a,b", filename="a.csv", **settings)
    trail.add_result(result)
    return bool(result.id == "file_000001")


async def _mcp(server: Any, client: Any, settings: Any, trail: Trail) -> bool:
    transport = ai.MCPHTTPTransport(server.url, token=CANARY)
    seconds = settings["timeout"].first_event
    async with ai.create_mcp_client(transport, client=client, timeout=seconds) as mcp:
        tools = await mcp.list_tools()
    trail.add_objects(mcp)
    return [each.name for each in tools] == ["_add"]


_ASKS: dict[str, Callable[..., Any]] = {
    "embeddings": _embeddings,
    "images": _images,
    "speech": _speech,
    "transcription": _transcription,
    "rerank": _rerank,
    "models": _models,
    "tokens": _tokens,
    "uploads": _uploads,
    "mcp": _mcp,
}
