"""Is a plan sound? A check that no golden file can fool.

Each request must be a valid operation of its subgraph; what a representation sends must have been asked for by earlier
requests; and every leaf of the operation must be asked for somewhere, for every type that can be met there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema, get_named_type, parse, validate

from gateway.model.operation import Argument, Field, Fragment, Operation, Selections, Variable
from gateway.model.plan import Each, Fetch, Key, MergePath, OnTypes, Plan, Representation
from gateway.model.supergraph import Supergraph


@dataclass(frozen=True)
class Fact:
    """Something that a request asks for: at ``path`` (response keys, each with the types of the object it is in)."""

    path: tuple[tuple[str, frozenset[str]], ...]
    name: str
    arguments: tuple[Argument, ...]
    subgraph: str


def check_plan(
    supergraph: Supergraph, subgraphs: Mapping[str, GraphQLSchema], operation: Operation, plan: Plan
) -> list[str]:
    """Everything that is wrong with the plan, in words; an empty list says that it is sound."""
    problems = [problem for fetch in plan.fetches for problem in _invalid(fetch, subgraphs)]
    checker = Checker(supergraph, operation)
    ancestors: dict[int, frozenset[int]] = {}
    facts: dict[int, list[Fact]] = {}
    for fetch in plan.fetches:
        if any(earlier >= fetch.id for earlier in fetch.after):
            problems.append(f"{fetch.id} waits for a later request")
        ancestors[fetch.id] = frozenset(fetch.after).union(*(ancestors[each] for each in fetch.after))
        before = [fact for each in ancestors[fetch.id] for fact in facts[each]]
        problems += checker.unsupported(fetch, before)
        facts[fetch.id] = list(checker.facts(fetch))
    every = [fact for each in facts.values() for fact in each]
    problems += checker.missing(every)
    return problems


def _invalid(fetch: Fetch, subgraphs: Mapping[str, GraphQLSchema]) -> Iterator[str]:
    document = parse(fetch.document, allow_empty_selection_sets=False)
    for error in validate(subgraphs[fetch.subgraph], document):
        yield f"request {fetch.id} to {fetch.subgraph}: {error.message}\n    {fetch.document}"
    if (fetch.root is None) == (not fetch.entities):
        yield f"request {fetch.id} has neither or both of a root and entities"


class Checker:
    def __init__(self, supergraph: Supergraph, operation: Operation) -> None:
        self.supergraph = supergraph
        self.operation = operation
        self.possible = supergraph.possible

    def types(self, name: str) -> frozenset[str]:
        return self.possible.get(name, frozenset({name}))

    def field_type(self, owner: str, name: str, subgraph: str) -> str:
        joined = self.supergraph.joined[owner][subgraph].fields.get(name)
        if joined is None:
            return self.named(owner, name)
        return joined.type.strip("[]!")

    def named(self, owner: str, name: str) -> str:
        named = self.supergraph.schema.type_map[owner]
        assert isinstance(named, GraphQLObjectType | GraphQLInterfaceType)
        return str(get_named_type(named.fields[name].type))

    def possible_in(self, name: str, subgraph: str) -> frozenset[str]:
        here = self.supergraph.joined.get(name, {}).get(subgraph)
        if here is None or here.is_interface_object:
            return self.types(name)
        return here.possible

    # -- what a request asks for -------------------------------------------------------------------------------------

    def facts(self, fetch: Fetch) -> Iterator[Fact]:
        renamed = {rename.internal: rename.key for rename in fetch.renames}
        if fetch.root:
            owner = self.operation.root_type if not fetch.root.path else "Query"
            for prefix in self.prefixes(fetch.root.path):
                yield from self.below(fetch.root.selections, owner, frozenset({owner}), prefix, fetch.subgraph, renamed)
        for call in fetch.entities:
            on = frozenset().union(*(each.on for each in call.representations))
            for path in call.paths:
                for prefix in self.prefixes(path):
                    for fragment in call.selections:
                        assert isinstance(fragment, Fragment)
                        name = fragment.type_condition
                        reached = on & self.possible_in(name, fetch.subgraph)
                        if self.supergraph.joined[name][fetch.subgraph].is_interface_object:
                            reached = on & self.types(name)
                        yield from self.below(fragment.selections, name, reached, prefix, fetch.subgraph, renamed)

    def prefixes(self, path: MergePath) -> Iterator[tuple[tuple[str, frozenset[str]], ...]]:
        """The path as response keys; a type condition narrows the object that the next key is in."""
        found: list[tuple[str, frozenset[str]]] = []
        narrowed: frozenset[str] | None = None
        for step in path:
            match step:
                case OnTypes(names):
                    narrowed = names
                case Key(name):
                    found.append((name, narrowed if narrowed is not None else frozenset({"*"})))
                    narrowed = None
                case Each():
                    pass
        yield tuple(found)

    def below(
        self,
        selections: Selections,
        owner: str,
        runtime: frozenset[str],
        prefix: tuple[tuple[str, frozenset[str]], ...],
        subgraph: str,
        renamed: Mapping[str, str],
    ) -> Iterator[Fact]:
        for each in selections:
            if isinstance(each, Fragment):
                inner = runtime & self.types(each.type_condition)
                yield from self.below(each.selections, each.type_condition, inner, prefix, subgraph, renamed)
                continue
            path = (*prefix, (renamed.get(each.key, each.key), runtime))
            yield Fact(path, each.name, _of_client(each.arguments), subgraph)
            if each.selections:
                tail = self.field_type(owner, each.name, subgraph)
                reached = self.possible_in(tail, subgraph)
                yield from self.below(each.selections, tail, reached, path, subgraph, renamed)

    # -- is it there before it is used? ------------------------------------------------------------------------------

    def unsupported(self, fetch: Fetch, before: list[Fact]) -> Iterator[str]:
        for call in fetch.entities:
            for path in call.paths:
                keys = tuple(step.name for step in path if isinstance(step, Key))
                for value in call.context:
                    around = tuple(step.name for step in value.path if isinstance(step, Key))
                    for leaf, name, _, _ in self.read(value.selections, around, frozenset()):
                        if not any(fact.name == name and tuple(key for key, _ in fact.path) == leaf for fact in before):
                            yield f"request {fetch.id} takes {'.'.join(leaf)} that no earlier request asks for"
                for representation in call.representations:
                    names = [each.name for each in representation.selections if isinstance(each, Field)]
                    if len(names) != len(set(names)):
                        yield f"request {fetch.id} to {fetch.subgraph} sends two values under one name: {names}"
                    for missing in self.unread(representation, keys, before):
                        yield f"request {fetch.id} to {fetch.subgraph} sends {missing} that no earlier request asks for"

    def unread(self, representation: Representation, keys: tuple[str, ...], before: list[Fact]) -> Iterator[str]:
        for part in (representation.key, representation.selections):
            for path, name, arguments, types in self.read(part, keys, representation.on):
                found = [
                    fact
                    for fact in before
                    if tuple(key for key, _ in fact.path) == path and fact.name == name and fact.arguments == arguments
                ]
                known = frozenset().union(*(fact.path[-1][1] for fact in found))
                asked = types & frozenset(
                    each for each in types if each in self.possible and self.types(each) == {each}
                )
                if not found or not (asked <= known or "*" in known or not asked & self.met(path[:-1], before)):
                    yield ".".join(path)

    def met(self, path: tuple[str, ...], before: list[Fact]) -> frozenset[str]:
        """The types of the objects at a path that earlier requests ask something of."""
        deeper = [fact.path for fact in before if len(fact.path) == len(path) + 1]
        return frozenset().union(*(each[-1][1] for each in deeper if tuple(key for key, _ in each[:-1]) == path))

    def read(
        self, selections: Selections, keys: tuple[str, ...], on: frozenset[str]
    ) -> Iterator[tuple[tuple[str, ...], str, tuple[Argument, ...], frozenset[str]]]:
        for each in selections:
            if isinstance(each, Fragment):
                yield from self.read(each.selections, keys, self.types(each.type_condition))
            else:
                yield (*keys, each.key), each.name, each.arguments, on
                if each.selections:
                    yield from self.read(each.selections, (*keys, each.key), frozenset())

    # -- is everything asked for? ------------------------------------------------------------------------------------

    def missing(self, every: list[Fact]) -> Iterator[str]:
        by_keys: dict[tuple[str, ...], list[Fact]] = {}
        for fact in every:
            by_keys.setdefault(tuple(key for key, _ in fact.path), []).append(fact)
        root = self.operation.root_type
        yield from self.uncovered(self.operation.selections, root, (), (), by_keys)

    def uncovered(
        self,
        selections: Selections,
        runtime: str,
        keys: tuple[str, ...],
        types: tuple[str, ...],
        by_keys: Mapping[tuple[str, ...], list[Fact]],
    ) -> Iterator[str]:
        for each in selections:
            if isinstance(each, Fragment):
                if runtime in self.types(each.type_condition):
                    yield from self.uncovered(each.selections, runtime, keys, types, by_keys)
                continue
            if each.name == "__typename" and not keys:
                continue
            path, chain = (*keys, each.key), (*types, runtime)
            found = [
                fact
                for fact in by_keys.get(path, ())
                if (fact.name, fact.arguments) == (each.name, each.arguments) and _covers(fact, chain)
            ]
            if not found:
                yield f"nobody is asked for {'.'.join(path)} on {' > '.join(chain)}"
                continue
            if each.selections:
                tail = self.named(runtime, each.name)
                reached = [self.reached(fact, runtime, each.name) for fact in found]
                if any(here.members for here in self.supergraph.joined[tail].values()):
                    # A union that several subgraphs can give: only what all of them can.
                    reached += [
                        self.possible_in(self.field_type(runtime, each.name, subgraph), subgraph)
                        for subgraph, here in self.supergraph.joined[runtime].items()
                        if each.name in here.fields
                    ]
                for name in sorted(self.types(tail).intersection(*reached)):
                    yield from self.uncovered(each.selections, name, path, chain, by_keys)

    def reached(self, fact: Fact, runtime: str, name: str) -> frozenset[str]:
        for owner in (runtime, *sorted(self.supergraph.joined)):
            here = self.supergraph.joined[owner].get(fact.subgraph)
            if here and name in here.fields and runtime in self.types(owner):
                return self.possible_in(self.field_type(owner, name, fact.subgraph), fact.subgraph)
        return frozenset()


def _of_client(arguments: tuple[Argument, ...]) -> tuple[Argument, ...]:
    """Without those that take their values from a context."""
    return tuple(
        each for each in arguments if not (isinstance(each.value, Variable) and each.value.name.startswith("_context_"))
    )


def _covers(fact: Fact, chain: tuple[str, ...]) -> bool:
    return all(name in types or "*" in types for (_, types), name in zip(fact.path, chain, strict=True))
