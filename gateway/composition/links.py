"""Reads `@link` (https://specs.apollo.dev/link/v1.0): what a subgraph links, imports, and under which names.

Also reads its forerunner `@core(feature:)`, which some Federation 1 subgraphs still carry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from graphql import ConstDirectiveNode, DocumentNode, Node, SchemaDefinitionNode, SchemaExtensionNode
from graphql.pyutils import suggestion_list

from gateway.composition.link_conflicts import LinkError, check_conflicts
from gateway.composition.specs import CORE, FEDERATION, LINK, Specification, Version, known
from gateway.composition.values import Value, print_value, value_of
from gateway.composition.words import did_you_mean

_VERSION = re.compile(r"v(\d+)\.(\d+)")
_IMPORT = re.compile(r"@?[_A-Za-z][_0-9A-Za-z]*")


@dataclass(frozen=True, slots=True)
class Feature:
    """A linked specification. ``imports``: its elements ("@key", "FieldSet") by the name they get here."""

    identity: str
    name: str
    version: Version
    namespace: str
    imports: dict[str, str] = field(default_factory=dict)
    node: Node | None = None

    @property
    def url(self) -> str:
        """As written in `@link(url:)`."""
        return f"{self.identity}/v{self.version[0]}.{self.version[1]}"

    @property
    def specification(self) -> Specification | None:
        """What composition knows of it."""
        return known(self.identity, self.version)

    def directive_name(self, element: str) -> str:
        """The name of a directive of this specification in the schema, without "@"."""
        for local, original in self.imports.items():
            if original == f"@{element}":
                return local.removeprefix("@")
        return self.namespace if element == self.name else f"{self.namespace}__{element}"

    def type_name(self, element: str) -> str:
        """The name of a type of this specification in the schema."""
        for local, original in self.imports.items():
            if original == element:
                return local
        return f"{self.namespace}__{element}"


@dataclass(frozen=True, slots=True)
class Links:
    """All that a schema links, by identity. ``directive``: the name of `@link` itself here."""

    features: dict[str, Feature] = field(default_factory=dict)
    directive: str = "link"

    @property
    def federation(self) -> Feature | None:
        """The link to federation; without it, the subgraph is one of Federation 1."""
        return self.features.get(FEDERATION)

    def source_of_directive(self, name: str) -> tuple[Feature, str] | None:
        """The specification, and the name there, of a directive of the schema."""
        return self._source(f"@{name}", name, "@")

    def source_of_type(self, name: str) -> tuple[Feature, str] | None:
        """The specification, and the name there, of a type of the schema."""
        return self._source(name, name, "")

    def _source(self, local: str, name: str, mark: str) -> tuple[Feature, str] | None:
        for feature in self.features.values():
            original = feature.imports.get(local)
            if original is not None:
                return feature, original.removeprefix("@")
        namespace, separator, element = name.partition("__")
        for feature in self.features.values():
            if separator and feature.namespace == namespace:
                return feature, element
            if mark and feature.namespace == name and f"@{feature.name}" not in feature.imports.values():
                return feature, feature.name
        return None


def read_links(document: DocumentNode) -> Links:
    """The links of a document.

    Raises LinkError for a wrong URL, an unknown version of `@link` or of federation, a wrong import, or a
    specification that is linked twice.
    """
    nodes = list(schema_directives(document))
    itself = _link_itself(nodes)
    if itself is None:
        return Links()
    features = {itself.identity: itself}
    if itself.node is None and not any(_links_federation(node) for node in nodes):
        # Without a link to @link itself or to federation, nobody reads what else is linked.
        return Links(features, itself.namespace)
    url_argument = "feature" if itself.identity == CORE else "url"
    for node in nodes:
        if node.name.value != itself.namespace or node is itself.node:
            continue
        feature = _feature(node, url_argument)
        if feature.identity in features:
            if feature.identity == LINK:
                continue
            raise LinkError(
                "INVALID_LINK_DIRECTIVE_USAGE",
                f'Cannot link feature "{feature.identity}" since it has already been linked in the schema.',
                node,
            )
        check_conflicts(feature, features.values())
        features[feature.identity] = feature
    return Links(features, itself.namespace)


def schema_directives(document: DocumentNode) -> Iterator[ConstDirectiveNode]:
    """The directives on the schema and its extensions."""
    for definition in document.definitions:
        if isinstance(definition, SchemaDefinitionNode | SchemaExtensionNode):
            yield from definition.directives or ()


def is_link_to_link(node: ConstDirectiveNode) -> bool:
    """Whether the directive links the specification of `@link` itself."""
    url = _arguments(node).get("url")
    return isinstance(url, str) and url.startswith(f"{LINK}/")


def _links_federation(node: ConstDirectiveNode) -> bool:
    url = _arguments(node).get("url")
    return node.name.value == "link" and isinstance(url, str) and url.startswith(FEDERATION)


def _link_itself(nodes: Iterable[ConstDirectiveNode]) -> Feature | None:
    """The feature that `@link` itself is: linked by name, or assumed where a `@link` needs it."""
    implied = False
    for node in nodes:
        args = _arguments(node)
        url = args.get("url", args.get("feature"))
        if not isinstance(url, str):
            continue
        name = args.get("as") or ("core" if url.startswith(f"{CORE}/") else "link")
        if url.startswith((f"{LINK}/", f"{CORE}/")) and node.name.value == name:
            feature = _feature(node, "url" if "url" in args else "feature")
            if feature.version not in ((1, 0),) and feature.identity == LINK:
                raise LinkError(
                    "UNKNOWN_LINK_VERSION", f"Schema uses unknown version v{_dotted(feature)} of the link spec", node
                )
            return feature
        implied = implied or node.name.value == "link"
    return Feature(LINK, "link", (1, 0), "link") if implied else None


def _dotted(feature: Feature) -> str:
    return f"{feature.version[0]}.{feature.version[1]}"


def _arguments(node: ConstDirectiveNode) -> dict[str, Value]:
    return {argument.name.value: value_of(argument.value) for argument in node.arguments or ()}


def _feature(node: ConstDirectiveNode, url_argument: str) -> Feature:
    args = _arguments(node)
    url = args.get(url_argument)
    if not isinstance(url, str):
        raise LinkError("INVALID_LINK_IDENTIFIER", f"Expected a URL string, got {print_value(url)}", node)
    identity, name, version = parse_url(url, node)
    namespace = args.get("as")
    imports = _imports(args.get("import"), known(identity, version), node)
    chosen = namespace if isinstance(namespace, str) else name
    _check_namespace(identity, chosen, imports, node)
    return Feature(identity, name, version, chosen, imports, node)


def parse_url(url: str, node: Node | None = None) -> tuple[str, str, Version]:
    """Identity, name and version of a specification's URL (`<identity>/v<major>.<minor>`, name = last word of it)."""
    try:
        parts = urlsplit(url)
    except ValueError:
        raise LinkError("INVALID_LINK_IDENTIFIER", f"Invalid URL: {url}", node) from None
    if not parts.scheme or not parts.netloc:
        raise LinkError("INVALID_LINK_IDENTIFIER", f"Invalid URL: {url}", node)
    if parts.path in ("", "/"):
        raise LinkError("INVALID_LINK_IDENTIFIER", f"Missing path in feature url '{url}'", node)
    path, _, version_text = parts.path.rpartition("/")
    if not version_text:
        raise LinkError("INVALID_LINK_IDENTIFIER", f"Missing version component in feature url '{url}'", node)
    match = _VERSION.fullmatch(version_text)
    if match is None:
        message = f"Expected a version string (of the form v1.2), got {version_text}"
        raise LinkError("INVALID_LINK_IDENTIFIER", message, node)
    name = path.rpartition("/")[2]
    if not name:
        raise LinkError("INVALID_LINK_IDENTIFIER", f"Missing feature name component in feature url '{url}'", node)
    return f"{parts.scheme}://{parts.netloc}{path}", name, (int(match[1]), int(match[2]))


