"""Which fetch makes which objects of the answer, and which fetches complete them later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from gateway.model.operation import Field, Fragment, OperationKind, Selections
from gateway.model.plan import Each, EntityCall, Fetch, Key, MergePath, OnTypes, Plan
from gateway.model.result import EVERY
from gateway.model.shape import FieldShape, LeafKind, LeafShape, ListShape, ObjectShape, Position, Source

Place: TypeAlias = tuple[str, ...]
"""Response keys, and EVERY for each list level."""


EXACT = frozenset({LeafKind.STRING, LeafKind.ID, LeafKind.INT, LeafKind.BOOLEAN, LeafKind.ENUM})
"""Leaves whose values are written alike if they are equal and of one Python type."""


class Unfit(Exception):  # noqa: N818 - not an error: the other back end takes over
    """Structs do not fit this plan, or not what a subgraph answered."""


@dataclass(slots=True, eq=False)
class Site:
    """The objects that one selection of one fetch makes; all of one type, one struct class.

    ``places``: where in the answer. ``own``: the keys that come with the objects. ``later``: those that other fetches
    bring. ``hidden``: keys that the client did not ask for. ``children``: the sites of composite fields.
    """

    shape: ObjectShape
    places: frozenset[Place]
    own: dict[str, Position | None] = field(default_factory=dict)
    later: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    children: dict[str, Site] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[FieldShape, ...]:
        return self.shape.fields[self.shape.type_name]

    def has(self, key: str) -> bool:
        return key in self.own or key in self.later

    @property
    def is_known_by_own(self) -> bool:
        """Two objects whose own fields are equal are the same entity, so that one may stand for both.

        What comes later is asked for by what is there already. Own objects and lists are other objects each time; equal
        numbers of a Float or a custom scalar may still be written differently (0.0 and -0.0).
        """
        return not self.own.keys() & self.children.keys() and all(
            position is None or (isinstance(position.shape, LeafShape) and position.shape.kind in EXACT)
            for position in self.own.values()
        )


@dataclass(frozen=True, slots=True)
class Patch:
    """What one call brings for the objects of its sites: for each key its position, None if it is hidden.

    ``hides``: for each site the hidden keys that are to be taken off its objects in the end. ``ends``: for each path of
    the call the site that it leads to.
    """

    sites: tuple[Site, ...]
    brings: dict[str, Position | None]
    hides: tuple[tuple[str, ...], ...] = ()
    ends: tuple[Site, ...] = ()

    @property
    def demands(self) -> bool:
        """Some of it must not be null, so that every object needs an entity."""
        return any(position is not None and not position.nullable for position in self.brings.values())


@dataclass(frozen=True, slots=True)
class FetchLayout:
    fetch: Fetch
    root: Patch | None
    calls: tuple[Patch, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    root: Site
    fetches: tuple[FetchLayout, ...]


def lay_out(plan: Plan, shape: ObjectShape) -> Layout:
    """Raises Unfit if some object of the answer is abstract, made by two fetches, or hidden."""
    if plan.kind is OperationKind.SUBSCRIPTION:
        raise Unfit
    _check_concrete(shape)
    root = Site(shape, frozenset({()}))
    fetches = tuple(_lay_out_fetch(root, fetch) for fetch in plan.fetches)
    for site in sites_of(root):
        if not all(each.source is not Source.TREE or site.has(each.key) for each in site.fields):
            raise Unfit
    _drop_unread(root, fetches)
    return Layout(root, fetches)


def _drop_unread(root: Site, fetches: tuple[FetchLayout, ...]) -> None:
    """Hidden fields that no representation reads are not decoded at all."""
    read = {
        (id(site), key)
        for layout in fetches
        for call in layout.calls
        for site, keys in zip(call.sites, call.hides, strict=True)
        for key in keys
    }
    for site in sites_of(root):
        site.hidden = {key for key in site.hidden if (id(site), key) in read}
    for layout in fetches:
        for patch in (*layout.calls, *([layout.root] if layout.root else [])):
            for key in [key for key, position in patch.brings.items() if position is None]:
                if not all(key in site.hidden for site in patch.sites):
                    del patch.brings[key]


def sites_of(site: Site) -> Iterator[Site]:
    """The site and all below it, each once."""
    seen: set[int] = set()
    waiting = [site]
    while waiting:
        each = waiting.pop()
        if id(each) not in seen:
            seen.add(id(each))
            waiting.extend(each.children.values())
            yield each


def _lay_out_fetch(root: Site, fetch: Fetch) -> FetchLayout:
    if fetch.renames or (fetch.root and (fetch.root.path or fetch.entities)):
        raise Unfit
    root_patch = Patch((root,), _bring((root,), fetch.root.selections)) if fetch.root else None
    return FetchLayout(fetch, root_patch, tuple(_lay_out_call(root, call) for call in fetch.entities))


def _lay_out_call(root: Site, call: EntityCall) -> Patch:
    if call.context:
        raise Unfit
    places: dict[int, set[Place]] = {}
    sites: dict[int, Site] = {}
    ends: list[Site] = []
    for path in call.paths:
        site, place = _resolve(root, path)
        ends.append(site)
        sites[id(site)] = site
        places.setdefault(id(site), set()).add(place)
    # All objects of a class must get the fields, or the class would promise what some of them lack.
    if any(frozenset(places[number]) != site.places for number, site in sites.items()):
        raise Unfit
    every = tuple(sites.values())
    hides = _consumed(every, call)
    return Patch(every, _bring(every, call.selections), hides, tuple(ends))


def _consumed(sites: tuple[Site, ...], call: EntityCall) -> tuple[tuple[str, ...], ...]:
    """For each site the hidden leaves that the call's representation reads. One flat representation only."""
    if len(call.representations) != 1:
        raise Unfit
    representation = call.representations[0]
    reads = set()
    for selection in representation.selections:
        if not isinstance(selection, Field) or selection.selections:
            raise Unfit
        if selection.name != "__typename":
            if not all(site.has(selection.key) for site in sites):
                raise Unfit
            reads.add(selection.key)
    if not all(site.shape.type_name in representation.on for site in sites):
        raise Unfit
    return tuple(tuple(sorted(reads & site.hidden)) for site in sites)


