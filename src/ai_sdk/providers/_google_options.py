"""Google's options: the generated ones, and the few that are no field of a request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from ..wire.google_options import (
    GoogleEmbeddingOptions,
    GoogleImagenOptions,
    GoogleLanguageOptions,
)

__all__ = ["EmbeddingOptions", "ImageOptions", "LanguageOptions", "SpeechOptions"]


class LanguageOptions(GoogleLanguageOptions, total=False):
    """Options of language models.

    `structured_outputs` False asks for JSON without holding it to the schema; `schema_mode` says
    how schemas are sent (by default in the service's own subset where it can say everything, else
    as JSON Schema); `safety_threshold` is one threshold for the usual four kinds of harm;
    `allowed_function_names` limits the functions without changing the list; `speech_config` may be
    the name of a voice.
    """

    structured_outputs: bool
    schema_mode: Literal["auto", "openapi", "json-schema"]
    safety_threshold: Literal[
        "BLOCK_LOW_AND_ABOVE", "BLOCK_MEDIUM_AND_ABOVE", "BLOCK_ONLY_HIGH", "BLOCK_NONE", "OFF"
    ]
    allowed_function_names: Sequence[str]


class EmbeddingOptions(GoogleEmbeddingOptions, total=False):
    """Options of embedding models."""


class ImageOptions(GoogleImagenOptions, total=False):
    """Options of image models: those of Imagen, and for Gemini's own pictures `image_config`,
    `safety_settings` and `safety_threshold`."""

    image_config: Mapping[str, Any]
    safety_settings: Sequence[Mapping[str, Any]]
    safety_threshold: str


class SpeechOptions(GoogleLanguageOptions, total=False):
    """Options of speech models. `speakers` gives each speaker in the text a voice."""

    speakers: Mapping[str, str]
