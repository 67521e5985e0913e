"""OpenAI's protocols put together."""

from __future__ import annotations

from ..brain import answer
from .base import Route, WireProtocol
from .openai_chat import read_chat
from .openai_chat_write import write_chat
from .openai_common import bearer_key, write_error
from .openai_completions import read_completion, write_completion
from .openai_embeddings import answer_embeddings, read_embeddings, write_embeddings
from .openai_images import (
    answer_file,
    answer_images,
    read_edit,
    read_file,
    read_generation,
    write_file,
    write_images,
)
from .openai_models import answer_models, read_models, write_models
from .openai_responses import read_response
from .openai_responses_write import write_response
from .openai_services import answer_count, answer_upload, read_upload, write_plain
from .openai_speech import answer_speech, read_speech, write_speech
from .openai_transcription import (
    answer_transcription,
    read_transcription,
    read_translation,
    write_transcription,
)
from .rerank import answer_rerank, read_rerank, write_rerank

_TRANSCRIBE = (answer_transcription, write_transcription)
_MODELS = (read_models, answer_models, write_models)

OPENAI = WireProtocol(
    name="openai",
    routes=(
        Route("POST", "/v1/chat/completions", read_chat, answer, write_chat),
        Route("POST", "/v1/completions", read_completion, answer, write_completion),
        Route("POST", "/v1/responses", read_response, answer, write_response),
        Route("POST", "/v1/responses/input_tokens", read_response, answer_count, write_plain),
        Route("POST", "/v1/files", read_upload, answer_upload, write_plain),
        Route("POST", "/v1/embeddings", read_embeddings, answer_embeddings, write_embeddings),
        Route("POST", "/v1/rerank", read_rerank, answer_rerank, write_rerank),
        Route("POST", "/v1/images/generations", read_generation, answer_images, write_images),
        Route("POST", "/v1/images/edits", read_edit, answer_images, write_images),
        Route("GET", "/files/{name}", read_file, answer_file, write_file, open_to_all=True),
        Route("POST", "/v1/audio/speech", read_speech, answer_speech, write_speech),
        Route("POST", "/v1/audio/transcriptions", read_transcription, *_TRANSCRIBE),
        Route("POST", "/v1/audio/translations", read_translation, *_TRANSCRIBE),
        Route("GET", "/v1/models", *_MODELS),
        Route("GET", "/v1/models/{model}", *_MODELS),
    ),
    write_error=write_error,
    key_of=bearer_key,
)
