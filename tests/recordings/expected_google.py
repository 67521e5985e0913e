"""generateContent, read by hand: one answer or its pieces -> `Expected`.

An independent walk: nothing of `ai_sdk` is imported, nothing of its decoders is known here.
"""

from __future__ import annotations

import base64
import json
import re
from typing import Any

from .expected import (
    Expected,
    ExpectedCall,
    ExpectedCount,
    ExpectedError,
    ExpectedFile,
    ExpectedImages,
    ExpectedInterrupted,
    ExpectedText,
    ExpectedUsage,
    ExpectedVectors,
)
from .records import Record

FILTERED = "SAFETY RECITATION BLOCKLIST PROHIBITED_CONTENT SPII MODEL_ARMOR IMAGE_SAFETY".split()
FAULTS = "MALFORMED_FUNCTION_CALL UNEXPECTED_TOOL_CALL MALFORMED_RESPONSE".split()
NUMBERS = {1: "STOP", 2: "MAX_TOKENS", 3: "SAFETY", 4: "RECITATION", 5: "OTHER"}
HOSTED = {"GOOGLE_SEARCH_WEB": "google_search", "URL_CONTEXT": "url_context"}
BY_STATUS = {
    401: "AuthenticationError",
    403: "PermissionDeniedError",
    404: "NotFoundError",
    429: "RateLimitError",
    500: "ServerError",
    503: "OverloadedError",
}


def walk_google(record: Record) -> Expected:
    """What the record's answer says."""
    if record.status >= 400:
        return walk_error(record)
    if record.streamed:
        return walk_pieces(record.event_data)
    return walk_body(record.answer)


def walk_body(body: dict[str, Any]) -> Expected:
    """A whole answer: vectors, pictures, a count of tokens, or content."""
    if "totalTokens" in body:
        return ExpectedCount(body["totalTokens"])
    if "embedding" in body or "embeddings" in body:
        rows = body.get("embeddings") or [body["embedding"]]
        usage = body.get("usageMetadata") or {}
        vectors = tuple(tuple(row["values"]) for row in rows)
        return ExpectedVectors(vectors, usage.get("promptTokenCount"))
    if "predictions" in body:
        return _predicted(body["predictions"])
    if not body.get("candidates") and "promptFeedback" not in body:
        return ExpectedError("InvalidResponseError", 200)
    walk = _Walk()
    walk.take(body)
    return walk.answer()


def _predicted(rows: list[dict[str, Any]]) -> Expected:
    if "embeddings" in rows[0]:
        found = [row["embeddings"] for row in rows]
        tokens = sum(each["statistics"]["token_count"] for each in found)
        return ExpectedVectors(tuple(tuple(each["values"]) for each in found), int(tokens))
    images = [row for row in rows if "raiFilteredReason" not in row]
    images = [row for row in images if "bytesBase64Encoded" in row or "gcsUri" in row]
    files = tuple(
        ExpectedFile(_bytes(row.get("bytesBase64Encoded")), row.get("gcsUri")) for row in images
    )
    return ExpectedImages(files, tuple(row.get("prompt") for row in images), ExpectedUsage())


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else base64.b64decode(text)


def walk_pieces(data: list[str]) -> Expected:
    """A stream: complete with a finish reason after its last content, or with a refusal."""
    walk = _Walk()
    for text in data:
        if text.strip() == "[DONE]":
            continue
        try:
            piece = json.loads(text)
        except ValueError:
            return ExpectedInterrupted("InvalidResponseError", walk.text)
        if "error" in piece:
            return ExpectedInterrupted(error_class(piece["error"], None), walk.text)
        walk.take(piece)
    if (walk.raw is None and walk.blocked is None) or walk.growing is not None:
        return ExpectedInterrupted("StreamInterruptedError", walk.text)
    return walk.answer()


