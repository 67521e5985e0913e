"""Makes a tiny language model in the GGUF format: random weights from a seed, bytes as words.

What it says is noise. But a real engine loads it, samples from it, obeys grammars with it and
counts its tokens, and that is what the tests need. Nothing is downloaded and no model's weights
or vocabulary are used.

    python -m tests.engine.tiny_gguf FILE
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gguf
import numpy as np

ROOT = Path(__file__).resolve().parents[2]
SEED = 20251122
MERGES = 512
LAYERS, WIDTH, HEADS, KV_HEADS, HIDDEN, CONTEXT = 2, 64, 4, 2, 128, 4096
SPECIAL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>", "<tool_call>", "</tool_call>")
NEVER = -30.0
# How much likelier a token is than a random one, so that strings and turns end and tools are called.
BIAS = {"<|im_end|>": 2.5, "<tool_call>": 3.0, "</tool_call>": 2.0, '"': 3.0, "}": 2.0, "]": 3.0}
# The same right after one token: a turn does not end at its start, and ends after a tool call.
BIAS_AFTER = (("\u010a", "<|im_end|>", NEVER), ("</tool_call>", "<|im_end|>", 8.0))

TEMPLATE = """\
{%- if tools %}
{{- '<|im_start|>system\\n' }}
{%- if messages[0].role == 'system' %}{{- messages[0].content + '\\n' }}{%- endif %}
{{- '<tools>' }}
{%- for tool in tools %}{{- '\\n' + (tool | tojson) }}{%- endfor %}
{{- '\\n</tools>\\nCall a tool like this: <tool_call>{"name": NAME, "arguments": OBJECT}' }}
{{- '</tool_call><|im_end|>\\n' }}
{%- elif messages[0].role == 'system' %}
{{- '<|im_start|>system\\n' + messages[0].content + '<|im_end|>\\n' }}
{%- endif %}
{%- for message in messages %}
{%- if message.role == 'user' or (message.role == 'system' and not loop.first) %}
{{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}
{%- elif message.role == 'assistant' %}
{{- '<|im_start|>assistant\\n' }}
{%- if message.content %}{{- message.content }}{%- endif %}
{%- for call in message.tool_calls or [] %}
{{- '<tool_call>{"name": "' + call.function.name + '", "arguments": ' }}
{{- call.function.arguments | tojson }}{{- '}</tool_call>' }}
{%- endfor %}
{{- '<|im_end|>\\n' }}
{%- elif message.role == 'tool' %}
{{- '<|im_start|>user\\n<tool_response>' + message.content + '</tool_response><|im_end|>\\n' }}
{%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' }}{%- endif %}
"""


def cached_model() -> Path:
    """Give the model's file; make it if the cache lacks this version of it."""
    recipe = hashlib.sha256(Path(__file__).read_bytes() + _text().encode()).hexdigest()[:16]
    path = ROOT / ".cache" / "engine" / f"tiny-{recipe}.gguf"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}.part")
        write_model(unfinished)
        unfinished.replace(path)
    return path


def write_model(path: Path) -> None:
    """Write the model."""
    words, merges = vocabulary(_text())
    tokens = [*words, *SPECIAL]
    writer = gguf.GGUFWriter(path, "llama")
    _write_settings(writer, len(tokens))
    _write_tokenizer(writer, tokens, merges)
    for name, weights in _tensors(tokens):
        writer.add_tensor(name, weights)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _text() -> str:
    return (ROOT / "LICENSE").read_text(encoding="utf-8")


# --- vocabulary ---


def byte_letters() -> dict[int, str]:
    """Give each byte a printable letter, as byte-level vocabularies do."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters = {byte: chr(byte) for byte in plain}
    others = (byte for byte in range(256) if byte not in letters)
    return letters | {byte: chr(256 + n) for n, byte in enumerate(others)}


def vocabulary(text: str) -> tuple[list[str], list[str]]:
    """Learn pair merges from a text: the words of the vocabulary and the merges in order."""
    letters = byte_letters()
    pieces = Counter(f" {word}" for word in text.split())
    spelled = {
        tuple(letters[byte] for byte in piece.encode()): count for piece, count in pieces.items()
    }
    words = [letters[byte] for byte in range(256)]
    merges: list[str] = []
    while len(merges) < MERGES:
        pairs: Counter[tuple[str, str]] = Counter()
        for piece, count in spelled.items():
            for pair in zip(piece, piece[1:], strict=False):
                pairs[pair] += count
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        merges.append(" ".join(best))
        words.append("".join(best))
        spelled = {_merge(piece, best): count for piece, count in spelled.items()}
    return list(dict.fromkeys(words)), merges


def _merge(piece: tuple[str, ...], pair: tuple[str, str]) -> tuple[str, ...]:
    merged: list[str] = []
    for letter in piece:
        if merged and (merged[-1], letter) == pair:
            merged[-1] += letter
        else:
            merged.append(letter)
    return tuple(merged)


# --- the file ---


def _write_settings(writer: Any, size: int) -> None:
    writer.add_name("tiny random model")
    writer.add_vocab_size(size)
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(HIDDEN)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KV_HEADS)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)


def _write_tokenizer(writer: Any, tokens: list[str], merges: list[str]) -> None:
    normal, control = gguf.TokenType.NORMAL, gguf.TokenType.CONTROL
    # The tool marks stay visible in the text: the engine's own parser looks for them there.
    types = [control if token in SPECIAL[:3] else normal for token in tokens]
    types[-2:] = [gguf.TokenType.USER_DEFINED] * 2
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokens)
    writer.add_token_types(types)
    writer.add_token_merges(merges)
    writer.add_bos_token_id(tokens.index("<|endoftext|>"))
    writer.add_eos_token_id(tokens.index("<|im_end|>"))
    writer.add_add_bos_token(False)
    writer.add_chat_template(TEMPLATE)


def _tensors(tokens: list[str]) -> Iterator[tuple[str, Any]]:
    """Draw the weights.

    The first places of the model's state are marks that no layer writes to. Place 0 is 1 for every
    token, so column 0 of the output matrix adds a fixed amount to each token's score. The others
    are 1 only after one token, for `BIAS_AFTER`.
    """
    random = np.random.default_rng(SEED)

    def matrix(rows: int, columns: int, scale: float = 1.0) -> Any:
        spread = scale / np.sqrt(columns)
        return random.normal(0.0, spread, (rows, columns)).astype(np.float32)

    def writing(rows: int, columns: int) -> Any:
        made = matrix(rows, columns)
        made[:marks] = 0.0
        return made

    marks = 1 + len(BIAS_AFTER)
    ones = np.ones(WIDTH, dtype=np.float32)
    kv_width = WIDTH // HEADS * KV_HEADS
    embedding = matrix(len(tokens), WIDTH, scale=np.sqrt(WIDTH))
    embedding[:, :marks] = 0.0
    embedding[:, 0] = 1.0
    for mark, (before, _, _) in enumerate(BIAS_AFTER, start=1):
        embedding[tokens.index(before), mark] = 1.0
    yield "token_embd.weight", embedding
    for layer in range(LAYERS):
        name = f"blk.{layer}"
        yield f"{name}.attn_norm.weight", ones
        yield f"{name}.attn_q.weight", matrix(WIDTH, WIDTH)
        yield f"{name}.attn_k.weight", matrix(kv_width, WIDTH)
        yield f"{name}.attn_v.weight", matrix(kv_width, WIDTH)
        yield f"{name}.attn_output.weight", writing(WIDTH, WIDTH)
        yield f"{name}.ffn_norm.weight", ones
        yield f"{name}.ffn_gate.weight", matrix(HIDDEN, WIDTH)
        yield f"{name}.ffn_up.weight", matrix(HIDDEN, WIDTH)
        yield f"{name}.ffn_down.weight", writing(WIDTH, HIDDEN)
    yield "output_norm.weight", ones
    output = matrix(len(tokens), WIDTH)
    output[:, :marks] = 0.0
    output[[not _is_plain(token) for token in tokens], 0] = NEVER
    for token, bias in BIAS.items():
        output[tokens.index(token), 0] = bias
    for mark, (_, token, bias) in enumerate(BIAS_AFTER, start=1):
        output[tokens.index(token), mark] = bias
    yield "output.weight", output


def _is_plain(token: str) -> bool:
    """Tell whether a token is printable ASCII, so that the model never makes invalid UTF-8."""
    letters = byte_letters()
    return token not in SPECIAL and set(token) <= {letters[byte] for byte in range(32, 127)}


if __name__ == "__main__":
    write_model(Path(sys.argv[1]))
