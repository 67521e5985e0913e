"""generateContent: the parts of an answer, what tools of the service did among them."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from typing import Any

from ..content import Audio, Images, ProviderError
from ..payload import loads_or_text
from ..turn import Ask, ToolCall, Turn
from .base import Exchange
from .google_common import camel, is_young
from .google_seals import sealed

__all__ = ["grounding", "media_parts", "parts_of", "spoilt"]

JSON = dict[str, Any]
_PAGE = "https://example.com/facts"


def parts_of(turn: Turn, ask: Ask, exchange: Exchange) -> list[JSON]:
    """The parts of a turn: thoughts, what the service ran, text, calls."""
    out: list[JSON] = []
    if turn.reasoning:
        out.append({"text": turn.reasoning, "thought": True})
    if not turn.tool_calls:
        out += _hosted(ask, exchange)
    if turn.text:
        out.append({"text": turn.text})
    signs = ask.reasoning or is_young(ask.model)
    for index, call in enumerate(turn.tool_calls):
        part = {"functionCall": _call(call, index, ask, exchange)}
        out.append(sealed(part) if signs and index == 0 else part)
    return out


def _call(call: ToolCall, index: int, ask: Ask, exchange: Exchange) -> JSON:
    """A call; only younger models give their calls ids."""
    made: JSON = {"name": call.name, "args": loads_or_text(call.arguments or "{}")}
    given = call.id or (exchange.make_id("fc", index) if is_young(ask.model) else None)
    return {"id": given, **made} if given else made


def spoilt(turn: Turn) -> bool:
    """Whether a call of a script is none that this API could send."""
    return any(not isinstance(loads_or_text(c.arguments or "{}"), dict) for c in turn.tool_calls)


def _hosted(ask: Ask, exchange: Exchange) -> Iterator[JSON]:
    kinds = {camel(name) for tool in ask.body.get("tools") or () for name in tool}
    shown = (ask.body.get("toolConfig") or {}).get("includeServerSideToolInvocations")
    if "codeExecution" in kinds:
        yield {"executableCode": {"language": "PYTHON", "code": "print(6 * 7)"}}
        yield {"codeExecutionResult": {"outcome": "OUTCOME_OK", "output": "42\n"}}
    if "googleSearch" in kinds and shown:
        about = {"id": exchange.make_id("srv"), "toolType": "GOOGLE_SEARCH_WEB"}
        yield sealed({"toolCall": {**about, "args": {"queries": [ask.prompt[:80]]}}})
        yield sealed({"toolResponse": {**about, "response": {"results": [{"url": _PAGE}]}}})


def grounding(ask: Ask, text: str) -> JSON:
    """What an answer says of its sources, as fields of a candidate."""
    kinds = {camel(name) for tool in ask.body.get("tools") or () for name in tool}
    out: JSON = {}
    chunks: list[JSON] = []
    if kinds & {"googleSearch", "googleSearchRetrieval", "enterpriseWebSearch"}:
        chunks.append({"web": {"uri": _PAGE, "title": "Facts", "domain": "example.com"}})
    if "googleMaps" in kinds:
        place = {"uri": "https://maps.example.com/1", "title": "Café", "placeId": "places/1"}
        chunks.append({"maps": place})
    if kinds & {"fileSearch", "retrieval"}:
        chunks.append({"retrievedContext": {"title": "notes.pdf", "text": "All the facts."}})
    if chunks:
        segment = {"startIndex": 0, "endIndex": len(text.encode()), "text": text}
        support = {"segment": segment, "groundingChunkIndices": list(range(len(chunks)))}
        out["groundingMetadata"] = {
            "groundingChunks": chunks,
            "groundingSupports": [support],
            "webSearchQueries": [ask.prompt[:80]],
        }
    if "urlContext" in kinds:
        pages = re.findall(r"https?://[^\s,)]+", ask.prompt) or [_PAGE]
        read = "URL_RETRIEVAL_STATUS_SUCCESS"
        rows = [{"retrievedUrl": page, "urlRetrievalStatus": read} for page in pages]
        out["urlContextMetadata"] = {"urlMetadata": rows}
    return out


def media_parts(content: Images | Audio) -> list[JSON]:
    """Pictures or sound as parts."""
    if isinstance(content, Audio):
        return [_inline(content.media_type, content.data)]
    if not content.files:
        raise ProviderError(500, "no images")
    return [sealed(_inline("image/png", data)) for data in content.files]


def _inline(media_type: str, data: bytes) -> JSON:
    return {"inlineData": {"mimeType": media_type, "data": base64.b64encode(data).decode()}}
