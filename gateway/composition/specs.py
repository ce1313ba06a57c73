"""The specifications that composition knows: their directives and types, by version.

Definitions are SDL with the names of the specification; `{Word}` is a type of the specification, whose name in a
schema depends on how it is linked (https://specs.apollo.dev/link/v1.0).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Version = tuple[int, int]

HOST = "https://specs.apollo.dev"
LINK, CORE, FEDERATION, JOIN = (f"{HOST}/{name}" for name in ("link", "core", "federation", "join"))
TAG, INACCESSIBLE, COST, CONTEXT = (f"{HOST}/{name}" for name in ("tag", "inaccessible", "cost", "context"))
AUTHENTICATED, SCOPES, POLICY = (f"{HOST}/{name}" for name in ("authenticated", "requiresScopes", "policy"))
CACHE_TAG, CONNECT = (f"{HOST}/{name}" for name in ("cacheTag", "connect"))

LATEST_FEDERATION: Version = (2, 14)
FEDERATION_VERSIONS = tuple((2, minor) for minor in range(LATEST_FEDERATION[1] + 1))
UPGRADED_FEDERATION: Version = (2, 4)
"""A Federation 1 subgraph counts as one of this version after its upgrade."""

_TAG_PLACES = "FIELD_DEFINITION | OBJECT | INTERFACE | UNION"
_MORE_TAG_PLACES = "ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION"
_AUTH_PLACES = "FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM"

_TAG_V1 = f"directive @tag(name: String!) repeatable on {_TAG_PLACES}"
_TAG_V2 = f"{_TAG_V1} | {_MORE_TAG_PLACES}"
_TAG_V3 = f"{_TAG_V2} | SCHEMA"
_INACCESSIBLE_V1 = f"directive @inaccessible on {_TAG_PLACES}"
_INACCESSIBLE_V2 = f"{_INACCESSIBLE_V1} | {_MORE_TAG_PLACES}"
_AUTHENTICATED = f"directive @authenticated on {_AUTH_PLACES}"
_SCOPES = f"directive @requiresScopes(scopes: [[{{Scope}}!]!]!) on {_AUTH_PLACES}"
_POLICY = f"directive @policy(policies: [[{{Policy}}!]!]!) on {_AUTH_PLACES}"
_COST = (
    "directive @cost(weight: Int!) on "
    "ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR"
)
_LIST_SIZE = (
    "directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], "
    "requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION"
)
_CONTEXT = "directive @context(name: String!) repeatable on INTERFACE | OBJECT | UNION"
_FROM_CONTEXT = "directive @fromContext(field: {ContextFieldValue}) on ARGUMENT_DEFINITION"
_CACHE_TAG = "directive @cacheTag(format: String!) repeatable on OBJECT | FIELD_DEFINITION"
_LINK_DEFINITION = "directive @link(url: String, as: String, for: {Purpose}, import: [{Import}]) repeatable on SCHEMA"


@dataclass(frozen=True, slots=True)
class Since:
    """Definitions that a version of the federation specification brought (or replaced)."""

    version: Version
    directives: Mapping[str, str]
    types: tuple[str, ...] = ()


_FEDERATION_HISTORY = (
    Since(
        (2, 0),
        {
            "key": "directive @key(fields: {FieldSet}!, resolvable: Boolean = true) repeatable on OBJECT | INTERFACE",
            "requires": "directive @requires(fields: {FieldSet}!) on FIELD_DEFINITION",
            "provides": "directive @provides(fields: {FieldSet}!) on FIELD_DEFINITION",
            "external": "directive @external(reason: String) on OBJECT | FIELD_DEFINITION",
            "extends": "directive @extends on OBJECT | INTERFACE",
            "shareable": "directive @shareable on OBJECT | FIELD_DEFINITION",
            "override": "directive @override(from: String!) on FIELD_DEFINITION",
            "tag": _TAG_V2,
            "inaccessible": _INACCESSIBLE_V2,
        },
        ("FieldSet",),
    ),
    Since((2, 1), {"composeDirective": "directive @composeDirective(name: String) repeatable on SCHEMA"}),
    Since((2, 2), {"shareable": "directive @shareable repeatable on OBJECT | FIELD_DEFINITION"}),
    Since((2, 3), {"interfaceObject": "directive @interfaceObject on OBJECT", "tag": _TAG_V3}),
    Since((2, 5), {"authenticated": _AUTHENTICATED, "requiresScopes": _SCOPES}, ("Scope",)),
    Since((2, 6), {"policy": _POLICY}, ("Policy",)),
    Since((2, 7), {"override": "directive @override(from: String!, label: String) on FIELD_DEFINITION"}),
    Since((2, 8), {"context": _CONTEXT, "fromContext": _FROM_CONTEXT}, ("ContextFieldValue",)),
    Since((2, 9), {"cost": _COST, "listSize": _LIST_SIZE}),
    Since((2, 12), {"cacheTag": _CACHE_TAG}),
)

FEDERATION_ONE = {
    "key": "directive @key(fields: {_FieldSet}!, resolvable: Boolean = true) repeatable on OBJECT | INTERFACE",
    "requires": "directive @requires(fields: {_FieldSet}!) on FIELD_DEFINITION",
    "provides": "directive @provides(fields: {_FieldSet}!) on FIELD_DEFINITION",
    "external": "directive @external(reason: String) on OBJECT | FIELD_DEFINITION",
    "extends": "directive @extends on OBJECT | INTERFACE",
    "tag": _TAG_V2,
}
"""What every Federation 1 subgraph may use without importing it."""


@dataclass(frozen=True, slots=True)
class Specification:
    """One version of a linked specification. ``needs``: the federation version that it came with."""

    directives: Mapping[str, str]
    types: tuple[str, ...] = ()
    needs: Version | None = None


_OTHERS: Mapping[tuple[str, Version], Specification] = {
    (LINK, (1, 0)): Specification({"link": _LINK_DEFINITION}, ("Purpose", "Import")),
    (TAG, (0, 1)): Specification({"tag": _TAG_V1}),
    (TAG, (0, 2)): Specification({"tag": _TAG_V2}),
    (TAG, (0, 3)): Specification({"tag": _TAG_V3}, needs=(2, 0)),
    (INACCESSIBLE, (0, 1)): Specification({"inaccessible": _INACCESSIBLE_V1}),
    (INACCESSIBLE, (0, 2)): Specification({"inaccessible": _INACCESSIBLE_V2}, needs=(2, 0)),
    (AUTHENTICATED, (0, 1)): Specification({"authenticated": _AUTHENTICATED}, needs=(2, 5)),
    (SCOPES, (0, 1)): Specification({"requiresScopes": _SCOPES}, ("Scope",), (2, 5)),
    (POLICY, (0, 1)): Specification({"policy": _POLICY}, ("Policy",), (2, 6)),
    (CONTEXT, (0, 1)): Specification(
        {"context": _CONTEXT, "fromContext": _FROM_CONTEXT}, ("ContextFieldValue",), (2, 8)
    ),
    (COST, (0, 1)): Specification({"cost": _COST, "listSize": _LIST_SIZE}, needs=(2, 9)),
    (CACHE_TAG, (0, 1)): Specification({"cacheTag": _CACHE_TAG}, needs=(2, 12)),
}

SUPERGRAPH_HOME = {
    "tag": (TAG, (0, 3)),
    "inaccessible": (INACCESSIBLE, (0, 2)),
    "authenticated": (AUTHENTICATED, (0, 1)),
    "requiresScopes": (SCOPES, (0, 1)),
    "policy": (POLICY, (0, 1)),
    "context": (CONTEXT, (0, 1)),
    "cost": (COST, (0, 1)),
    "listSize": (COST, (0, 1)),
    "cacheTag": (CACHE_TAG, (0, 1)),
}
"""The directives that go on into the supergraph, and the specification that the supergraph links for them."""

PURPOSES = {
    JOIN: "EXECUTION",
    INACCESSIBLE: "SECURITY",
    AUTHENTICATED: "SECURITY",
    SCOPES: "SECURITY",
    POLICY: "SECURITY",
    CONTEXT: "SECURITY",
    CACHE_TAG: "EXECUTION",
}

REQUIREMENTS = {"requiresScopes": ("scopes",), "policy": ("policies",)}
"""Federation word -> the arguments that are OR-of-AND lists of words."""
ACCESS_CONTROL = ("authenticated", "requiresScopes", "policy")


def federation(version: Version) -> Specification | None:
    """The federation specification of a version, or None where there is none such."""
    if version not in FEDERATION_VERSIONS:
        return None
    directives: dict[str, str] = {}
    types: tuple[str, ...] = ()
    for step in _FEDERATION_HISTORY:
        if step.version <= version:
            directives |= step.directives
            types += step.types
    return Specification(directives, types)


def known(identity: str, version: Version) -> Specification | None:
    """A specification by identity and version, or None for one that composition does not know."""
    return federation(version) if identity == FEDERATION else _OTHERS.get((identity, version))


ALL_FEDERATION_WORDS = frozenset(word for step in _FEDERATION_HISTORY for word in step.directives)
