"""The specifications that a supergraph links (``@link``, or ``@core`` of the first supergraphs)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from graphql import (
    DocumentNode,
    SchemaDefinitionNode,
    SchemaExtensionNode,
    Visitor,
    value_from_ast_untyped,
)
from graphql.language import ConstDirectiveNode

from gateway.model.syntax import walk

URL = re.compile(r"^(?P<identity>.*?/?(?P<name>[A-Za-z_][\w-]*))/v(?P<major>\d+)\.(?P<minor>\d+)/?$")
UNDERSTOOD = frozenset(
    {"join", "link", "core", "inaccessible", "authenticated", "requiresScopes", "policy", "context", "tag", "cost"}
)
CONNECT = re.compile(r"^\s*https?://specs\.apollo\.dev/connect(/|\s*$)", re.IGNORECASE)
"""The specification of connectors, however its address is written."""
APOLLO = re.compile(r"^https?://(specs|lib)\.apollo\.dev/", re.IGNORECASE)
JOIN_VERSIONS = frozenset({(0, 1), (0, 2), (0, 3), (0, 4), (0, 5)})


@dataclass(frozen=True, slots=True)
class Feature:
    """One linked specification. ``imports``: name in the specification -> name in this document."""

    url: str
    name: str
    namespace: str
    version: tuple[int, int]
    purpose: str | None
    imports: dict[str, str] = field(default_factory=dict)

    def directive(self, name: str) -> str:
        """The name that the directive ``name`` of this specification has in this document (link v1.0, "Name")."""
        if name in self.imports:
            return self.imports[name]
        return self.namespace if name == self.name else f"{self.namespace}__{name}"


def read_features(document: DocumentNode) -> tuple[dict[str, Feature], list[str]]:
    """All linked features by their own names, and what is wrong with them, in words."""
    features: dict[str, Feature] = {}
    problems: list[str] = []
    for definition in document.definitions:
        if not isinstance(definition, SchemaDefinitionNode | SchemaExtensionNode):
            continue
        for directive in definition.directives or ():
            arguments = arguments_of(directive)
            url = arguments.get("url") if "url" in arguments else arguments.get("feature")
            if isinstance(url, str) and directive.name.value.split("__")[0] in {"link", "core"}:
                feature = _feature(url, arguments)
                if feature is not None:
                    features[_word(feature)] = feature
    problems += _connectors(document)
    problems += [problem for feature in features.values() if (problem := _refusal(feature))]
    if "join" not in features:
        problems.append("the schema links no join specification: not a supergraph (compose the subgraphs first)")
    return features, problems


def _connectors(document: DocumentNode) -> Iterator[str]:
    """One problem where the supergraph has subgraphs that are connectors: they would be asked as if they spoke GraphQL.

    They stand in a link of any name and purpose, or in what a composer hands on for one subgraph (join v0.5:
    `@join__directive(name: "link", args: {url: ...})`, or a name of the specification itself).
    """
    for node in _handed_on(document):
        arguments = arguments_of(node)
        inner = arguments.get("args")
        texts = [*arguments.values(), *(inner.values() if isinstance(inner, dict) else ())]
        word = str(arguments.get("name")).split("__")[0]
        if any(isinstance(text, str) and CONNECT.match(text) for text in texts) or word in {"connect", "source"}:
            yield "connectors are not supported: the supergraph has subgraphs that are no GraphQL services"
            return


def _handed_on(document: DocumentNode) -> Iterator[ConstDirectiveNode]:
    """The directives on the schema, and those of join's `@directive` everywhere, under whatever name join is linked."""
    for definition in document.definitions:
        if isinstance(definition, SchemaDefinitionNode | SchemaExtensionNode):
            yield from definition.directives or ()
        else:
            directives = _Directives()
            found = directives.found
            walk(definition, (directives,))
            yield from found


class _Directives(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[ConstDirectiveNode] = []

    def enter_directive(self, node: ConstDirectiveNode, *_: object) -> None:
        if node.name.value.endswith("__directive"):
            self.found.append(node)


def _word(feature: Feature) -> str:
    """What a feature is known by: its name, if it is one of the federation's and not a foreign one of that name."""
    is_foreign = "//" in feature.url and not APOLLO.match(feature.url)
    return feature.url if is_foreign else feature.name


def _feature(url: str, arguments: dict[str, object]) -> Feature | None:
    match = URL.match(url)
    if match is None:
        return None
    name = match["name"]
    imports: dict[str, str] = {}
    listed = arguments.get("import")
    for entry in listed if isinstance(listed, list) else ():
        source = str(entry["name"] if isinstance(entry, dict) else entry)
        target = str(entry.get("as", source) if isinstance(entry, dict) else entry)
        imports[source.removeprefix("@")] = target.removeprefix("@")
    namespace = arguments.get("as")
    purpose = arguments.get("for")
    return Feature(
        url,
        name,
        namespace if isinstance(namespace, str) else name,
        (int(match["major"]), int(match["minor"])),
        purpose if isinstance(purpose, str) else None,
        imports,
    )


def _refusal(feature: Feature) -> str | None:
    """Why a supergraph with this feature must not be served, or None.

    core/link v1.0, "Purpose": who does not know a feature ``for: SECURITY`` must refuse, it may hide what must be
    hidden.
    """
    word = _word(feature)
    if word == "join" and feature.version not in JOIN_VERSIONS:
        return f"{feature.url}: this gateway reads the join specification v0.1 to v0.5"
    if feature.purpose in {"SECURITY", "EXECUTION"} and word not in UNDERSTOOD | {"cacheTag"}:
        return f"{feature.url}: linked for {feature.purpose}, but this gateway does not know it and must not ignore it"
    return None


def arguments_of(directive: ConstDirectiveNode) -> dict[str, object]:
    """The arguments of an applied directive as Python values."""
    return {argument.name.value: value_from_ast_untyped(argument.value) for argument in directive.arguments or ()}
