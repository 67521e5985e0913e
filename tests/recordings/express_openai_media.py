"""Recorded embedding, image, speech and transcription requests as calls of our functions."""

from __future__ import annotations

import base64
from typing import Any

from ai_sdk import FilePart

from .intention import Inexpressible, Intention, Reader
from .records import Record

MEDIA_TYPES = {"wav": "audio/wav", "m4a": "audio/mp4", "mp3": "audio/mpeg", "png": "image/png"}


def express_embeddings(record: Record, provider: str = "openai") -> Intention:
    """`embed` for one value, `embed_many` for a list; which encoding travels is ours to choose."""
    reader = Reader(record.body, provider)
    model = reader.take("model") or record.path.split("/")[2]
    reader.take("encoding_format")
    values = reader.take("input")
    if isinstance(values, str) or (values and isinstance(values[0], int)):
        reader.arguments["value"] = values
        return reader.finish("embed", "embedding", model)
    reader.arguments["values"] = values
    return reader.finish("embed_many", "embedding", model)


def express_images(record: Record) -> Intention:
    """A generation, or an edit whose images stand in JSON."""
    reader = Reader(record.body, "openai")
    model = reader.take("model", "dall-e-2")
    reader.argument("prompt")
    reader.argument("n")
    reader.argument("size")
    images = reader.take("images")
    if images:
        reader.arguments["images"] = [image["image_url"] for image in images]
        reader.option("multipart", False)
    else:
        _plain_links(reader, model)
    return reader.finish("generate_image", "image", model)


def _plain_links(reader: Reader, model: str) -> None:
    """Models that can answer by link or inline are asked for neither where the record is silent."""
    if model.startswith("dall-e") and "response_format" not in reader.left:
        reader.option("response_format", None)


def express_speech(record: Record) -> Intention:
    """Text to audio."""
    reader = Reader(record.body, "openai")
    model = reader.take("model")
    reader.argument("input", "text")
    reader.argument("voice")
    reader.argument("response_format", "output_format")
    reader.argument("instructions")
    reader.argument("speed")
    return reader.finish("generate_speech", "speech", model)


def express_upload(record: Record) -> Intention:
    """A multipart request: an image edit or variation, a transcription or translation.

    Of each file the recorder kept the first bytes and the size; the rest is filled with zeros.
    """
    fields: dict[str, Any] = {}
    files: list[tuple[str, FilePart]] = []
    for part in record.multipart or ():
        if part.get("filename"):
            files.append((part["name"], _file(part)))
        else:
            fields[part["name"]] = part["text"]
    reader = Reader(fields, "openai")
    if record.api == "audio":
        if record.path == "/audio/translations":
            reader.option("translate", True)
        reader.arguments["audio"] = files[0][1]
        if "temperature" in reader.left:
            reader.option("temperature", float(reader.take("temperature")))
        if reader.left.get("stream") == "true":
            reader.option("stream", reader.take("stream") == "true")
        return reader.finish("transcribe", "transcription", reader.take("model"))
    return _edit(reader, files)


def _edit(reader: Reader, files: list[tuple[str, FilePart]]) -> Intention:
    model = reader.take("model", "dall-e-2")
    reader.arguments["prompt"] = reader.take("prompt")
    reader.argument("size")
    if "n" in reader.left:
        reader.arguments["n"] = int(reader.take("n"))
    images = [file for name, file in files if name != "mask"]
    if not images:
        raise Inexpressible("the recorder dropped the files of the form")
    reader.arguments["images"] = images
    _plain_links(reader, model)
    masks = [file for name, file in files if name == "mask"]
    if masks:
        reader.arguments["mask"] = masks[0]
    return reader.finish("generate_image", "image", model)


def _file(part: dict[str, Any]) -> FilePart:
    head = base64.b64decode(part["head_base64"])
    data = head + bytes(part["size"] - len(head))
    name = part["filename"]
    return FilePart(data, MEDIA_TYPES.get(name.rpartition(".")[2]), name)
