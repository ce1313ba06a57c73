"""The specifications that a supergraph links (``@link``, or ``@core`` of the first supergraphs)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from graphql import DocumentNode, SchemaDefinitionNode, SchemaExtensionNode, value_from_ast_untyped
from graphql.language import ConstDirectiveNode

URL = re.compile(r"^(?P<identity>.*?/?(?P<name>[A-Za-z_][\w-]*))/v(?P<major>\d+)\.(?P<minor>\d+)/?$")
UNDERSTOOD = frozenset(
    {"join", "link", "core", "inaccessible", "authenticated", "requiresScopes", "policy", "context", "tag", "cost"}
)
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
                    features[feature.name] = feature
    problems += [problem for feature in features.values() if (problem := _refusal(feature))]
    if "join" not in features:
        problems.append("the schema links no join specification: not a supergraph (compose the subgraphs first)")
    return features, problems


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
    if feature.name == "join" and feature.version not in JOIN_VERSIONS:
        return f"{feature.url}: this gateway reads the join specification v0.1 to v0.5"
    if feature.purpose in {"SECURITY", "EXECUTION"} and feature.name not in UNDERSTOOD | {"cacheTag"}:
        return f"{feature.url}: linked for {feature.purpose}, but this gateway does not know it and must not ignore it"
    return None


def arguments_of(directive: ConstDirectiveNode) -> dict[str, object]:
    """The arguments of an applied directive as Python values."""
    return {argument.name.value: value_from_ast_untyped(argument.value) for argument in directive.arguments or ()}
