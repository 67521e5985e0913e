"""What an answer rests on, as sources: pages, places, documents, pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...types.content import Source
from ..facts import text_of
from .facts import rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["SourceReader"]


class SourceReader:
    """Reads sources; a stream repeats what it has told, so each is given once."""

    def __init__(self, provider: str) -> None:
        self._provider = provider
        self._seen: set[tuple[str | None, ...]] = set()

    def read(self, candidate: Mapping[str, Any]) -> list[Source]:
        """The sources of a candidate that are new."""
        grounding = candidate.get("groundingMetadata")
        if not isinstance(grounding, dict):
            return []
        found = (self._source(chunk) for chunk in rows_of(grounding.get("groundingChunks")))
        return [source for source in found if source is not None]

    def _source(self, chunk: Mapping[str, Any]) -> Source | None:
        for kind, named in chunk.items():
            if isinstance(named, dict) and kind in ("web", "maps", "image", "retrievedContext"):
                return self._named(kind, named)
        return None

    def _named(self, kind: str, named: Mapping[str, Any]) -> Source | None:
        url = text_of(named.get("sourceUri")) or text_of(named.get("uri"))
        title = text_of(named.get("title"))
        document = text_of(named.get("documentName")) or text_of(named.get("fileSearchStore"))
        key = (kind, url, title, document, text_of(named.get("text")))
        if not any(key[1:]) or key in self._seen:
            return None
        self._seen.add(key)
        place = f"src-{len(self._seen) - 1}"
        about = {self._provider: {"kind": kind, **_rest(named)}}
        if url is not None and url.startswith(("http://", "https://")):
            return Source(place, "url", url, title, provider_metadata=about)
        from mimetypes import guess_type

        name = (url or document or title or "document").rpartition("/")[2]
        media_type = guess_type(name)[0]
        return Source(
            place, "document", url, title or name, media_type, name, provider_metadata=about
        )


def _rest(named: Mapping[str, Any]) -> dict[str, Any]:
    return {name: item for name, item in named.items() if name not in ("title", "uri", "sourceUri")}
