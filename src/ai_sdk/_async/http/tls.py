"""TLS settings: one context per process for each way to check certificates, made at first use."""

from __future__ import annotations

import os
import ssl
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from ...errors import ConfigurationError

Verify: TypeAlias = "bool | str | ssl.SSLContext"
"""True for the usual authorities, False for none, a path to others, or a context."""

_PROTOCOLS = ["http/1.1"]


def context_for(verify: Verify) -> ssl.SSLContext:
    """The context to use; `SSL_CERT_FILE` and `SSL_CERT_DIR` name the authorities if set.

    One of the caller's may hold a client certificate. It is told to offer HTTP/1.1 only: a server
    that is offered HTTP/2 would speak it.

    Raises:
        ConfigurationError: A file or directory of certificates cannot be read.
    """
    if isinstance(verify, ssl.SSLContext):
        verify.set_alpn_protocols(_PROTOCOLS)
        return verify
    return _context(
        verify, os.environ.get("SSL_CERT_FILE") or None, os.environ.get("SSL_CERT_DIR") or None
    )


@lru_cache(maxsize=16)
def _context(verify: bool | str, file: str | None, folder: str | None) -> ssl.SSLContext:
    try:
        if isinstance(verify, str):
            inside = Path(verify).is_dir()
            file, folder = (None, verify) if inside else (verify, None)
        elif verify and not file and not folder:
            import certifi

            file = certifi.where()
        context = ssl.create_default_context(cafile=file, capath=folder)
    except OSError as error:
        source = verify if isinstance(verify, str) else file or folder
        raise ConfigurationError(f"cannot read the certificates in {source!r}: {error}") from error
    if verify is False:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    context.set_alpn_protocols(_PROTOCOLS)
    return context
