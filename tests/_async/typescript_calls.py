"""Holds the conversations of `tests/typescript` with this library and tells what came of each."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import ai_sdk.aio as ai
from ai_sdk.testing import ProviderServer, RecordedRequest
from ai_sdk.types._value import evolve
from tests.typescript.conversations import Conversation
from tests.typescript.outcomes import failure_of, step_of, tokens_of


async def hold(
    talk: Conversation, function: str, protocol: str
) -> tuple[Any, list[RecordedRequest]]:
    """Hold one conversation; the outcome, and the requests that the server saw."""
    with ProviderServer(talk.replies()) as server:
        async with ai.AsyncHTTPClient() as client:
            model = _model(protocol, server, client, talk.model_for(protocol))
            try:
                outcome = await _FUNCTIONS[function](talk.call, model)
            except ai.AISDKError as error:
                outcome = {"error": failure_of(error)}
        requests = server.requests
    if function == "stream" and "output" in talk.call and "error" not in outcome:
        for view in talk.views():
            said, _ = await hold(talk, view, protocol)
            outcome.update(said)
    return outcome, requests


def _model(protocol: str, server: ProviderServer, client: Any, model_id: str) -> Any:
    given: dict[str, Any] = {"api_key": "test-key", "client": client}
    if protocol == "anthropic":
        return ai.create_anthropic(base_url=server.base_url, **given)(model_id)
    if protocol == "google":
        return ai.create_google(base_url=f"{server.origin}/v1beta", **given)(model_id)
    if protocol == "azure":
        return ai.create_azure(base_url=f"{server.origin}/openai", **given)(model_id)
    openai = ai.create_openai(base_url=server.base_url, **given)
    return openai.chat(model_id) if protocol == "chat" else openai.responses(model_id)


async def _text(call: dict[str, Any], model: Any) -> dict[str, Any]:
    result = await ai.generate_text(model, **_text_arguments(call))
    outcome = {"steps": [step_of(step) for step in result.steps], "usage": tokens_of(result.usage)}
    return {**outcome, **_output(call, result)}


async def _stream(call: dict[str, Any], model: Any) -> dict[str, Any]:
    outcome: dict[str, Any] = {}
    parts: list[Any] = []
    stream = ai.stream_text(model, **_text_arguments(call))
    try:
        async with stream:
            async for part in stream:
                parts.append(part)
            result = await stream.result()
    except ai.AISDKError as error:
        outcome["error"] = failure_of(error)
        outcome["steps"] = [step_of(step) for step in stream.steps]
    else:
        outcome["steps"] = [step_of(step) for step in result.steps]
        outcome["usage"] = tokens_of(result.usage)
        outcome.update(_output(call, result))
    outcome["streamed"] = "".join(part.text for part in parts if part.type == "text-delta")
    outcome["preliminary"] = [
        part.output for part in parts if part.type == "tool-result" and part.preliminary
    ]
    outcome["order"] = [part.type for part in parts]
    return outcome


async def _partials(call: dict[str, Any], model: Any) -> dict[str, Any]:
    async with ai.stream_text(model, **_text_arguments(call)) as stream:
        return {"partials": [partial async for partial in stream.partial_output_stream]}


async def _elements(call: dict[str, Any], model: Any) -> dict[str, Any]:
    async with ai.stream_text(model, **_text_arguments(call)) as stream:
        return {"elements": [element async for element in stream.element_stream]}


def _output(call: dict[str, Any], result: Any) -> dict[str, Any]:
    if "output" not in call:
        return {}
    try:
        return {"output": result.output}
    except ai.AISDKError as error:
        return {"output_error": failure_of(error)}


async def _object(call: dict[str, Any], model: Any) -> dict[str, Any]:
    result = await ai.generate_object(model, **_object_arguments(call))
    return {
        "output": result.object,
        "usage": tokens_of(result.usage),
        "finish": result.finish_reason,
    }


async def _object_stream(call: dict[str, Any], model: Any) -> dict[str, Any]:
    async with ai.stream_object(model, **_object_arguments(call)) as stream:
        partials = [partial async for partial in stream.partial_object_stream]
        result = await stream.result()
    return {"partials": partials, "output": result.object, "usage": tokens_of(result.usage)}


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "text": _text,
    "stream": _stream,
    "partials": _partials,
    "elements": _elements,
    "object": _object,
    "stream_object": _object_stream,
}


# ---- from data to arguments


def _text_arguments(call: dict[str, Any]) -> dict[str, Any]:
    out = dict(call.get("settings", {}))
    if "prompt" in call:
        out["prompt"] = call["prompt"]
    if "messages" in call:
        out["messages"] = [_message(message) for message in call["messages"]]
    if "tools" in call:
        out["tools"] = {name: _tool(name, told) for name, told in call["tools"].items()}
    for told in call.get("provider_tools", ()):
        kit = {"anthropic": ai.anthropic, "google": ai.google}[told["provider"]].tools
        made = getattr(kit, told["ours"])(**told["args"])
        out["tools"] = {**out.get("tools", {}), told["name"]: made}
    if "stop_when" in call:
        out["stop_when"] = [_stop(condition) for condition in call["stop_when"]]
    if "output" in call:
        out["output"] = _spec(call["output"])
    if "approvals" in call:
        out["tool_approval"] = call["approvals"]
    if "prepared" in call:
        out["prepare_step"] = lambda step: call["prepared"][step.step_number]
    if "repaired" in call:
        out["repair_tool_call"] = lambda broken: _repaired(broken, call["repaired"])
    if "smooth" in call:
        out["transform"] = ai.smooth_stream(delay=None, chunking=call["smooth"])
    return out


def _object_arguments(call: dict[str, Any]) -> dict[str, Any]:
    told = call["output"]
    out = {**call.get("settings", {}), "prompt": call["prompt"]}
    if told["kind"] == "choice":
        return {**out, "output": "enum", "enum": told["options"]}
    if told["kind"] == "json":
        return {**out, "output": "no-schema"}
    return {**out, "output": told["kind"], "schema": told["schema"]}


def _message(message: dict[str, Any]) -> dict[str, Any]:
    content = message["content"]
    if isinstance(content, str):
        return message
    return {**message, "content": [_part(part) for part in content]}


def _part(part: dict[str, Any]) -> dict[str, Any]:
    if "held_by" in part:
        kept = {name: value for name, value in part.items() if name != "held_by"}
        return {**kept, "data": ai.FileReference(part["held_by"])}
    if "data_base64" not in part:
        return part
    kept = {name: value for name, value in part.items() if name != "data_base64"}
    return {**kept, "data": base64.b64decode(part["data_base64"])}


def _tool(name: str, told: dict[str, Any]) -> Any:
    does = told["does"]
    more = ("strict", "input_examples", "provider_options")
    return ai.tool(
        name=name,
        description=told["description"],
        input_schema=told["schema"],
        execute=None if does.get("client") else _execution(does),
        **{field: told[field] for field in more if field in told},
    )


def _execution(does: dict[str, Any]) -> Callable[..., Any]:
    if "fails" in does:

        def fail(given: Any) -> Any:
            raise RuntimeError(does["fails"])

        return fail
    if "yields" in does:

        def go_on(given: Any) -> Any:
            yield from does["yields"]

        return go_on

    def answer(given: Any) -> Any:
        return given if does.get("echo") else does["returns"]

    return answer


def _repaired(broken: Any, arguments: str | None) -> Any:
    return None if arguments is None else evolve(broken.tool_call, input=arguments)


def _spec(told: dict[str, Any]) -> Any:
    if told["kind"] == "object":
        return ai.Output.object(told["schema"])
    if told["kind"] == "array":
        return ai.Output.array(told["schema"])
    if told["kind"] == "choice":
        return ai.Output.choice(told["options"])
    return ai.Output.json()


def _stop(condition: dict[str, Any]) -> Any:
    if "steps" in condition:
        return ai.is_step_count(condition["steps"])
    return ai.has_tool_call(condition["tool"])
