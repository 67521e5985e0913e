"""google-genai, in both of its colours."""

from __future__ import annotations

from typing import Any

from ai_sdk.testing import ProviderServer

from ..outcomes import CANARY
from .base import TIMEOUT, Peer, in_loop

__all__ = ["GOOGLE_GENAI", "GOOGLE_GENAI_ASYNC"]

_ASKED: dict[str, Any] = {"model": "gemini-2.5-flash", "contents": "hi"}


def _client(server: ProviderServer) -> Any:
    from google import genai
    from google.genai import types

    options = types.HttpOptions(
        base_url=server.origin, api_version="v1beta", timeout=int(TIMEOUT * 1000)
    )
    return genai.Client(api_key=CANARY, http_options=options)


def _generate(server: ProviderServer, stream: bool) -> str:
    with _client(server) as client:
        if not stream:
            return client.models.generate_content(**_ASKED).text or ""
        return "".join(each.text or "" for each in client.models.generate_content_stream(**_ASKED))


async def _generate_async(server: ProviderServer, stream: bool) -> str:
    async with _client(server).aio as client:
        if not stream:
            return (await client.models.generate_content(**_ASKED)).text or ""
        answer = await client.models.generate_content_stream(**_ASKED)
        return "".join([each.text or "" async for each in answer])


_OWN = ("google.genai",)
GOOGLE_GENAI = Peer(_OWN, {"google_genai": _generate}, _OWN)
GOOGLE_GENAI_ASYNC = Peer(_OWN, {"google_genai": in_loop(_generate_async)}, _OWN)
