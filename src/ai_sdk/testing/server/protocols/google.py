"""The Gemini API and Vertex AI put together."""

from __future__ import annotations

from .base import Route, WireProtocol
from .google_common import key_of, write_error
from .google_generate import answer_generate, read_count, read_generate
from .google_media import (
    answer_embed,
    answer_predict,
    read_batch,
    read_embed,
    read_predict,
    write_embed,
    write_predict,
)
from .google_services import (
    answer_cache,
    answer_count,
    answer_file,
    answer_list,
    answer_models,
    answer_upload,
    read_cache,
    read_file,
    read_list,
    read_models,
    read_upload,
)
from .google_write import write_generate
from .openai_services import write_plain

_PROJECT = "/v1beta1/projects/{project}/locations/{location}/publishers/google"
_EXPRESS = "/v1beta1/publishers/google"
_MODELS = (read_models, answer_models, write_plain)
_GENERATE = (read_generate, answer_generate, write_generate)


def _of_models(base: str) -> tuple[Route, ...]:
    """The operations of models below an address."""
    at = f"{base}/models/{{model}}"
    return (
        Route("POST", f"{at}:generateContent", *_GENERATE),
        Route("POST", f"{at}:streamGenerateContent", *_GENERATE),
        Route("POST", f"{at}:countTokens", read_count, answer_count, write_plain),
        Route("POST", f"{at}:embedContent", read_embed, answer_embed, write_embed),
        Route("POST", f"{at}:batchEmbedContents", read_batch, answer_embed, write_embed),
        Route("POST", f"{at}:predict", read_predict, answer_predict, write_predict),
    )


GOOGLE = WireProtocol(
    name="google",
    routes=(
        *_of_models("/v1beta"),
        *_of_models(_PROJECT),
        *_of_models(_EXPRESS),
        Route("GET", "/v1beta/models", *_MODELS),
        Route("GET", "/v1beta/models/{model}", *_MODELS),
        Route("POST", "/upload/v1beta/files", read_upload, answer_upload, write_plain),
        Route("GET", "/v1beta/files/{file}", read_file, answer_file, write_plain),
        Route("POST", "/v1beta/cachedContents", read_cache, answer_cache, write_plain),
        Route("GET", "/v1beta/cachedContents", read_list, answer_list, write_plain),
    ),
    write_error=write_error,
    key_of=key_of,
)
