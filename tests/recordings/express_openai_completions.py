"""Recorded Completions requests as calls of `generate_text` and `stream_text`."""

from __future__ import annotations

from .express_openai_chat import SAMPLING, sampling
from .intention import Inexpressible, Intention, Reader
from .records import Record


def express_completion(record: Record, provider: str = "openai") -> Intention:
    """The call that sends a recorded Completions request.

    Args:
        record: the record.
        provider: whose it is.
    """
    reader = Reader(record.body, provider)
    model = reader.take("model")
    stream = reader.take("stream") or record.streamed  # a recorder may have lost the setting
    reader.take("stream_options")
    prompt = reader.take("prompt")
    if isinstance(prompt, list) and len(prompt) == 1 and isinstance(prompt[0], str):
        prompt = prompt[0]
    if not isinstance(prompt, str) or not prompt:
        reader.option("prompt", prompt)
        prompt = "-"
    reader.arguments["prompt"] = prompt
    if reader.left.get("max_tokens", 1) >= 1:
        reader.argument("max_tokens", "max_output_tokens")
    sampling(reader, *SAMPLING)
    stop = reader.take("stop")
    if stop is not None:
        reader.arguments["stop_sequences"] = [stop] if isinstance(stop, str) else stop
    reader.argument("seed")
    if model is None:
        raise Inexpressible("no model is named")
    return reader.finish("stream_text" if stream else "generate_text", "completion", model)
