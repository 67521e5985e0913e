"""Tools that Google runs itself: `google.tools.google_search()` and its like, for `tools=`.

Each takes the tool's settings, spelt as in Python. Settings that are not listed here can be given
as further keywords, and tools that are not listed as `ProviderTool("google.<name>", {...})`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from ..types.tools import ProviderTool

__all__ = [
    "code_execution",
    "computer_use",
    "enterprise_web_search",
    "file_search",
    "google_maps",
    "google_search",
    "google_search_retrieval",
    "url_context",
    "vertex_ai_search",
    "vertex_rag_store",
]


def _tool(kind: str, given: Mapping[str, Any], more: Mapping[str, Any]) -> ProviderTool:
    fields = {key: item for key, item in {**given, **more}.items() if item is not None}
    return ProviderTool(f"google.{kind}", fields)


def google_search(
    *,
    search_types: Mapping[str, Any] | None = None,
    time_range_filter: Mapping[str, str] | None = None,
    exclude_domains: Sequence[str] | None = None,
    **more: Any,
) -> ProviderTool:
    """Search the web; what the answer rests on is in `result.sources`.

    Args:
        search_types: what to search for, such as `{"web_search": {}, "image_search": {}}`.
        time_range_filter: from `start_time` to `end_time`, in ISO form.
        exclude_domains: sites to leave out (Vertex AI).
        **more: further settings.

    Example:
        >>> google_search(exclude_domains=["example.com"]).args
        {'exclude_domains': ['example.com']}
    """
    given = {
        "search_types": search_types,
        "time_range_filter": time_range_filter,
        "exclude_domains": None if exclude_domains is None else list(exclude_domains),
    }
    return _tool("google_search", given, more)


def google_search_retrieval(
    *,
    mode: Literal["MODE_DYNAMIC"] | None = None,
    dynamic_threshold: float | None = None,
    **more: Any,
) -> ProviderTool:
    """The search of Gemini 1.5; `dynamic_threshold` (0 to 1) says how useful it must look."""
    dynamic = {"mode": mode, "dynamic_threshold": dynamic_threshold}
    known = {name: item for name, item in dynamic.items() if item is not None}
    return _tool("google_search_retrieval", {"dynamic_retrieval_config": known or None}, more)


def enterprise_web_search(
    *, exclude_domains: Sequence[str] | None = None, **more: Any
) -> ProviderTool:
    """Search the web under the rules for regulated trades (Vertex AI)."""
    given = {"exclude_domains": None if exclude_domains is None else list(exclude_domains)}
    return _tool("enterprise_web_search", given, more)


def google_maps(*, enable_widget: bool | None = None, **more: Any) -> ProviderTool:
    """Look places up. Where the user is, goes into `google.options(retrieval_config=...)`."""
    return _tool("google_maps", {"enable_widget": enable_widget}, more)


def url_context(**more: Any) -> ProviderTool:
    """Read the pages that the prompt names.

    Example:
        >>> url_context().id
        'google.url_context'
    """
    return _tool("url_context", {}, more)


def code_execution(**more: Any) -> ProviderTool:
    """Let the model write and run Python; code and output are calls and results of the tool."""
    return _tool("code_execution", {}, more)


def file_search(
    *,
    file_search_store_names: Sequence[str],
    top_k: int | None = None,
    metadata_filter: str | None = None,
    **more: Any,
) -> ProviderTool:
    """Search documents in stores of the Gemini API.

    Args:
        file_search_store_names: the stores, such as "fileSearchStores/mine".
        top_k: how many passages at most.
        metadata_filter: which documents count, such as `author = "Curie"`.
        **more: further settings.
    """
    given = {
        "file_search_store_names": list(file_search_store_names),
        "top_k": top_k,
        "metadata_filter": metadata_filter,
    }
    return _tool("file_search", given, more)


def computer_use(
    *,
    environment: Literal[
        "ENVIRONMENT_BROWSER", "ENVIRONMENT_MOBILE", "ENVIRONMENT_DESKTOP"
    ] = "ENVIRONMENT_BROWSER",
    excluded_predefined_functions: Sequence[str] | None = None,
    **more: Any,
) -> ProviderTool:
    """Let the model ask for actions on a screen; its calls are functions for you to run."""
    excluded = excluded_predefined_functions
    given = {
        "environment": environment,
        "excluded_predefined_functions": None if excluded is None else list(excluded),
    }
    return _tool("computer_use", given, more)


def vertex_rag_store(
    *,
    rag_corpora: Sequence[str] | None = None,
    rag_resources: Sequence[Mapping[str, Any]] | None = None,
    similarity_top_k: int | None = None,
    vector_distance_threshold: float | None = None,
    **more: Any,
) -> ProviderTool:
    """Search corpora of Vertex AI's RAG engine.

    Args:
        rag_corpora: resource names of corpora; or
        rag_resources: `{"rag_corpus": name, "rag_file_ids": [...]}` for some of their files.
        similarity_top_k: how many passages at most.
        vector_distance_threshold: how far off a passage may be.
        **more: further settings.

    Example:
        >>> vertex_rag_store(rag_corpora=["projects/p/locations/l/ragCorpora/c"]).args
        {'rag_resources': [{'rag_corpus': 'projects/p/locations/l/ragCorpora/c'}]}
    """
    resources: list[Mapping[str, Any]] = [{"rag_corpus": name} for name in rag_corpora or ()]
    given = {
        "rag_resources": [*resources, *(rag_resources or ())] or None,
        "similarity_top_k": similarity_top_k,
        "vector_distance_threshold": vector_distance_threshold,
    }
    return _tool("vertex_rag_store", given, more)


def vertex_ai_search(
    *,
    datastore: str | None = None,
    engine: str | None = None,
    filter: str | None = None,
    max_results: int | None = None,
    **more: Any,
) -> ProviderTool:
    """Search a data store or an engine of Vertex AI Search."""
    given = {
        "datastore": datastore,
        "engine": engine,
        "filter": filter,
        "max_results": max_results,
    }
    return _tool("vertex_ai_search", given, more)
