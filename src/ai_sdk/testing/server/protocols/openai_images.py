"""Images: generation, edits, and the files behind image URLs."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..brain.pictures import draw, png_size
from ..content import Content, Images, ProviderError
from ..payload import Event, Payload, event_payload, json_payload
from ..turn import count_tokens
from .base import Exchange
from .openai_common import json_body, missing, read_count, read_model, refuse, wrong_type

_SIZE = re.compile(r"([1-9]\d{0,3})x([1-9]\d{0,3})")


@dataclass(frozen=True, slots=True)
class ImageAsk:
    """What an image request asks for."""

    model: str
    prompt: str
    width: int
    height: int
    count: int
    body: Mapping[str, Any]
    edit: bool = False
    stream: bool = False
    partial_images: int = 0

    @property
    def as_url(self) -> bool:
        """Whether the answer names URLs; the older models do so unless told otherwise."""
        return self.model.startswith("dall-e") and self.body.get("response_format") != "b64_json"


def read_generation(exchange: Exchange) -> ImageAsk:
    """Read a `POST /images/generations`."""
    return _read(json_body(exchange), exchange)


def read_edit(exchange: Exchange) -> ImageAsk:
    """Read a `POST /images/edits`, which comes as JSON or as a form."""
    if exchange.request.content_type == "application/json":
        body = json_body(exchange)
        if not body.get("images"):
            raise missing("images")
        return _read(body, exchange, edit=True)
    form = exchange.request.form
    files = [*form.get("image", ()), *form.get("image[]", ())]
    if not files:
        raise missing("image")
    for file in (*files, *form.get("mask", ())):
        if not file.data:
            raise refuse("The image file is empty.", "image", "invalid_image")
        if file.filename is None:
            raise refuse("Invalid type for 'image': expected a file.", "image", "invalid_type")
    _check_mask(files[0].data, form["mask"][0].data if "mask" in form else None)
    texts = {name: parts[-1].text for name, parts in form.items() if parts[-1].filename is None}
    return _read(_typed(texts), exchange, edit=True)


def _check_mask(image: bytes, mask: bytes | None) -> None:
    if mask is not None and png_size(image) != png_size(mask):
        message = "Invalid mask image format - mask size does not match image size"
        raise refuse(message, "mask", "invalid_image_file")


def _typed(texts: Mapping[str, str]) -> dict[str, Any]:
    """Give form fields the types that they have in JSON."""
    typed: dict[str, Any] = dict(texts)
    for name in ("n", "partial_images", "output_compression"):
        if name in typed and typed[name].isdigit():
            typed[name] = int(typed[name])
    if "stream" in typed:
        typed["stream"] = typed["stream"].lower() == "true"
    return typed


def _read(body: Mapping[str, Any], exchange: Exchange, *, edit: bool = False) -> ImageAsk:
    model = read_model({"model": "gpt-image-1", **body}, exchange, status=400)
    prompt = body.get("prompt")
    if not prompt:
        raise missing("prompt")
    if not isinstance(prompt, str):
        raise wrong_type("prompt", "a string", prompt)
    count = read_count(body, "n") or 1
    if count > 10:
        raise refuse(f"Invalid 'n': {count}. Expected a value <= 10.", "n", "invalid_value")
    width, height = _size(body.get("size"))
    stream = body.get("stream") is True
    partial = read_count(body, "partial_images", 0) or 0
    return ImageAsk(model, prompt, width, height, count, body, edit, stream, partial)


def _size(size: Any) -> tuple[int, int]:
    if size in (None, "auto"):
        return 1024, 1024
    found = _SIZE.fullmatch(size) if isinstance(size, str) else None
    if found is None or max(int(side) for side in found.groups()) > 4096:
        supported = "Supported sizes are 1024x1024, 1024x1536, 1536x1024, and auto."
        message = f"Invalid size '{size}'. {supported}"
        raise ProviderError(
            400, message, type="image_generation_user_error", code="invalid_value", param="size"
        )
    return int(found.group(1)), int(found.group(2))


def answer_images(ask: ImageAsk, _exchange: Exchange) -> Content:
    """Draw the pictures."""
    drawn = (draw(ask.prompt, ask.width, ask.height, seed) for seed in range(ask.count))
    revised = f"{ask.prompt} (a plain blend of two colours)"
    return Images(tuple(drawn), revised if ask.model.startswith("dall-e-3") else None)


def write_images(content: Content, ask: ImageAsk, exchange: Exchange) -> Payload:
    """Write images as one JSON document or as events."""
    if not isinstance(content, Images):
        raise ProviderError(500, f"{type(content).__name__} is no answer to an image request")
    if ask.stream:
        return event_payload(_events(content, ask, exchange))
    data = [_image(file, index, content, ask, exchange) for index, file in enumerate(content.files)]
    answer: dict[str, Any] = {"created": exchange.created, "data": data}
    if not ask.model.startswith("dall-e"):
        answer = {**answer, **_settings(ask), "usage": _usage(ask, len(content.files))}
    return json_payload(answer)


def _image(
    file: bytes, index: int, content: Images, ask: ImageAsk, exchange: Exchange
) -> dict[str, Any]:
    image: dict[str, Any] = {}
    if content.revised_prompt is not None:
        image["revised_prompt"] = content.revised_prompt
    if not ask.as_url:
        return {**image, "b64_json": base64.b64encode(file).decode()}
    name = exchange.make_id("img", index)
    exchange.memory.files[name] = file
    return {**image, "url": f"{exchange.origin}/files/{name}.png"}


def _settings(ask: ImageAsk) -> dict[str, Any]:
    """Write the settings as they came to be; this server draws opaque PNG only."""
    quality = ask.body.get("quality") or "auto"
    return {
        "background": "opaque",
        "output_format": "png",
        "quality": "high" if quality == "auto" else quality,
        "size": f"{ask.width}x{ask.height}",
    }


def _usage(ask: ImageAsk, count: int) -> dict[str, Any]:
    text, drawn = count_tokens(ask.prompt), count * 272
    image = 194 if ask.edit else 0
    return {
        "input_tokens": text + image,
        "input_tokens_details": {"image_tokens": image, "text_tokens": text},
        "output_tokens": drawn,
        "output_tokens_details": {"image_tokens": drawn, "text_tokens": 0},
        "total_tokens": text + image + drawn,
    }


def _events(content: Images, ask: ImageAsk, exchange: Exchange) -> Iterator[Event]:
    kind = "image_edit" if ask.edit else "image_generation"
    base = {"created_at": exchange.created, **_settings(ask)}
    for index in range(ask.partial_images):
        sketch = draw(ask.prompt, ask.width, ask.height, seed=-1 - index)
        name = f"{kind}.partial_image"
        sent = {"b64_json": base64.b64encode(sketch).decode(), "partial_image_index": index}
        yield Event({"type": name, **sent, **base}, event=name)
    for file in content.files:
        name = f"{kind}.completed"
        sent = {"b64_json": base64.b64encode(file).decode(), "usage": _usage(ask, 1)}
        yield Event({"type": name, **sent, **base}, event=name, end_mark=True)


def read_file(exchange: Exchange) -> bytes:
    """Find the picture that an image URL names."""
    file = exchange.memory.files.get(exchange.params["name"].removesuffix(".png"))
    if file is None:
        raise ProviderError(404, "No such file.")
    return file


def answer_file(file: bytes, _exchange: Exchange) -> Content:
    """Give the picture itself."""
    return Images((file,))


def write_file(content: Content, file: bytes, _exchange: Exchange) -> Payload:
    """Send the picture's bytes."""
    data = content.files[0] if isinstance(content, Images) else file
    return Payload(200, (("content-type", "image/png"),), data)
