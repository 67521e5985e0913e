"""The two ideas under the wire classes: classes built late, and hooks that adopt the JSON object."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ClassVar, Literal, TypeAlias

import attrs
import pytest

from ai_sdk.wire._convert import hook_for, structure, unstructure
from ai_sdk.wire._model import UNSET, Raw, Unset, field_names, given, is_model, model, or_unset
from ai_sdk.wire.openai_chat import _generated as chat
from ai_sdk.wire.openai_media import _generated as media
from ai_sdk.wire.openai_responses import _generated as responses

from .wire_samples import fields, value


@model
class Cat:
    type: Literal["cat"] = "cat"
    name: str | None | Unset = UNSET


@model
class Dog:
    type: Literal["dog", "puppy"]
    friends: list[Cat | Dog | Raw] | None | Unset = UNSET
    by_name: dict[str, Cat] | None | Unset = UNSET
    class_: str | None | Unset = UNSET
    __wire__: ClassVar[dict[str, str]] = {"class_": "class"}


@model
class Plain:
    size: int | None | Unset = UNSET


@model
class Sent:
    text: str
    note: str | None = None
    limit: int | None | Unset = UNSET


@model
class Custom:
    type: Literal["custom"] | None | Unset = UNSET
    name: str | None | Unset = UNSET


@model
class Bespoke:
    type: Literal["bespoke"] | None = None


@model
class Kitten:
    type: Literal["kitten"] | Literal["cub"]  # noqa: PYI030 - not the form the generator writes
    mood: Literal["calm"] | str | None | Unset = UNSET


Animal: TypeAlias = Cat | Dog | Raw
Mixed: TypeAlias = str | Cat | Dog | Plain | list[Cat]


class TestUnset:
    def test_is_one_false_value_through_pickle_and_copy(self) -> None:
        assert not UNSET
        assert repr(UNSET) == "UNSET"
        assert Unset() is UNSET
        assert pickle.loads(pickle.dumps(UNSET)) is UNSET
        assert copy.deepcopy(UNSET) is UNSET

    @pytest.mark.parametrize(("value", "expected"), [(UNSET, None), (None, None), (0, 0), ("", "")])
    def test_given(self, value: Any, expected: Any) -> None:
        assert given(value) == expected

    @pytest.mark.parametrize(("value", "expected"), [(None, UNSET), (0, 0), (False, False)])
    def test_or_unset(self, value: Any, expected: Any) -> None:
        assert or_unset(value) is expected


class TestModel:
    def test_field_names_and_kind_without_building(self) -> None:
        @model
        class Fresh:
            one: int
            two: str | None = None

        assert field_names(Fresh) == ("one", "two")
        assert is_model(Fresh)
        assert not is_model(str)
        assert not is_model(Fresh(one=1))

    def test_is_an_attrs_class_once_somebody_asks(self) -> None:
        assert [field.name for field in attrs.fields(Sent)] == ["text", "note", "limit"]
        assert attrs.asdict(Sent(text="a")) == {"text": "a", "note": None, "limit": UNSET}

    def test_takes_keywords_only_and_needs_the_required_ones(self) -> None:
        with pytest.raises(TypeError):
            Sent("a")  # type: ignore[call-arg,misc]
        with pytest.raises(TypeError):
            Sent()  # type: ignore[call-arg]
        with pytest.raises(TypeError):
            Sent(text="a", nothing=1)  # type: ignore[call-arg]

    def test_compares_by_value_and_kind(self) -> None:
        assert Sent(text="a") == Sent(text="a")
        assert Sent(text="a") != Sent(text="b")
        assert Cat() != Plain()
        assert structure({"type": "cat", "name": "Tom"}, Cat) == Cat(name="Tom")
        assert Cat.__hash__ is None

    def test_repr_shows_what_is_set(self) -> None:
        assert repr(Cat(name="Tom")) == "Cat(type='cat', name='Tom')"
        assert repr(Cat()) == "Cat(type='cat')"

    def test_an_absent_required_field_reads_unset(self) -> None:
        sent = structure({}, Sent)
        assert sent.text is UNSET
        assert not hasattr(sent, "nothing")
        assert not hasattr(sent, "__nothing__")

    def test_copies_and_pickles(self) -> None:
        made = structure({"type": "message", "x_new": [1]}, responses.OutputMessage)
        assert pickle.loads(pickle.dumps(made)) == made
        assert copy.deepcopy(made) == made
        assert copy.copy(made).x_new == [1]  # type: ignore[attr-defined]

    def test_many_threads_may_build_one_class(self) -> None:
        for _ in range(20):

            @model
            class Fresh:
                first: int
                second: str | None = None
                third: str | None | Unset = UNSET

            with ThreadPoolExecutor(8) as pool:
                made = list(pool.map(lambda n, cls=Fresh: cls(first=n), range(16)))  # type: ignore[misc]
            assert [each.first for each in made] == list(range(16))
            assert {(each.second, each.third) for each in made} == {(None, UNSET)}

    def test_importing_the_generated_modules_builds_nothing(self) -> None:
        code = (
            "import sys\n"
            "from ai_sdk.wire.openai_chat import _generated as chat\n"
            "from ai_sdk.wire.openai_responses import _generated as responses\n"
            "from ai_sdk.wire.openai_media import _generated as media\n"
            "from ai_sdk.wire.openai_options import _generated as options\n"
            "assert not {'cattrs', 'attr', 'typing_extensions'} & set(sys.modules)\n"
        )
        # the protocol packages may load attrs through the public types: stub them out
        stub = (
            "import sys, types, pathlib, ai_sdk.wire\n"
            "root = pathlib.Path(ai_sdk.wire.__file__).parent\n"
            "for name in ('openai_chat', 'openai_responses', 'openai_media', 'openai_options'):\n"
            "    package = types.ModuleType('ai_sdk.wire.' + name)\n"
            "    package.__path__ = [str(root / name)]\n"
            "    sys.modules['ai_sdk.wire.' + name] = package\n"
        )
        subprocess.run([sys.executable, "-c", stub + code], check=True)


class TestStructure:
    def test_adopts_the_dict(self) -> None:
        data = {"type": "cat", "name": "Tom"}
        cat = structure(data, Cat)
        assert cat.__dict__ is data

    def test_union_members_lists_and_maps(self) -> None:
        dog = structure(
            {
                "type": "puppy",
                "friends": [
                    {"type": "cat"},
                    {"type": "dog", "friends": []},
                    {"type": "emu"},
                    3,
                    None,
                ],
                "by_name": {"a": {"type": "cat", "name": "A"}, "b": 7},
            },
            Animal,
        )
        assert isinstance(dog, Dog)
        assert dog.friends == [
            Cat(),
            structure({"type": "dog", "friends": []}, Dog),
            Raw("emu", {"type": "emu"}),
            3,
            None,
        ]
        assert dog.by_name == {"a": Cat(name="A"), "b": 7}

    def test_a_union_of_literals_is_no_tag(self) -> None:
        family = Cat | Kitten | Raw
        assert structure({"type": "kitten"}, family) == Raw("kitten", {"type": "kitten"})
        assert structure({"mood": "new"}, family) == structure({"mood": "new"}, Kitten)

    def test_what_has_no_tag_is_the_untagged_member(self) -> None:
        assert structure({"size": 2}, Mixed) == Plain(size=2)
        assert structure({"type": "emu"}, Mixed) == Raw("emu", {"type": "emu"})
        assert structure("text", Mixed) == "text"
        assert structure([{"type": "cat"}], Mixed) == [Cat()]

    def test_what_has_no_tag_is_the_one_member_that_may_lack_it(self) -> None:
        assert structure({"name": "x"}, Cat | Custom) == structure({"name": "x"}, Custom)
        assert isinstance(structure({"type": "custom"}, Cat | Custom), Custom)
        assert structure({"name": "x"}, Cat | Custom | Bespoke) == Raw(None, {"name": "x"})

    @pytest.mark.parametrize("data", [None, 3, "x", [], [{}]], ids=repr)
    def test_the_wrong_shape_stays_in_place(self, data: Any) -> None:
        assert structure(data, Cat) is data
        inside = structure({"type": "dog", "friends": data, "by_name": data}, Dog)
        assert unstructure(inside) == {"type": "dog", "friends": data, "by_name": data}

    @pytest.mark.parametrize(
        "kind", [str, int, list[str], dict[str, int], str | int, Any], ids=repr
    )
    def test_what_needs_no_work_gets_none(self, kind: Any) -> None:
        data = object()
        assert structure(data, kind) is data

    def test_twice_is_once(self) -> None:
        event = hook_for(responses.ResponseStreamEvent)({"type": "response.queued", "response": {}})
        assert structure(event, responses.ResponseStreamEvent) is event


class TestNames:
    def test_a_wire_name_that_is_no_identifier(self) -> None:
        dog = structure({"type": "dog", "class": "terrier"}, Dog)
        assert dog.class_ == "terrier"
        assert unstructure(dog) == {"type": "dog", "class": "terrier"}
        assert unstructure(Dog(type="dog", class_="pug")) == {"type": "dog", "class": "pug"}

    @pytest.mark.parametrize(
        "data",
        [{"class": "a", "class_": "b"}, {"class_": "b"}, {"class": None}, {}],
        ids=repr,
    )
    def test_names_that_cross_come_back(self, data: dict[str, Any]) -> None:
        assert unstructure(structure(dict(data), Dog)) == data

    def test_generated_names(self) -> None:
        call = responses.FunctionToolCallInput(name="f", arguments="{}", call_id="1", async_=True)
        assert unstructure(call)["async"] is True


class TestUnstructure:
    def test_none_is_absent_or_null_as_the_class_says(self) -> None:
        assert unstructure(Sent(text="a", note=None, limit=None)) == {"text": "a", "limit": None}
        assert unstructure(Sent(text="a")) == {"text": "a"}

    def test_raw_is_its_data(self) -> None:
        raw = Raw("emu", {"type": "emu", "n": 1})
        assert unstructure(raw) == {"type": "emu", "n": 1}
        assert unstructure([raw, {"k": raw}]) == [raw.data, {"k": raw.data}]
        assert repr(raw) == "Raw(type='emu', data={'type': 'emu', 'n': 1})"
        assert raw != {"type": "emu", "n": 1}

    def test_plain_json_inside_is_shared(self) -> None:
        schema = {"type": "object", "properties": {"a": {"type": "string"}}}
        tool = chat.ChatFunctionTool(
            function=chat.ChatFunctionDefinition(name="f", parameters=schema)
        )
        body = unstructure(tool)
        assert body == {"type": "function", "function": {"name": "f", "parameters": schema}}
        assert body["function"]["parameters"] is schema

    def test_a_chat_request(self) -> None:
        request = chat.ChatRequest(
            model="m",
            messages=[
                chat.ChatSystemMessage(content="Be brief."),
                chat.ChatUserMessage(content=[chat.ChatTextPart(text="Hi")]),
            ],
            temperature=or_unset(None),
            top_p=or_unset(0.0),
        )
        assert unstructure(request) == {
            "model": "m",
            "messages": [
                {"role": "system", "content": "Be brief."},
                {"role": "user", "content": [{"type": "text", "text": "Hi"}]},
            ],
            "top_p": 0.0,
        }


@pytest.mark.parametrize(
    "module", [chat, responses, media], ids=lambda m: m.__name__.split(".")[-2]
)
def test_every_generated_class_can_be_constructed(module: Any) -> None:
    import random

    rng = random.Random(7)
    classes = [kind for kind in vars(module).values() if is_model(kind)]
    assert len(classes) > 40
    for cls in classes:
        renames = {wire: name for name, wire in cls.__dict__.get("__wire__", {}).items()}
        given_values = {renames.get(n, n): value(kind, rng) for n, kind in fields(cls).items()}
        body = unstructure(cls(**copy.deepcopy(given_values)))
        assert body == {
            {name: wire for wire, name in renames.items()}.get(n, n): v
            for n, v in given_values.items()
            if v is not None or getattr(cls, n, UNSET) is not None
        }
