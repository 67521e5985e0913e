"""The vendors' chat answers, read by hand: each brought to OpenAI's form, then walked as that.

An independent walk: nothing of `ai_sdk` is imported, nothing of its decoders is known here.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from .expected import Expected, ExpectedError
from .expected_openai_chat import walk_chunks, walk_completion
from .expected_openai_errors import error_class
from .records import Record

Body = dict[str, Any]
Rewrite = Callable[[Body], Body]


def walk_vendor(record: Record, rewrite: Rewrite) -> Expected:
    """What a record's answer says.

    Args:
        record: the record.
        rewrite: brings an answer or a chunk to OpenAI's form.
    """
    if record.status >= 400:
        return walk_flat_error(record)
    if record.streamed:
        return walk_chunks([_rewritten(text, rewrite) for text in record.event_data])
    choices = record.answer.get("choices") or [{}]
    failure = record.answer.get("error") or choices[0].get("error")
    if failure:
        code = failure.get("code")
        return ExpectedError(error_class(str(code), code), None, None)
    return walk_completion(rewrite(record.answer))


def _rewritten(text: str, rewrite: Rewrite) -> str:
    try:
        chunk = json.loads(text)
    except ValueError:
        return text
    return json.dumps(rewrite(chunk)) if isinstance(chunk, dict) else text


def walk_flat_error(record: Record) -> ExpectedError:
    """An error whose object is the body, under "error", or whose words are."""
    body = record.answer
    error = body.get("error") if isinstance(body, dict) else None
    found = error if isinstance(error, dict) else body
    if not isinstance(found, dict):
        return ExpectedError(error_class(None, record.status), record.status, None)
    said = error if isinstance(error, str) else found.get("message")
    if isinstance(said, str) and "maximum context length" in said:
        return ExpectedError("ContextOverflowError", record.status, said)
    words = [found.get("code"), found.get("type")]
    code = next((word for word in words if isinstance(word, str)), None)
    return ExpectedError(
        error_class(code, record.status), record.status, said if isinstance(said, str) else None
    )


def plain(body: Body) -> Body:
    """Nothing to bring to another form."""
    return body


def completion(body: Body) -> Body:
    """The text of a completion stands in the choice itself."""
    choices: list[Body] = []
    for choice in body.get("choices") or ():
        said = {"content": choice.get("text")}
        choices.append({**choice, "message": said, "delta": said})
    return {**body, "choices": choices}


def groq(body: Body) -> Body:
    """Streams have their usage under `x_groq`."""
    own = (body.get("x_groq") or {}).get("usage")
    return {**body, "usage": body.get("usage") or own}


def cached(body: Body) -> Body:
    """Together, Mistral and DeepSeek tell what came from a cache in the usage object itself."""
    usage = body.get("usage")
    if not usage or "cached_tokens" in (usage.get("prompt_tokens_details") or {}):
        return body
    names = ("prompt_cache_hit_tokens", "cached_tokens", "num_cached_tokens")
    found = next((usage[name] for name in names if usage.get(name) is not None), None)
    return {**body, "usage": {**usage, "prompt_tokens_details": {"cached_tokens": found}}}


def together(body: Body) -> Body:
    """An answer that came to its end ends with "eos"."""
    choices = [
        {**choice, "finish_reason": choice.get("finish_reason")}
        for choice in body.get("choices") or ()
    ]
    return cached({**body, "choices": choices})


def mistral(body: Body) -> Body:
    """Content may be a list, with what was thought in it."""
    choices: list[Body] = []
    for choice in body.get("choices") or ():
        name = "message" if "message" in choice else "delta"
        message = choice.get(name) or {}
        if isinstance(message.get("content"), list):
            parts = message["content"]
            thoughts = [t for p in parts if p["type"] == "thinking" for t in p["thinking"]]
            message = {
                **message,
                "content": "".join(p["text"] for p in parts if p["type"] == "text"),
                "reasoning_content": "".join(t["text"] for t in thoughts),
            }
        choices.append({**choice, name: message})
    return cached({**body, "choices": choices})


def xai(body: Body) -> Body:
    """Reasoning is counted beside the answer, where the total says so."""
    usage = dict(body.get("usage") or {})
    thought = (usage.get("completion_tokens_details") or {}).get("reasoning_tokens") or 0
    said, read = usage.get("completion_tokens"), usage.get("prompt_tokens")
    if thought and said is not None and read + said + thought == usage.get("total_tokens"):
        usage["completion_tokens"] = said + thought
    return _citing({**body, "usage": usage or None}, body.get("citations"))


def perplexity(body: Body) -> Body:
    """What is cited stands beside the choices; in a stream, in each chunk."""
    return _citing(body, body.get("search_results") or body.get("citations"))


def _citing(body: Body, cited: Any) -> Body:
    if not cited or not body.get("choices"):
        return body
    urls = [each["url"] if isinstance(each, dict) else each for each in cited]
    notes = [{"type": "url_citation", "url_citation": {"url": url}} for url in urls if url]
    first, *rest = body["choices"]
    for name in ("message", "delta"):
        if name in first:
            first = {**first, name: {**(first[name] or {}), "annotations": notes}}
    return {**body, "choices": [first, *rest]}