class _Walk:
    """Lays the pieces of one answer together."""

    def __init__(self) -> None:
        self.text = ""
        self.raw: str | None = None
        self.blocked: str | None = None
        self.growing: dict[str, Any] | None = None
        self._thoughts: list[str] = []
        self._calls: list[ExpectedCall] = []
        self._files: list[ExpectedFile] = []
        self._sources: list[str] = []
        self._usage: dict[str, Any] = {}
        self._head: dict[str, Any] = {}

    def take(self, body: dict[str, Any]) -> None:
        """Take in an answer or a piece of one."""
        self._head.update({key: body[key] for key in ("responseId", "modelVersion") if key in body})
        self._usage = body.get("usageMetadata") or self._usage
        verdict = body.get("promptFeedback") or {}
        if "blockReason" in verdict or "blockReasonMessage" in verdict:
            self.blocked = verdict.get("blockReason", "BLOCKED_REASON_UNSPECIFIED")
        candidates = body.get("candidates") or [{}]
        candidate = next((c for c in candidates if not c.get("index")), candidates[0])
        for part in (candidate.get("content") or {}).get("parts") or ():
            self.raw = None
            self._part(part)
        reason = candidate.get("finishReason")
        if reason is not None and reason != "FINISH_REASON_UNSPECIFIED":
            self.raw = NUMBERS.get(reason, str(reason))
        grounding = candidate.get("groundingMetadata") or {}
        for chunk in grounding.get("groundingChunks") or ():
            self._source(chunk)

    def _part(self, part: dict[str, Any]) -> None:
        if "functionCall" in part:
            self._call(part["functionCall"])
        elif "executableCode" in part:
            self._calls.append(ExpectedCall(None, "code_execution", None, True))
        elif "toolCall" in part:
            kind = part["toolCall"]["toolType"]
            name = HOSTED.get(kind, kind.lower())
            self._calls.append(ExpectedCall(part["toolCall"].get("id"), name, None, True))
        elif "inlineData" in part and not part.get("thought"):
            self._files.append(ExpectedFile(base64.b64decode(part["inlineData"]["data"])))
        elif part.get("thought"):
            self._thoughts.append(part.get("text") or "")
        else:
            self.text += part.get("text") or ""

    def _call(self, call: dict[str, Any]) -> None:
        if call.get("name"):
            self.growing = {"id": call.get("id"), "name": call["name"], "args": call.get("args")}
        growing = self.growing or {}
        for piece in call.get("partialArgs") or ():
            growing["args"] = growing["args"] or {}
            _put(growing["args"], piece)
        if not call.get("willContinue"):
            found = ExpectedCall(growing.get("id"), growing["name"], growing.get("args") or {})
            self._calls.append(found)
            self.growing = None

    def _source(self, chunk: dict[str, Any]) -> None:
        for named in chunk.values():
            address = named.get("sourceUri") or named.get("uri")
            document = named.get("documentName") or named.get("fileSearchStore")
            name = (document or named.get("title") or "document").rpartition("/")[2]
            self._sources.append(address or name)

    def answer(self) -> ExpectedText:
        """The answer, at its end."""
        finish: Any = {"STOP": "stop", "MAX_TOKENS": "length"}.get(self.raw or "", "other")
        if self.raw in FILTERED:
            finish = "content-filter"
        elif self.raw in FAULTS:
            finish = "error"
        functions = any(not call.provider_executed for call in self._calls)
        if functions and (finish == "stop" or self.raw is None):
            finish = "tool-calls"
        raw = self.raw
        if raw is None and self.blocked:
            raw, finish = self.blocked, "content-filter"
        return ExpectedText(
            text=self.text,
            reasoning=tuple(self._thoughts),
            tool_calls=tuple(self._calls),
            sources=tuple(self._sources),
            files=tuple(self._files),
            finish_reason=finish,
            raw_finish_reason=raw,
            usage=walk_usage(self._usage),
            response_id=self._head.get("responseId") or None,
            model=self._head.get("modelVersion") or None,
        )


def _put(root: Any, piece: dict[str, Any]) -> None:
    """A piece of arguments at its place."""
    steps = re.findall(r"\.([^.\[]+)|\[(\d+)\]", piece["jsonPath"])
    keys: list[Any] = [name or int(number) for name, number in steps]
    inside = root
    for key, following in zip(keys, [*keys[1:], None], strict=True):
        if isinstance(inside, list):
            while len(inside) <= key:
                inside.append(None)
        old = inside[key] if isinstance(inside, list) else inside.get(key)
        if following is None:
            value = next((v for k, v in piece.items() if k in ("numberValue", "boolValue")), None)
            if "stringValue" in piece:
                value = (old or "") + piece["stringValue"]
            inside[key] = value
        elif old is None:
            inside[key] = [] if isinstance(following, int) else {}
        inside = inside[key]


def walk_usage(usage: dict[str, Any]) -> ExpectedUsage:
    """The counts; the service leaves out those that are zero."""
    read = (usage.get("promptTokenCount") or 0) + (usage.get("toolUsePromptTokenCount") or 0)
    thought, total = usage.get("thoughtsTokenCount"), usage.get("totalTokenCount")
    said = usage.get("candidatesTokenCount")
    if said is None and total is not None:
        said = total - read - (thought or 0)
    spoken = None if said is None and thought is None else (said or 0) + (thought or 0)
    return ExpectedUsage(
        input=None if usage.get("promptTokenCount") is None else read,
        cached=usage.get("cachedContentTokenCount"),
        output=spoken,
        reasoning=thought,
        total=total,
    )


def walk_error(record: Record) -> ExpectedError:
    """The error an answer with a status of 400 or more stands for."""
    body = record.answer[0] if isinstance(record.answer, list) else record.answer
    error: Any = body.get("error") if isinstance(body, dict) else None
    if not isinstance(error, dict):
        return ExpectedError(error_class({}, record.status), record.status, None)
    return ExpectedError(error_class(error, record.status), record.status, error.get("message"))


def error_class(error: dict[str, Any], status: int | None) -> str:
    """The class for an error object: its details know better than the status."""
    status = status or error.get("code")
    details = json.dumps(error.get("details") or [])
    if "API_KEY_INVALID" in details:
        return "AuthenticationError"
    if "PerDay" in details:
        return "QuotaExceededError"
    if status == 400 and "exceeds the maximum number of tokens" in str(error.get("message")):
        return "ContextOverflowError"
    return BY_STATUS.get(status or 0, "BadRequestError")
