"""The steps of an upgrade. Each takes one subgraph, changes it, and relies on those before it.

What Federation 1 ignored goes; what it did silently (sharing) gets its directive.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from gateway.composition.definitions import misfits
from gateway.composition.elements import (
    COMPOSITE,
    WITH_FIELDS,
    Applied,
    Element,
    Field,
    Kind,
    Type,
    applications,
    elements_of,
    is_marked,
)
from gateway.composition.facts import Facts, facts_of
from gateway.composition.link_conflicts import LinkError, check_conflicts
from gateway.composition.links import Feature
from gateway.composition.report import Report, location
from gateway.composition.selections import selected_fields
from gateway.composition.specs import (
    CORE,
    FEDERATION,
    FEDERATION_ONE,
    LINK,
    UPGRADED_FEDERATION,
    Specification,
    federation,
)
from gateway.composition.state import SubgraphState, field_set
from gateway.composition.typerefs import named
from gateway.composition.upgrading.inactive import active_part
from gateway.composition.upgrading.originals import Original, Originals
from gateway.composition.values import EnumWord, same_value


@dataclass(slots=True)
class Upgrade:
    """One subgraph on its way. ``facts``: as they were before; ``interface_keys``: interfaces that lost a key."""

    state: SubgraphState
    facts: Facts
    originals: Originals
    report: Report
    interface_keys: list[str] = field(default_factory=list)

    def elsewhere(self, name: str) -> list[Original]:
        """The type of this name in the other subgraphs."""
        return [original for original in self.originals.get(name, ()) if original.subgraph != self.state.name]

    def types(self, *kinds: Kind) -> list[Type]:
        """The types of these kinds."""
        return [declared for declared in self.state.schema.types.values() if declared.kind in kinds]

    def is_root(self, declared: Type) -> bool:
        """Whether it is a root type here."""
        return declared.name in self.state.schema.roots.values()


def is_federation_extension(declared: Type) -> bool:
    """`extend type` without a `type`, or `@extends`: a type that another subgraph owns."""
    return declared.kind in WITH_FIELDS and (
        is_marked(declared, "extends") or (declared.extensions > 0 and not declared.has_definition)
    )


def check_bases(upgrade: Upgrade) -> None:
    """EXTENSION_WITH_NO_BASE for a type that everybody extends and nobody defines."""
    state = upgrade.state
    for declared in upgrade.types(*WITH_FIELDS):
        if upgrade.is_root(declared) or not is_federation_extension(declared):
            continue
        if not any(original.has_definition for original in upgrade.elsewhere(declared.name)):
            upgrade.report.error(
                "EXTENSION_WITH_NO_BASE",
                f'[{state.name}] Type "{declared.name}" is an extension type, but there is no type definition for '
                f'"{declared.name}" in any subgraph.',
                location(state.name, declared.node),
            )


_ADOPTED = tuple(
    word for word in (federation(UPGRADED_FEDERATION) or Specification({})).directives if word not in FEDERATION_ONE
)
"""The directives that came with Federation 2 and that an upgraded subgraph has imported."""


def check_adopted(upgrade: Upgrade) -> None:
    """What the upgrade imports must be free to be imported: no other meaning of a word by a link or a definition."""
    state = upgrade.state
    words = (federation(UPGRADED_FEDERATION) or Specification({})).directives
    for misfit in misfits(state.schema, {word: words[word] for word in _ADOPTED}):
        upgrade.report.error(misfit.code, f"[{state.name}] {misfit.message}", location(state.name, misfit.node))
    imports = {f"@{word}": f"@{word}" for word in words}
    feature = Feature(FEDERATION, "federation", UPGRADED_FEDERATION, "federation", imports)
    others = [other for other in state.links.features.values() if other.identity not in (CORE, LINK)]
    try:
        check_conflicts(feature, others if LINK in state.links.features else ())
    except LinkError as problem:
        node = others[0].node
        upgrade.report.error(problem.code, f"[{state.name}] {problem.message}", location(state.name, node))


def adopt_words(upgrade: Upgrade) -> None:
    """A subgraph may have defined directives of Federation 2 by hand; now they mean what they say."""
    specification = federation(UPGRADED_FEDERATION)
    words = specification.directives if specification else {}
    for element in elements_of(upgrade.state.schema):
        for applied in element.applied:
            if applied.spec is None and applied.name in words:
                applied.spec = applied.name


def write_fields_as_text(upgrade: Upgrade) -> None:
    """`@key(fields: [a, b])` and `@key(fields: a)` become `@key(fields: "a b")`."""
    for element in elements_of(upgrade.state.schema):
        for applied in element.applied:
            if applied.spec in ("key", "requires", "provides"):
                fields = applied.args.get("fields")
                if isinstance(fields, EnumWord):
                    _replace_fields(applied, str(fields))
                elif isinstance(fields, list) and all(isinstance(word, str) for word in fields):
                    _replace_fields(applied, " ".join(map(str, fields)))


def _replace_fields(applied: Applied, text: str) -> None:
    # str() of an EnumWord would keep its class.
    applied.args = {**applied.args, "fields": "".join(text)}


def drop_ineffective_externals(upgrade: Upgrade) -> None:
    """`@external` on fields of interfaces and on types had no effect."""
    for declared in upgrade.types(Kind.INTERFACE):
        for each in declared.fields.values():
            _drop(each, "external")
    for declared in upgrade.types(Kind.OBJECT):
        _drop(declared, "external")


def drop_externals_of_extension_keys(upgrade: Upgrade) -> None:
    """The key fields of an extension had to be `@external`, though the subgraph does resolve them."""
    schema = upgrade.state.schema
    for declared in upgrade.types(*COMPOSITE):
        if not is_federation_extension(declared):
            continue
        keys = applications(declared, "key")
        if keys:
            names = {
                each.name
                for key in keys
                for each in selected_fields(schema, declared.name, field_set(key), with_implementations=False)
                if each.parent == declared.name
            }
        else:
            names = {name for original in upgrade.elsewhere(declared.name) for name in original.first_key}
        for name in names & declared.fields.keys():
            _drop(declared.fields[name], "external")


def drop_inactive_field_sets(upgrade: Upgrade) -> None:
    """Parts of `@provides` and `@requires` that select nothing external had no effect."""
    schema = upgrade.state.schema
    for declared in upgrade.types(*WITH_FIELDS):
        for each in declared.fields.values():
            for word, parent in (("provides", named(each.type)), ("requires", declared.name)):
                for applied in applications(each, word):
                    kept = active_part(schema, parent, field_set(applied))
                    if kept == "":
                        each.applied.remove(applied)
                    elif kept is not None:
                        applied.args = {**applied.args, "fields": kept}


def define_extensions(upgrade: Upgrade) -> None:
    """In Federation 2, no subgraph owns a type: an extension is a definition."""
    for declared in upgrade.types(*WITH_FIELDS):
        if is_federation_extension(declared):
            declared.has_definition, declared.extensions = True, 0
            for applied in declared.applied:
                applied.block = 0
            for each in declared.fields.values():
                each.block = 0


def drop_directives_on_interfaces(upgrade: Upgrade) -> None:
    """`@key`, `@provides` and `@requires` on interfaces had no effect."""
    for declared in upgrade.types(Kind.INTERFACE):
        if is_marked(declared, "key"):
            upgrade.interface_keys.append(declared.name)
        _drop(declared, "key")
        for each in declared.fields.values():
            _drop(each, "provides")
            _drop(each, "requires")


def drop_provides_on_leaves(upgrade: Upgrade) -> None:
    """`@provides` on a field without subfields had no effect."""
    types = upgrade.state.schema.types
    for declared in upgrade.types(Kind.OBJECT):
        for each in declared.fields.values():
            target = types.get(named(each.type))
            if target is None or target.kind not in COMPOSITE:
                _drop(each, "provides")


def drop_unused_externals(upgrade: Upgrade) -> None:
    """External fields that nothing uses go, and types that have no other fields with them."""
    state = upgrade.state
    facts = facts_of(state)
    for declared in upgrade.types(*WITH_FIELDS):
        for each in list(declared.fields.values()):
            if facts.is_external(each) and each.coordinate not in facts.used:
                del declared.fields[each.name]
        if declared.fields or upgrade.is_root(declared):
            continue
        # An entity is referred to by the union _Entity of its subgraph.
        if not is_marked(declared, "key") and not _is_referenced(state, declared.name):
            del state.schema.types[declared.name]
            continue
        upgrade.report.error(
            "TYPE_WITH_ONLY_UNUSED_EXTERNAL",
            f"[{state.name}] Type {declared.name} contains only external fields and all those fields are all unused "
            "(they do not appear in any @key, @provides or @requires).",
            location(state.name, declared.node),
        )
    state.schema.forget()


def _is_referenced(state: SubgraphState, name: str) -> bool:
    for declared in state.schema.types.values():
        if name in declared.members or name in declared.interfaces:
            return True
        if any(named(each.type) == name for each in declared.fields.values()):
            return True
    return False


def mark_shared_fields(upgrade: Upgrade) -> None:
    """Value types, and fields of entities and roots that another subgraph resolves too, were shared silently."""
    subscription = upgrade.state.schema.roots.get("subscription")
    for declared in upgrade.types(Kind.OBJECT):
        elsewhere = upgrade.elsewhere(declared.name)
        if declared.name == subscription or not elsewhere:
            continue
        if is_marked(declared, "key") or upgrade.is_root(declared):
            for each in declared.fields.values():
                if each.coordinate not in upgrade.facts.shareable:
                    _share_if_resolved(each, elsewhere)
        else:
            _share(declared)


def _share_if_resolved(each: Field, elsewhere: list[Original]) -> None:
    if any(each.name in original.resolved for original in elsewhere):
        _share(each)


def _share(element: Element) -> None:
    if not is_marked(element, "shareable"):
        element.applied.append(Applied("shareable", spec="shareable"))


def drop_tags_on_externals(upgrade: Upgrade) -> None:
    """A `@tag` on an external field, where the field's own subgraph has the same one."""
    for declared in upgrade.types(*WITH_FIELDS):
        for each in declared.fields.values():
            if is_marked(each, "external"):
                known = [
                    tag for original in upgrade.elsewhere(declared.name) for tag in original.tags.get(each.name, ())
                ]
                each.applied = [
                    applied
                    for applied in each.applied
                    if applied.spec != "tag" or not any(same_value(dict(applied.args), dict(tag)) for tag in known)
                ]


def _drop(element: Element, word: str) -> None:
    element.applied = [applied for applied in element.applied if applied.spec != word]


STEPS: tuple[Callable[[Upgrade], None], ...] = (
    check_bases,
    check_adopted,
    adopt_words,
    write_fields_as_text,
    drop_ineffective_externals,
    drop_externals_of_extension_keys,
    drop_inactive_field_sets,
    define_extensions,
    drop_directives_on_interfaces,
    drop_provides_on_leaves,
    drop_unused_externals,
    mark_shared_fields,
    drop_tags_on_externals,
)