def _resolve(root: Site, path: MergePath) -> tuple[Site, Place]:
    site, place = root, list[str]()
    for step in path:
        match step:
            case Key(name):
                if name not in site.children:
                    raise Unfit
                site = site.children[name]
                place.append(name)
            case Each():
                place.append(EVERY)
            case OnTypes(names):
                if site.shape.type_name not in names:
                    raise Unfit
    if tuple(place) not in site.places:
        raise Unfit
    return site, tuple(place)


def _bring(sites: tuple[Site, ...], selections: Selections, own: bool = False) -> dict[str, Position | None]:
    """Note at the sites what the selections bring, and make the sites below; gives what is new for the caller."""
    brings: dict[str, Position | None] = {}
    for selected in _fields(selections, sites[0].shape.type_name):
        if selected.name == "__typename" or all(site.has(selected.key) and not selected.selections for site in sites):
            continue
        position = _position(sites, selected)
        for site in sites:
            if site.has(selected.key):
                raise Unfit
            if own:
                site.own[selected.key] = position
            else:
                site.later.add(selected.key)
            if position is None:
                site.hidden.add(selected.key)
        if selected.selections and position is not None:
            _make_child(sites, selected, position)
        brings[selected.key] = position
    return brings


def _make_child(sites: tuple[Site, ...], selected: Field, position: Position) -> None:
    depth, shape = 0, position.shape
    while isinstance(shape, ListShape):
        depth, shape = depth + 1, shape.item.shape
    if not isinstance(shape, ObjectShape):
        raise Unfit
    _check_concrete(shape)
    places = frozenset((*place, selected.key, *(EVERY,) * depth) for site in sites for place in site.places)
    child = Site(shape, places)
    for site in sites:
        site.children[selected.key] = child
    _bring((child,), selected.selections, own=True)


def _position(sites: tuple[Site, ...], selected: Field) -> Position | None:
    """The same at all sites, or Unfit; None for a hidden leaf."""
    positions = []
    for site in sites:
        shown = next((f for f in site.fields if f.key == selected.key), None)
        if shown is not None and (shown.source is not Source.TREE or shown.shown != shown.key):
            raise Unfit
        positions.append(shown.position if shown else None)
    first = positions[0]
    if any(position != first for position in positions) or (first is None and selected.selections):
        raise Unfit
    return first


def _fields(selections: Selections, type_name: str) -> Iterator[Field]:
    for selection in selections:
        if isinstance(selection, Fragment):
            if selection.type_condition != type_name:
                raise Unfit
            yield from _fields(selection.selections, type_name)
        else:
            yield selection


def _check_concrete(shape: ObjectShape) -> None:
    if shape.type_name not in shape.fields:
        raise Unfit
    denied: Iterable[FieldShape] = (f for f in shape.fields[shape.type_name] if f.source is Source.DENIED)
    if any(not each.position.nullable for each in denied):
        raise Unfit
