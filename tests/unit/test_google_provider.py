"""The providers google and google_vertex: handles, keys, addresses, tokens."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from ai_sdk import (
    ConfigurationError,
    LoadAPIKeyError,
    MissingDependencyError,
    create_google,
    create_google_vertex,
    google,
    google_vertex,
)
from ai_sdk.extras import optional
from ai_sdk.providers import _vertex_access
from ai_sdk.providers._vertex_access import VertexAddress, VertexToken
from ai_sdk.providers.registry import resolve

KEYS = ("GOOGLE_GENERATIVE_AI_API_KEY", "GEMINI_API_KEY", "GOOGLE_API_KEY")
PLACES = (
    "GOOGLE_VERTEX_API_KEY",
    "GOOGLE_VERTEX_PROJECT",
    "GOOGLE_CLOUD_PROJECT",
    "GOOGLE_VERTEX_LOCATION",
    "GOOGLE_CLOUD_LOCATION",
)


def a_token() -> str:
    return "ya29.token"


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*KEYS, *PLACES):
        monkeypatch.delenv(name, raising=False)


class TestGoogle:
    @pytest.mark.parametrize("place", range(3))
    def test_the_first_key_that_is_set_is_used(
        self, place: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in KEYS[place:]:
            monkeypatch.setenv(name, f"key of {name}")

        headers = google("gemini-3-pro").endpoint.request_headers()
        assert headers == {"x-goog-api-key": f"key of {KEYS[place]}"}

    def test_a_missing_key_names_the_variables(self) -> None:
        with pytest.raises(LoadAPIKeyError) as caught:
            google("gemini-3-pro").endpoint.request_headers()
        assert caught.value.variable == KEYS[0]
        assert all(name in str(caught.value) for name in KEYS)

    def test_settings_of_ones_own(self) -> None:
        mine = create_google(
            api_key="secret-key", base_url="http://host/v1beta/", headers={"x-a": "b"}, name="mine"
        )
        handle = mine("gemini-3-pro")

        assert handle.endpoint.url("/models") == "http://host/v1beta/models"
        assert handle.endpoint.request_headers() == {"x-goog-api-key": "secret-key", "x-a": "b"}
        assert handle.dialect.option_namespaces == ("mine", "google")
        assert "secret-key" not in repr(mine) + repr(handle)

    @pytest.mark.parametrize("kind", ["language", "embedding", "image", "speech"])
    def test_handles_are_values(self, kind: str) -> None:
        for provider in (google, google_vertex):
            handle = getattr(provider, kind)("gemini-3-pro")

            assert handle.kind == kind and handle.provider == provider.name
            assert pickle.loads(pickle.dumps(handle)) == handle
            assert hash(handle) == hash(getattr(provider, kind)("gemini-3-pro"))
            assert resolve(f"{provider.name}:gemini-3-pro", kind) == handle  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("model", "json_schema", "tools"),
        [
            ("gemini-2.5-flash", True, True),
            ("gemma-3-27b-it", False, False),
            ("gemini-2.5-flash-image", False, False),
        ],
    )
    def test_what_models_can_do(self, model: str, json_schema: bool, tools: bool) -> None:
        capabilities = google(model).capabilities

        assert (capabilities.json_schema, capabilities.tools) == (json_schema, tools)
        assert capabilities.schema_dialect == "plain"

    @pytest.mark.parametrize(
        ("model", "protocol", "limit"),
        [
            ("imagen-4.0-generate-001", "google_genai.images", 4),
            ("gemini-2.5-flash-image", "google_genai.gemini_images", 1),
        ],
    )
    def test_images_have_two_protocols(self, model: str, protocol: str, limit: int) -> None:
        handle = google.image(model)

        assert (handle.protocol, handle.max_images_per_call) == (protocol, limit)

    @pytest.mark.parametrize(
        ("base", "root", "version"),
        [
            (None, "https://generativelanguage.googleapis.com", "v1beta"),
            ("http://host/v1", "http://host", "v1"),
            ("http://host/google", "http://host/google", ""),
        ],
    )
    def test_services_lie_beside_the_version(self, base: Any, root: str, version: str) -> None:
        handle = create_google(base_url=base, api_key="k").services

        assert (handle.endpoint.address(), handle.dialect.version) == (root, version)


class TestVertexAddress:
    @pytest.mark.parametrize(
        ("location", "host"),
        [
            ("global", "aiplatform.googleapis.com"),
            ("europe-west4", "europe-west4-aiplatform.googleapis.com"),
            ("eu", "aiplatform.eu.rep.googleapis.com"),
            ("us", "aiplatform.us.rep.googleapis.com"),
        ],
    )
    def test_hosts(self, location: str, host: str) -> None:
        vertex = create_google_vertex(project="p", location=location, token=a_token)

        url = vertex("m").endpoint.url("/x")
        assert url == f"https://{host}/v1beta1/projects/p/locations/{location}/x"

    @pytest.mark.parametrize("prefix", ["GOOGLE_VERTEX", "GOOGLE_CLOUD"])
    def test_places_from_the_environment(
        self, prefix: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(f"{prefix}_PROJECT", "p")
        assert VertexAddress()().endswith("projects/p/locations/global")
        monkeypatch.setenv(f"{prefix}_LOCATION", "us-east5")
        assert VertexAddress()().endswith("projects/p/locations/us-east5")

    @pytest.mark.parametrize(
        ("project", "location", "words"),
        [
            (None, "global", "GOOGLE_VERTEX_PROJECT"),
            ("p", "evil.com/", "location"),
            ("p", "", "global"),
        ],
    )
    def test_bad_places(self, project: Any, location: str, words: str) -> None:
        if location:
            with pytest.raises(ConfigurationError, match=words):
                VertexAddress(project, location)()
        else:
            assert words in VertexAddress(project, location)()

    def test_a_project_stays_one_segment(self) -> None:
        assert "projects/a%2Fb/" in VertexAddress("a/b")()

    def test_an_address_of_ones_own(self) -> None:
        vertex = create_google_vertex(token="t", base_url="http://host/v1/projects/p/locations/l")

        assert vertex("m").endpoint.address() == "http://host/v1/projects/p/locations/l"


class TestVertexAccess:
    @pytest.mark.parametrize("token", ["ya29.token", a_token])
    def test_tokens(self, token: Any) -> None:
        endpoint = create_google_vertex(project="p", token=token)("m").endpoint

        assert endpoint.request_headers() == {"authorization": "Bearer ya29.token"}

    def test_express_mode(self, monkeypatch: pytest.MonkeyPatch) -> None:
        given = create_google_vertex(api_key="key-1")("m").endpoint
        monkeypatch.setenv("GOOGLE_VERTEX_API_KEY", "key-2")
        found = google_vertex("m").endpoint

        assert given.address() == found.address() == "https://aiplatform.googleapis.com/v1beta1"
        assert given.request_headers() == {"x-goog-api-key": "key-1"}
        assert found.request_headers() == {"x-goog-api-key": "key-2"}

    def test_a_project_that_is_given_wins_over_the_key_of_the_environment(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("GOOGLE_VERTEX_API_KEY", "key-2")
        endpoint = create_google_vertex(project="p", credentials=Credentials())("m").endpoint

        assert "projects/p" in endpoint.address()
        assert endpoint.request_headers() == {"authorization": "Bearer token-0"}

    def test_several_ways_in_are_refused(self) -> None:
        with pytest.raises(ConfigurationError, match="token or api_key"):
            create_google_vertex(token="t", api_key="k")

    def test_credentials_are_refreshed_when_they_run_out(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(_vertex_access, "_refresh", lambda found: found.refresh(None))
        credentials = Credentials()
        token = VertexToken(credentials)

        assert [token(), token()] == ["token-0", "token-0"]
        credentials.valid = False
        assert [token(), token()] == ["token-1", "token-1"]

    def test_a_missing_package_is_told_with_its_line(self) -> None:
        with pytest.raises(MissingDependencyError, match=r'pip install "ai-sdk\[vertex\]"'):
            optional("no_such_package_here", "vertex", "Vertex AI")


class TestGoogleAuth:
    """With the real package, and what it would find on other machines put in its place."""

    @pytest.fixture(autouse=True)
    def _forgotten(self, monkeypatch: pytest.MonkeyPatch) -> None:
        pytest.importorskip("google.auth")
        monkeypatch.setattr(_vertex_access, "_found", [])

    def test_credentials_of_this_machine_are_looked_for_once(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import google.auth

        asked: list[Any] = []

        def default(scopes: Any) -> Any:
            asked.append(scopes)
            return Credentials(), "project"

        monkeypatch.setattr(google.auth, "default", default)
        token = VertexToken()

        assert [token(), token()] == ["token-0", "token-0"]
        assert asked == [("https://www.googleapis.com/auth/cloud-platform",)]

    def test_no_credentials_are_told_with_the_ways_out(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import google.auth
        from google.auth.exceptions import DefaultCredentialsError

        def default(scopes: Any) -> Any:
            raise DefaultCredentialsError("none here")

        monkeypatch.setattr(google.auth, "default", default)
        with pytest.raises(ConfigurationError, match="gcloud auth") as caught:
            VertexToken()()
        assert isinstance(caught.value.__cause__, DefaultCredentialsError)

    def test_a_failed_refresh_is_typed(self) -> None:
        from google.auth.exceptions import RefreshError

        class Broken(Credentials):
            def refresh(self, _request: Any) -> None:
                raise RefreshError("revoked")

        credentials = Broken()
        credentials.valid = False
        with pytest.raises(ConfigurationError, match="revoked"):
            VertexToken(credentials)()


class Credentials:
    """Stands in for google-auth's credentials."""

    def __init__(self) -> None:
        self.valid = True
        self.count = 0

    @property
    def token(self) -> str:
        return f"token-{self.count}"

    def refresh(self, _request: Any) -> None:
        self.valid = True
        self.count += 1
