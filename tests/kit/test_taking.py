"""What rules take, made of what clients send, by annotation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import pytest
import strawberry

from services.kit.localized_input import LocalizedTextInput
from services.kit.taking import taken


class Size(Enum):
    LARGE = "LARGE"
    SMALL = "SMALL"


@dataclass
class ThingInput:
    title: LocalizedTextInput
    note: LocalizedTextInput | None = strawberry.UNSET
    url: str | None = strawberry.UNSET
    places: int | None = strawberry.UNSET
    size: Size = Size.LARGE
    sizes: list[Size] | None = strawberry.UNSET
    words: list[str] | None = strawberry.UNSET


@dataclass(frozen=True, slots=True)
class Thing:
    title: Mapping[str, str]
    note: Mapping[str, str] | None
    url: str | None
    places: int | None
    size: Size
    sizes: tuple[str, ...]
    words: tuple[str, ...] | None
    name: str = "none"


def test_what_was_left_out_is_none_and_each_field_is_what_the_rules_take() -> None:
    title = LocalizedTextInput(de=" Ding ", en="")
    assert taken(Thing, ThingInput(title)) == Thing({"de": "Ding"}, None, None, None, Size.LARGE, (), None)
    given = ThingInput(title, title, "x", 0, Size.SMALL, [Size.SMALL, Size.LARGE], [])
    whole = Thing({"de": "Ding"}, {"de": "Ding"}, "x", 0, Size.SMALL, ("SMALL", "LARGE"), (), "own")
    assert taken(Thing, given, name="own") == whole


@pytest.mark.parametrize(("text", "plain", "stripped"), [("", None, None), (" ", " ", None), (" a ", " a ", "a")])
def test_a_house_says_what_an_empty_text_is(text: str, plain: str | None, stripped: str | None) -> None:
    given = ThingInput(LocalizedTextInput(de="a"), url=text)
    assert taken(Thing, given).url == plain
    assert taken(Thing, given, lambda said: said.strip() or None).url == stripped
    assert taken(Thing, given, str).url == text


def test_what_nothing_fills_is_an_error() -> None:
    @dataclass
    class Less:
        url: str

    with pytest.raises(TypeError, match=r"Thing\.title: Less has no such field"):
        taken(Thing, Less("x"))
