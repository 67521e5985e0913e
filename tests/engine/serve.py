"""Serves a model file over HTTP on loopback until standard input closes.

    python -m tests.engine.serve FILE [--embedding]

Writes one line, `ready URL`, when it accepts requests.
"""

from __future__ import annotations

import sys
from typing import Any

import xllamacpp


def settings(path: str, *, embedding: bool) -> Any:
    """Give the engine's settings: small, on one thread, offline."""
    params = xllamacpp.CommonParams()
    params.model.path = path
    params.model_alias = {"tiny"}
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.offline = True
    params.warmup = False
    params.n_ctx = 16_384
    params.n_parallel = 4
    params.n_batch = params.n_ubatch = 512
    params.cpuparams.n_threads = 1
    params.verbosity = -1
    if embedding:
        params.embedding = True
        params.pooling_type = xllamacpp.llama_pooling_type.LLAMA_POOLING_TYPE_MEAN
    return params


def main() -> None:
    """Serve."""
    server = xllamacpp.Server(settings(sys.argv[1], embedding="--embedding" in sys.argv))
    print("ready", server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