def _check_namespace(identity: str, namespace: str, imports: dict[str, str], node: Node) -> None:
    # The earliest "__" splits a namespaced name, so that a namespace must neither hold one nor end in "_".
    if "__" in namespace or namespace.endswith("_"):
        problem = 'contains "__"' if "__" in namespace else 'ends with "_"'
        raise LinkError(
            "INVALID_LINK_DIRECTIVE_USAGE",
            f'Cannot link feature "{identity}" as "{namespace}" since it {problem}. '
            'Please rename to a compliant name via "as".',
            node,
        )


def _check_repeated_import(local: str, name: str, found: dict[str, str], node: Node) -> None:
    earlier = next((other for other, original in found.items() if original == name and other != local), None)
    problem = None
    if earlier is not None:
        problem = f'previously imported as "{earlier}". Please remove one of these imports.'
    elif found.get(local, name) != name:
        problem = f'previously imported for "{found[local]}". Please rename the import to avoid conflicts via "as".'
    if problem:
        renamed = f'"{name}" as "{local}"' if local != name else f'"{name}"'
        message = f"Cannot import {renamed} since it was {problem}"
        raise LinkError("INVALID_LINK_DIRECTIVE_USAGE", message, node)


def _imports(value: Value, specification: Specification | None, node: Node) -> dict[str, str]:
    """Local name -> name in the specification, both with "@" for directives."""
    found: dict[str, str] = {}
    if value is None:
        return found
    for entry in value if isinstance(value, list) else [value]:
        name, alias = _import_entry(entry, node)
        _check_import(name, specification, node)
        _check_repeated_import(alias or name, name, found, node)
        found[alias or name] = name
    return found


