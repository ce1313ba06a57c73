"""Chosen paths -> steps: a shared beginning becomes one selection, a hop begins a step of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from gateway.model.operation import Field, Fragment, Operation, OperationKind, Selection, Selections
from gateway.model.plan import (
    ContextValue,
    Each,
    EntityCall,
    Key,
    MergePath,
    OnTypes,
    PathStep,
    Representation,
    RootCall,
)
from gateway.planning.steps import Step, Steps
from gateway.query_graph import Cast, Enter, Jump, Node, Path, QueryGraph, Take

INTERNAL = 1 << 30
"""The place of a field that the client did not ask for: after all others."""
TYPENAME = Field("__typename")


def build_steps(graph: QueryGraph, operation: Operation, paths: Sequence[Path]) -> Steps:
    """One step for each entry and each hop on the paths and their needs."""
    tree = _Tree()
    for place, path in enumerate(paths):
        tree.include(path, place)
    tree.sort()
    starts = [path for path in tree.places if isinstance(path.move, Enter | Jump)]
    numbers = {path: number for number, path in enumerate(starts)}
    return tuple(_step(graph, operation, tree, path, numbers) for path in starts)


@dataclass(slots=True)
class _Tree:
    places: dict[Path, int] = field(default_factory=dict)
    """Path -> the place of its first leaf in the client's order."""
    children: dict[Path, list[Path]] = field(default_factory=lambda: defaultdict(list))

    def include(self, path: Path, place: int) -> None:
        """Add the path, those that it extends and the needs of all of them."""
        each: Path | None = path
        while each is not None:
            known = self.places.get(each)
            if known is not None and known <= place:
                return
            self.places[each] = place
            if known is None:
                if each.previous is not None:
                    self.children[each.previous].append(each)
                for need in each.needs:
                    self.include(need, INTERNAL)
            each = each.previous

    def sort(self) -> None:
        """The client's order, so that much of an answer can be passed on as it is."""
        for children in self.children.values():
            children.sort(key=self.places.__getitem__)

    def selections(self, path: Path) -> Selections:
        """What is asked below a path within the same request."""
        children = self.children.get(path, ())
        found: list[Selection] = []
        for child in children:
            match child.move:
                case Take(edge=edge, key=key, arguments=arguments, directives=directives):
                    alias = None if key == edge.name else key
                    found.append(Field(edge.name, alias, arguments, self.selections(child), directives))
                case Cast(node=node):
                    found.append(Fragment(node.type, self.selections(child)))
        if _needs_typename(path, children) and TYPENAME not in found:
            found.append(TYPENAME)
        asked = frozenset(each for each in found if isinstance(each, Field) and not each.selections)
        return tuple(each for each in (_without(each, asked) for each in found) if each is not None)


def _without(selection: Selection, asked: frozenset[Field]) -> Selection | None:
    """A fragment without leaves that are asked of every type anyway; None where nothing is left of it."""
    if isinstance(selection, Field):
        return selection
    inner = (each if isinstance(each, Field) else _without(each, asked) for each in selection.selections)
    kept = tuple(each for each in inner if each is not None and each not in asked)
    return replace(selection, selections=kept) if kept else None


def _needs_typename(path: Path, children: Iterable[Path]) -> bool:
    """True where the object's type decides about the representation, or where nothing else is asked of the object.

    Where a request begins the object's type is known already, unless that came from an @interfaceObject.
    """
    node = path.node
    if node is None:
        return False
    if isinstance(path.move, Jump):
        before = path.previous.node if path.previous else None
        return before is not None and before.is_interface_object and not node.is_interface_object
    if isinstance(path.move, Enter):
        return False
    jumps = [child for child in children if isinstance(child.move, Jump)]
    if any(isinstance(jump.move, Jump) and jump.move.hop.key is None for jump in jumps):
        return True
    return bool(jumps) and (node.is_abstract or node.is_interface_object)


def _step(graph: QueryGraph, operation: Operation, tree: _Tree, path: Path, numbers: dict[Path, int]) -> Step:
    node = path.node
    if node is None:
        raise ValueError("a request begins at a type")
    selections = tree.selections(path)
    number, move = numbers[path], path.move
    order = _enter(path).order
    if not isinstance(move, Jump) or path.previous is None:
        return Step(number, node.subgraph, operation.kind, frozenset(), order, RootCall((), selections))
    after = frozenset(numbers[_request(each)] for each in (path.previous, *path.needs))
    place = merge_path(path.previous)
    if move.hop.key is None:
        root = RootCall(place, selections)
        return Step(number, node.subgraph, OperationKind.QUERY, after, order, root)
    representations = tuple(_representations(graph, path.previous, move))
    context = tuple(
        ContextValue(each.variable, each.type, _without_types(merge_path(each.holder)), each.selections)
        for each in move.contexts
    )
    asked = (Fragment(node.type, selections),)
    call = EntityCall("", "", (_without_types(place),), representations, asked, context)
    return Step(number, node.subgraph, OperationKind.QUERY, after, order, None, (call,))


def _enter(path: Path) -> Enter:
    first = next(path.moves()).move
    if not isinstance(first, Enter):
        raise TypeError("a path begins at a root type")
    return first


def _request(path: Path) -> Path:
    """The beginning of the request that gives the end of the path."""
    each = path
    while not isinstance(each.move, Enter | Jump) and each.previous is not None:
        each = each.previous
    return each


def merge_path(path: Path) -> MergePath:
    """Where the end of the path lies in the result."""
    steps: list[PathStep] = []
    for each in path.moves():
        match each.move:
            case Take(edge=edge, key=key):
                steps.append(Key(key))
                steps += [Each()] * edge.list_depth
            case Cast(names=names):
                last = steps[-1] if steps else None
                if isinstance(last, OnTypes):
                    steps[-1] = OnTypes(last.names & names)
                else:
                    steps.append(OnTypes(names))
    return tuple(steps)


def _without_types(place: MergePath) -> MergePath:
    """The representations of a call say themselves which types they are for."""
    return place[:-1] if place and isinstance(place[-1], OnTypes) else place


def _representations(graph: QueryGraph, origin: Path, jump: Jump) -> Iterator[Representation]:
    node, tail = origin.node, jump.hop.tail
    if node is None:
        return
    sent = merge_selections(jump.key + jump.requires)
    if node.is_interface_object:
        names = graph.supergraph.possible.get(node.type, frozenset()) | {node.type}
        yield Representation(names, tail.type, sent, jump.key)
    elif tail.is_interface_object:
        yield Representation(_runtime(origin, node), tail.type, sent, jump.key)
    else:
        for name in sorted(_runtime(origin, node) & tail.possible):
            yield Representation(frozenset({name}), name, sent, jump.key)


def _runtime(origin: Path, node: Node) -> frozenset[str]:
    return origin.move.names if isinstance(origin.move, Cast) else node.possible


def merge_selections(selections: Selections) -> Selections:
    """Equal fields and fragments as one, in the order of their first places.

    >>> from gateway.model.operation import print_selections
    >>> print_selections(merge_selections((Field("a", None, (), (Field("x"),)), Field("a", None, (), (Field("y"),)))))
    '{ a { x y } }'
    """
    found: dict[object, Selection] = {}
    for selection in selections:
        question = (selection.key, selection.arguments) if isinstance(selection, Field) else selection.type_condition
        known = found.get(question)
        found[question] = selection if known is None else _both(known, selection)
    return tuple(found.values())


def _both(first: Selection, second: Selection) -> Selection:
    return replace(first, selections=merge_selections(first.selections + second.selections))
