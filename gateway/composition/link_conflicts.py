"""Names that two linked specifications would share: `x__y` must belong to exactly one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from graphql import Node

from gateway.composition.specs import FEDERATION, INACCESSIBLE, TAG


class LinkError(Exception):
    """A wrong `@link`; ``node`` is where."""

    def __init__(self, code: str, message: str, node: Node | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.node = code, message, node


class Linked(Protocol):
    """What a conflict can be about; see `links.Feature`."""

    @property
    def identity(self) -> str:
        """The URL without its version."""

    @property
    def name(self) -> str:
        """The last word of the identity."""

    @property
    def namespace(self) -> str:
        """The prefix of its names in the schema."""

    @property
    def imports(self) -> dict[str, str]:
        """Local name -> name in the specification."""

    @property
    def node(self) -> Node | None:
        """The `@link`."""


def check_conflicts(feature: Linked, others: Iterable[Linked]) -> None:
    """Raises LinkError where a name of ``feature`` could be taken for one of another specification, or of itself."""
    for problem, other in _problems(feature, list(others)):
        if other is not None and {feature.identity, other.identity} & {TAG, INACCESSIBLE}:
            problem = _prefer_federation(feature, other) or problem
        raise LinkError("INVALID_LINK_DIRECTIVE_USAGE", problem, feature.node)


def _problems(feature: Linked, others: list[Linked]) -> Iterator[tuple[str, Linked | None]]:
    rename = 'to avoid conflicts via "as".'
    for other in others:
        if other.namespace == feature.namespace:
            yield (
                f'Cannot link feature {feature.identity} as "{feature.namespace}" since another feature '
                f'"{other.identity}" already uses that alias. Please rename the feature {rename}',
                other,
            )
        for one, two in ((feature, other), (other, feature)):
            for local, original in one.imports.items():
                if _is_name_of(local, two.namespace):
                    yield (
                        f'Cannot import {_import(local, original)} from feature "{one.identity}" since it can be '
                        f'confused with a namespaced name from another linked feature "{two.identity}". Please rename '
                        f"the import or feature {rename}",
                        other,
                    )
        for local in feature.imports.keys() & other.imports.keys():
            yield (
                f'Cannot import {_import(local, feature.imports[local])} from feature "{feature.identity}" since it '
                f'was previously imported from feature "{other.identity}". Please rename the import {rename}',
                other,
            )
    for local, original in feature.imports.items():
        own = _own_meaning(local, feature)
        if own is not None and own != original:
            yield (
                f'Cannot import {_import(local, original)} from feature "{feature.identity}" since it can be confused '
                f'with the namespaced name for "{own}". Please rename the import {rename}',
                None,
            )


def _import(local: str, original: str) -> str:
    return f'"{original}" as "{local}"' if local != original else f'"{original}"'


def _is_name_of(local: str, namespace: str) -> bool:
    name = local.removeprefix("@")
    return name.startswith(f"{namespace}__") or (local.startswith("@") and name == namespace)


def _own_meaning(local: str, feature: Linked) -> str | None:
    """What a name would mean in the feature's own namespace, if it lies in that."""
    mark, name = ("@", local[1:]) if local.startswith("@") else ("", local)
    if name.startswith(f"{feature.namespace}__"):
        return mark + name.removeprefix(f"{feature.namespace}__")
    return f"@{feature.name}" if mark and name == feature.namespace else None


def _prefer_federation(one: Linked, other: Linked) -> str | None:
    if FEDERATION not in (one.identity, other.identity):
        return None
    identity = TAG if TAG in (one.identity, other.identity) else INACCESSIBLE
    return (
        f'Please import "@{identity.rpartition("/")[2]}" from the feature "{FEDERATION}" instead of using "{identity}" '
        "to avoid potential unexpected behavior in the future."
    )