def _import_entry(entry: Value, node: Node) -> tuple[str, str | None]:
    def wrong(message: str) -> LinkError:
        return LinkError("INVALID_LINK_DIRECTIVE_USAGE", message, node)

    if isinstance(entry, str):
        return entry, None
    if not isinstance(entry, dict):
        raise wrong(
            f"Invalid sub-value {print_value(entry)} for @link(import:) argument: values should be either strings "
            'or input object values of the form { name: "<importedElement>", as: "<alias>" }.'
        )
    for key, value in entry.items():
        where = f"sub-value {print_value(entry)} of @link(import:) argument"
        if key not in ("name", "as"):
            raise wrong(f'Unknown field "{key}" for {where}.')
        if not isinstance(value, str):
            raise wrong(f'Invalid value for the "{key}" field for {where}: must be a string.')
        if not _IMPORT.fullmatch(value):
            raise wrong(f'Invalid value for the "{key}" field for {where}: must use a GraphQL name.')
    name, alias = entry.get("name"), entry.get("as")
    if not isinstance(name, str):
        raise wrong(
            f'Invalid sub-value {print_value(entry)} for @link(import:) argument: missing mandatory "name" field.'
        )
    if isinstance(alias, str) and name.startswith("@") is not alias.startswith("@"):
        kind, should = ("directive", "should") if name.startswith("@") else ("type", "should not")
        raise wrong(
            f"Invalid @link import renaming: {kind} \"{name}\" imported name {should} start with a '@' character, "
            f'but got "{alias}".'
        )
    return name, alias if isinstance(alias, str) else None


def _check_import(name: str, specification: Specification | None, node: Node) -> None:
    if specification is None:
        return
    elements = [f"@{word}" for word in specification.directives] + list(specification.types)
    if name in elements:
        return
    if f"@{name}" in elements:
        details = f' Did you mean directive "@{name}"?'
    else:
        details = did_you_mean(suggestion_list(name, elements))
    raise LinkError("INVALID_LINK_DIRECTIVE_USAGE", f'Cannot import unknown element "{name}".{details}', node)
