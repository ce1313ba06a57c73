"""Every list of objects says how long it is: by its argument, by what its house says, or by what is usual."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pytest
import strawberry
from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    build_schema,
    get_named_type,
    is_composite_type,
    is_list_type,
    is_non_null_type,
)
from strawberry import federation

from services.kit.connections import Listing
from services.kit.field import field, sliced
from services.kit.schema import subgraph
from services.kit.sizes import USUAL

SUBGRAPHS = Path(__file__).parents[2] / "schema" / "subgraphs"


@strawberry.type
class Note:
    text: str


@federation.type(keys=["id"])
class Thing:
    id: strawberry.ID
    notes: list[Note]
    words: list[str]
    foreign: list[Note] = federation.field(external=True)
    lazy: list[Annotated[Note, strawberry.lazy("tests.kit.test_sizes")]]

    @classmethod
    async def resolve_reference(cls, **representation: str) -> Thing | None:
        return None

    @field()
    def pages(self, first: int = 20) -> list[Note]:
        return []

    @field(list_size=sliced(sized=("nodes",)))
    def connection(self, first: int = 20) -> Listing[Note] | None:
        return None

    @field(requires=["foreign { text }"])
    def mixed(self) -> list[Note | None] | None:
        return None


@strawberry.type
class Query:
    thing: Thing | None
    notes: list[Note]


def line(name: str, owner: str = "Thing") -> str:
    sdl = subgraph(Query, types=[Thing], most={"notes": 3, "Query.notes": 30}).as_str()
    (body,) = (part for part in sdl.split("\n\n") if part.startswith(f"type {owner}"))
    return next(each.strip() for each in body.splitlines() if each.strip().startswith((f"{name}:", f"{name}(")))


@pytest.mark.parametrize(
    ("name", "owner", "said"),
    [
        ("notes", "Thing", "@listSize(assumedSize: 3)"),
        ("notes", "Query", "@listSize(assumedSize: 30)"),
        ("lazy", "Thing", f"@listSize(assumedSize: {USUAL})"),
        ("mixed", "Thing", f"@listSize(assumedSize: {USUAL})"),
        ("pages", "Thing", '@listSize(slicingArguments: ["first"])'),
        ("connection", "Thing", '@listSize(slicingArguments: ["first"], sizedFields: ["nodes"])'),
    ],
)
def test_what_is_said_of_a_list(name: str, owner: str, said: str) -> None:
    assert line(name, owner).endswith(said)


@pytest.mark.parametrize(("name", "owner"), [("words", "Thing"), ("foreign", "Thing"), ("nodes", "NoteConnection")])
def test_of_what_nothing_is_said(name: str, owner: str) -> None:
    """Scalars cost nothing; of what is another house's that house says it; a connection says it of its nodes."""
    assert "@listSize" not in line(name, owner)


def test_the_directive_is_imported() -> None:
    assert '"@listSize"' in subgraph(Query, types=[Thing]).as_str()


@pytest.mark.parametrize("house", ["cip", "ideenwerkstatt", "civic_data_lab", "marketplace"])
def test_no_list_of_the_agreed_schemas_is_without_a_size(house: str) -> None:
    schema = build_schema((SUBGRAPHS / f"{house}.graphql").read_text(encoding="utf-8"), assume_valid_sdl=True)
    without = []
    for kind in schema.type_map.values():
        if not isinstance(kind, GraphQLObjectType | GraphQLInterfaceType) or kind.name.startswith("_"):
            continue
        paged = {"nodes", "edges"} if "pageInfo" in kind.fields else set()
        for name, each in kind.fields.items():
            plain = each.type.of_type if is_non_null_type(each.type) else each.type
            node = each.ast_node
            said = {directive.name.value for directive in (node.directives if node else None) or ()}
            is_left_out = name in paged or name.startswith("_") or "external" in said
            if is_list_type(plain) and is_composite_type(get_named_type(plain)) and not is_left_out:
                without += [] if "listSize" in said else [f"{kind.name}.{name}"]
    assert without == []
