"""Questions that ask for everything: all fields of a type that can be asked, and forged references."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
    is_required_argument,
)

ROOT = Path(__file__).parents[3]
SERVICES = ("cip", "ideenwerkstatt", "civic_data_lab", "marketplace")
RANKED = {"matches", "similarIdeas", "matchingIdeas"}
"""What matching gives out is looked at again for each viewer: see test_shown and test_visibility of the marketplace."""
FORGED = {
    "status": "PUBLISHED",
    "stage": "HANDED_OVER",
    "visibility": "PUBLIC",
    "state": "ACTIVE",
    "isPublic": True,
    "displayName": "Erfunden",
    "title": "Erfunden",
    "viewerCanEdit": True,
    "owner": {"__typename": "Member", "id": "member_forged"},
    "applicant": {"__typename": "Member", "id": "member_forged"},
    "publisher": {"__typename": "Member", "id": "member_forged"},
}
"""Values that a representation may carry beside its key; a representation proves nothing."""


@lru_cache
def table(service: str, name: str) -> tuple[dict[str, str], ...]:
    """The rows of a file of demo data."""
    with (ROOT / "services" / service / "demo" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


def has(service: str, name: str, column: str) -> bool:
    file = ROOT / "services" / service / "demo" / f"{name}.csv"
    return file.is_file() and column in table(service, name)[0]


def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


@lru_cache
def keys_of(type_name: str, key: str) -> tuple[str, ...]:
    """Every value that this key has anywhere in the demo data of all services: whoever forges, guesses well."""
    found: set[str] = set()
    for service in SERVICES:
        found |= (
            {row[key] for row in table(service, snake(type_name))} if has(service, snake(type_name), key) else set()
        )
        if has(service, "support_offer", "type_name"):
            found |= {row["id"] for row in table(service, "support_offer") if row["type_name"] == type_name}
    for row in table("marketplace", "catalogue_entry"):
        found |= {row["entity_id"]} if row["type_name"] == type_name and key == "id" else set()
    match type_name, key:
        case "DataConsultationSlot", "id":
            found |= {row["id"] for row in table("civic_data_lab", "consultation_slot")}
        case "DataConsultationSession", "id":
            found |= {row["id"] for row in table("civic_data_lab", "consultation_session")}
        case (("Actor" | "Member" | "Organisation"), "id"):
            found |= {row["id"] for row in table("marketplace", "actor")}
        case "Member", "cipMemberNumber":
            found |= {row["cip_member_number"] for row in table("cip", "legacy_member")}
        case _, "slug" if type_name.endswith("Programme"):
            found |= {row["slug"] for row in table("marketplace", "programme_ref")}
        case "Match", _:
            ideas, profiles = table("marketplace", "idea")[-40:], table("marketplace", "profile")[:40]
            found |= {f"match_{i['id']}.{p['id']}" for i, p in zip(ideas, profiles, strict=False)}
    return tuple(sorted(found - {""}))


def entity_types(schema: GraphQLSchema) -> tuple[GraphQLNamedType, ...]:
    union = schema.type_map["_Entity"]
    assert isinstance(union, GraphQLUnionType)
    return tuple(union.types)


def keys_in(sdl: str, type_name: str) -> tuple[str, ...]:
    """The keys of an entity, as its service's SDL declares them."""
    head = re.search(rf"^(?:type|interface) {type_name}\b([^{{]*)\{{", sdl, re.MULTILINE)
    assert head is not None
    return tuple(re.findall(r'@key\(fields: "(\w+)"(?!, resolvable: false)', head[1]))


def representations(sdl: str, type_name: str) -> list[dict[str, Any]]:
    made = [
        {**FORGED, "__typename": type_name, key: value}
        for key in keys_in(sdl, type_name)
        for value in keys_of(type_name, key)
    ]
    assert made, f"keys_of knows no value for a key of {type_name}"
    return made


def everything(schema: GraphQLSchema, kind: GraphQLNamedType, depth: int, without: tuple[str, ...] = ()) -> str:
    """A selection of all fields, ``depth`` levels of objects deep. Names of fragments' fields are made their own."""
    if isinstance(kind, GraphQLUnionType):
        return "__typename " + " ".join(_fragment(schema, each, depth, without) for each in kind.types)
    assert isinstance(kind, GraphQLObjectType | GraphQLInterfaceType)
    chosen = " ".join(_fields(schema, kind, depth, without, ""))
    if isinstance(kind, GraphQLInterfaceType):
        more = (_fragment(schema, each, depth, without) for each in schema.get_possible_types(kind))
        return f"__typename {chosen} {' '.join(more)}"
    return f"__typename {chosen}"


def _fragment(schema: GraphQLSchema, kind: GraphQLObjectType, depth: int, without: tuple[str, ...]) -> str:
    return f"... on {kind.name} {{ __typename {' '.join(_fields(schema, kind, depth, without, kind.name + '_'))} }}"


def _fields(
    schema: GraphQLSchema,
    kind: GraphQLObjectType | GraphQLInterfaceType,
    depth: int,
    without: tuple[str, ...],
    prefix: str,
) -> Iterator[str]:
    for name, field in kind.fields.items():
        named = get_named_type(field.type)
        if name in RANKED or name in without:
            continue
        alias = f"{prefix}{name}: " if prefix else ""
        if is_leaf_type(named):
            yield f"{alias}{name}{arguments(field)}"
        elif depth > 0:
            yield f"{alias}{name}{arguments(field)} {{ {everything(schema, named, depth - 1)} }}"


def arguments(field: GraphQLField, given: Mapping[str, str] | None = None, *, hidden: bool = False) -> str:
    """The largest page; with ``hidden`` every value of each filter by an enum, so also the states that nobody sees."""
    chosen = dict(given or {})
    for name, taken in field.args.items():
        named = get_named_type(taken.type)
        is_list = is_list_type(get_nullable_type(taken.type))
        if name == "first":
            chosen[name] = "100"
        elif isinstance(named, GraphQLEnumType) and ((hidden and is_list) or is_required_argument(taken)):
            values = list(named.values)
            chosen.setdefault(name, f"[{', '.join(values)}]" if is_list else values[0])
    return f"({', '.join(f'{name}: {value}' for name, value in chosen.items())})" if chosen else ""
