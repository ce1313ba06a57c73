"""Which specifications the supergraph links, and under which names their directives go on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graphql import parse

from gateway.composition.building import Builder
from gateway.composition.elements import Applied, elements_of
from gateway.composition.links import Feature
from gateway.composition.merging.custom import compose_directives
from gateway.composition.merging.join import join_definitions, join_url
from gateway.composition.merging.process import Merging
from gateway.composition.report import location
from gateway.composition.specs import JOIN, LINK, PURPOSES, SUPERGRAPH_HOME, UPGRADED_FEDERATION, Version
from gateway.composition.state import SubgraphState
from gateway.composition.values import EnumWord, Value
from gateway.composition.words import joined, subgraphs_named

JOIN_DIRECTIVES = ("cacheTag",)
"""Directives that the supergraph carries as `@join__directive`, because each subgraph's stands for itself."""


def federation_version(subgraphs: Iterable[SubgraphState]) -> Version:
    """The newest federation version that the subgraphs use, by what they link and what else they need."""
    return max((version for state in subgraphs for version in _used_versions(state)), default=(2, 0))


def _used_versions(state: SubgraphState) -> Iterator[Version]:
    if state.federation is None:
        yield UPGRADED_FEDERATION
        return
    yield state.federation
    implied = implied_version(state)
    if implied is not None:
        yield implied[0]


def implied_version(state: SubgraphState) -> tuple[Version, Feature] | None:
    """The federation version that another linked specification needs, where it is newer than the linked one."""
    if state.federation is None:
        return None
    needs = [
        (specification.needs, feature)
        for feature in state.links.features.values()
        if (specification := feature.specification) and specification.needs and specification.needs > state.federation
    ]
    return max(needs, key=lambda need: need[0], default=None)


def hint_upgrades(merging: Merging) -> None:
    """A hint for each subgraph that needs a newer federation version than it says."""
    for state in merging.subgraphs:
        implied = implied_version(state)
        if implied is not None and state.federation is not None:
            (major, minor), feature = implied
            merging.report.hint(
                "IMPLICITLY_UPGRADED_FEDERATION_VERSION",
                f"Subgraph {state.name} has been implicitly upgraded from federation "
                f"v{state.federation[0]}.{state.federation[1]} to v{major}.{minor}",
                None,
                location(state.name, feature.node),
            )


def names_in_subgraphs(merging: Merging) -> dict[str, dict[int, str]]:
    """Federation word of each composed directive that is used -> subgraph -> its name there."""
    found: dict[str, dict[int, str]] = {}
    for index, state in enumerate(merging.subgraphs):
        for element in elements_of(state.schema):
            for applied in element.applied:
                if applied.spec in SUPERGRAPH_HOME:
                    found.setdefault(applied.spec, {})[index] = applied.name
    return found


def link_specifications(merging: Merging, join: Version, *, hides: bool = False) -> None:
    """Links and defines what the supergraph needs: link, join, and the home of each composed directive in use.

    Adds LINK_IMPORT_NAME_MISMATCH where a directive has different names in two subgraphs.
    """
    names: dict[str, str] = {}
    for word, by_subgraph in names_in_subgraphs(merging).items():
        if len(set(by_subgraph.values())) > 1:
            _report_mismatch(merging, word, by_subgraph)
        names[word] = next(iter(by_subgraph.values()))
    if hides:
        names.setdefault("inaccessible", "inaccessible")
    _link(merging, f"{LINK}/v1.0")
    _link(merging, join_url(join), purpose=PURPOSES[JOIN])
    builder = Builder(lambda name: None, {})
    builder.schema = merging.result
    builder.add(parse(_LINK_TEXT, no_location=True).definitions)
    builder.add(join_definitions(join))
    for identity, version in dict.fromkeys(SUPERGRAPH_HOME[word] for word in SUPERGRAPH_HOME if word in names):
        _add_home(merging, builder, identity, version, names)
    for custom in compose_directives(merging):
        imports: list[Value] = [
            f"@{name}" if name == original else {"name": f"@{original}", "as": f"@{name}"}
            for name, original in sorted(custom.directives.items())
        ]
        _link(merging, custom.feature.url, imports=imports)
    merging.composed |= {name: word for word, name in names.items() if word not in JOIN_DIRECTIVES}


_LINK_TEXT = """
directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
scalar link__Import
enum link__Purpose {
  "`SECURITY` features provide metadata necessary to securely resolve fields."
  SECURITY
  "`EXECUTION` features provide metadata necessary for operation execution."
  EXECUTION
}
"""


def _link(
    merging: Merging,
    url: str,
    *,
    purpose: str | None = None,
    imports: list[Value] | None = None,
    alias: str | None = None,
) -> None:
    args: dict[str, Value] = {"url": url}
    if alias:
        args["as"] = alias
    if purpose:
        args["for"] = EnumWord(purpose)
    if imports:
        args["import"] = imports
    merging.result.applied.append(Applied("link", args))


def _add_home(merging: Merging, builder: Builder, identity: str, version: Version, names: dict[str, str]) -> None:
    name = identity.rpartition("/")[2]
    feature = Feature(identity, name, version, name)
    imported: dict[str, str] = {}
    for word, (home, _) in SUPERGRAPH_HOME.items():
        if home == identity and word in names and names[word] != feature.directive_name(word):
            imported[f"@{names[word]}"] = f"@{word}"
    feature = Feature(identity, name, version, name, imported)
    imports: list[Value] = [
        original if local == original else {"name": original, "as": local} for local, original in imported.items()
    ]
    _link(merging, feature.url, purpose=PURPOSES.get(identity), imports=imports)
    specification = feature.specification
    if specification is None or all(word in JOIN_DIRECTIVES for word in specification.directives):
        return
    builder.add(parse("\n".join(_texts(feature)), no_location=True).definitions)


def _texts(feature: Feature) -> Iterator[str]:
    specification = feature.specification
    if specification is None:
        return
    for word, text in specification.directives.items():
        for type_word in specification.types:
            text = text.replace(f"{{{type_word}}}", feature.type_name(type_word))
        yield text.replace(f"@{word}", f"@{feature.directive_name(word)}", 1)
    for type_word in specification.types:
        yield f"scalar {feature.type_name(type_word)}"


def _report_mismatch(merging: Merging, word: str, by_subgraph: dict[int, str]) -> None:
    variants: dict[str, list[int]] = {}
    for index, name in by_subgraph.items():
        variants.setdefault(name, []).append(index)
    parts = [
        f'"@{name}" in {subgraphs_named(merging.subgraphs[index].name for index in indexes)}'
        for name, indexes in variants.items()
    ]
    places = [
        place
        for index in by_subgraph
        for feature in merging.subgraphs[index].links.features.values()
        if (specification := feature.specification) and word in specification.directives
        for place in location(merging.subgraphs[index].name, feature.node)
    ]
    merging.report.error(
        "LINK_IMPORT_NAME_MISMATCH",
        f'The "@{word}" directive (from {SUPERGRAPH_HOME[word][0]}) is imported with mismatched name between '
        f"subgraphs: it is imported as {joined(parts, ' and ', ' but ')}",
        places,
    )
