"""Makes subgraph sets from nothing: a world of types is thrown, then dealt out to two to four subgraphs.

Most throws are nearly right: keys that do not meet, an external field without a source, a value type that one subgraph
knows in part. So both verdicts are common, and the reasons stand in how subgraphs meet, not in a single directive.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tools.judge_composition.mutate import Subgraphs, mutate

SCALARS = ("Int", "String", "ID", "Boolean", "Float")
WRAPPED = ("{}", "{}", "{}!", "[{}]", "[{}!]!")
VERSIONS = (5, 7, 9)
LINK = (
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.{}", import: ["@key", "@shareable", "@requires", '
    '"@provides", "@external", "@override", "@inaccessible", "@tag", "@interfaceObject", "@authenticated"])\n'
)
Fields = dict[str, str]
"""Name -> type."""


@dataclass(frozen=True, slots=True)
class World:
    """What there is, whoever knows it. ``spread``: entity and field -> the subgraphs that resolve it."""

    subgraphs: tuple[str, ...]
    keys: dict[str, tuple[str, ...]]
    fields: dict[str, Fields]
    values: tuple[str, ...]
    implementers: dict[str, tuple[str, ...]]
    entity_interfaces: frozenset[str]
    unions: dict[str, tuple[str, ...]]
    enums: tuple[str, ...]
    known: dict[str, frozenset[str]]
    spread: dict[tuple[str, str], tuple[str, ...]]


def worlds(count: int, seed: int) -> Iterator[Subgraphs]:
    """``count`` sets, the same ones for the same ``seed``; a third of them with a small change besides."""
    source = random.Random(seed)  # noqa: S311  # test cases, no secrets
    for _ in range(count):
        made = deal(world(source), source)
        yield (mutate(made, source) or made) if source.random() < 0.35 else made


def world(source: random.Random) -> World:
    """Types that refer to each other at random."""
    subgraphs = tuple("abcd"[: source.choice((2, 2, 3, 3, 4))])
    entities = _names("E", source.choice((2, 3, 4)))
    values = _names("V", source.choice((0, 1, 2)))
    interfaces = _names("I", source.choice((0, 1, 1, 2)))
    unions = _names("U", source.choice((0, 0, 1)))
    enums = _names("N", source.choice((0, 1, 1)))
    targets = (*SCALARS, *SCALARS[:2], *entities, *values, *interfaces, *unions, *enums)
    fields = {
        name: {f"{name.lower()}_{n}": _wrapped(source, source.choice(targets)) for n in range(source.choice((2, 3, 4)))}
        for name in (*entities, *values)
    }
    simple = (*SCALARS, *values[:1], *entities[:1])
    fields |= {
        name: {f"{name.lower()}_{n}": source.choice(simple) for n in range(source.choice((1, 2)))}
        for name in interfaces
    }
    known = {each: frozenset(_some(source, entities, 0.7)) for each in subgraphs}
    for entity in entities:
        if not any(entity in some for some in known.values()):
            home = source.choice(subgraphs)
            known[home] |= {entity}
    return World(
        subgraphs,
        {entity: source.choice((("id",), ("id", "sku"))) for entity in entities},
        fields,
        values,
        {name: tuple(_some(source, entities, 0.6)) or entities[:1] for name in interfaces},
        frozenset(_some(source, interfaces, 0.3)),
        {name: tuple(source.sample((*entities, *values), 2)) for name in unions},
        enums,
        known,
        {
            (entity, name): _homes(source, [each for each in subgraphs if entity in known[each]])
            for entity in entities
            for name in fields[entity]
        },
    )


def deal(whole: World, source: random.Random) -> Subgraphs:
    """The world in as many SDLs as it has subgraphs; one of them has a query."""
    sdls = {name: _Hand(whole, name, source).sdl() for name in whole.subgraphs}
    if not any("type Query" in sdl for sdl in sdls.values()):
        sdls[whole.subgraphs[0]] += "type Query { ping: Int }\n"
    return [{"name": name, "sdl": sdl} for name, sdl in sdls.items()]


@dataclass(slots=True)
class _Hand:
    """One subgraph while it is written: a type that is named is defined, too."""

    whole: World
    name: str
    source: random.Random
    wanted: set[str] = field(default_factory=set)
    written: dict[str, str] = field(default_factory=dict)

    def sdl(self) -> str:
        self.wanted |= self.whole.known[self.name]
        query = self._query()
        while missing := sorted(self.wanted - self.written.keys()):
            self.written[missing[0]] = self._definition(missing[0])
        return LINK.format(self.source.choice(VERSIONS)) + "".join(self.written.values()) + query

    def _query(self) -> str:
        own = sorted(self.whole.known[self.name])
        targets = [*own, *(each for each, some in self.whole.implementers.items() if set(some) & set(own))]
        fields = [f"q_{self.name}_{n}: {self._used(targets)}" for n in range(self.source.choice((0, 1, 1, 2)))]
        if own and self.source.random() < 0.3:
            fields.append(f"shared: {self._used(own[:1])} @shareable")
        return f"type Query {{ {' '.join(fields)} }}\n" if fields and own else ""

    def _used(self, targets: Sequence[str]) -> str:
        if not targets:
            return "Int"
        return self._named(_wrapped(self.source, self.source.choice(targets)))

    def _named(self, text: str) -> str:
        name = text.strip("[]!")
        if name not in SCALARS:
            self.wanted.add(name)
        return text

    def _definition(self, name: str) -> str:
        if name in self.whole.keys:
            return self._entity(name)
        if name in self.whole.implementers:
            return self._interface(name)
        if name in self.whole.unions:
            return f"union {name} = {' | '.join(map(self._named, self.whole.unions[name]))}\n"
        if name in self.whole.enums:
            return f"enum {name} {{ A B{' C' if self.source.random() < 0.95 else ''} }}\n"
        some = [each for n, each in enumerate(self.whole.fields[name].items()) if n == 0 or self.source.random() < 0.93]
        return f"type {name} @shareable {{ {' '.join(f'{key}: {self._named(text)}' for key, text in some)} }}\n"

    def _interface(self, name: str) -> str:
        here = [each for each in self.whole.implementers[name] if each in self.whole.known[self.name]]
        if name in self.whole.entity_interfaces and not here:
            return f'type {name} @key(fields: "id") @interfaceObject {{ id: ID! more_{self.name}: Int }}\n'
        key = ""
        if name in self.whole.entity_interfaces:
            self.wanted.update(self.whole.implementers[name])
            key = ' @key(fields: "id")'
        fields = [f"{each}: {self._named(text)}" for each, text in self.whole.fields[name].items()]
        return f"interface {name}{key} {{ {'id: ID! ' if key else ''}{' '.join(fields)} }}\n"

    def _entity(self, name: str) -> str:
        source, whole = self.source, self.whole
        is_stub = name not in whole.known[self.name]
        interfaces = [each for each, some in whole.implementers.items() if name in some]
        keys = list(_some(source, whole.keys[name], 0.7)) if not is_stub else list(whole.keys[name][:1])
        if "id" not in keys and whole.entity_interfaces.intersection(interfaces):
            keys.append("id")
        written = [" ".join(keys)] if len(keys) == 2 and source.random() < 0.2 else keys
        resolvable = ", resolvable: false" if is_stub and source.random() < 0.5 else ""
        fields = {key: "ID!" if key == "id" else "String!" for key in keys}
        if not is_stub:
            interfaces = _some(source, interfaces, 0.8)
            fields |= {key: text for each in self._own(name) for key, text in each.items()}
            for each in interfaces:
                self.wanted.add(each)
                fields |= {key: f"{self._named(text)} @shareable" for key, text in whole.fields[each].items()}
        implements = f" implements {' & '.join(interfaces)}" if interfaces and not is_stub else ""
        directives = "".join(f' @key(fields: "{key}"{resolvable})' for key in written)
        body = " ".join(f"{key}: {text}" for key, text in fields.items()) or "id: ID! @shareable"
        return f"type {name}{implements}{directives} {{ {body} }}\n"

    def _own(self, name: str) -> Iterator[Fields]:
        """The fields that this subgraph resolves, requires or takes over."""
        for key, text in self.whole.fields[name].items():
            homes, target = self.whole.spread[name, key], text.strip("[]!")
            chance = self.source.random()
            if self.name in homes:
                yield {key: self._named(text) + (" @shareable" if len(homes) > 1 else "")}
            elif chance < 0.2 and (target in SCALARS or target in self.whole.enums or target in self.whole.keys):
                inner = f" {{ {self.whole.keys[target][0]} }}" if target in self.whole.keys else ""
                required = f"needs_{self.name}_{name}"
                yield {key: f"{self._named(text)} @external", required: f'Int @requires(fields: "{key}{inner}")'}
            elif 0.2 <= chance < 0.26:
                yield {key: f'{self._named(text)} @override(from: "{self.source.choice(homes)}")'}


def _names(letter: str, count: int) -> tuple[str, ...]:
    return tuple(f"{letter}{n}" for n in range(count))


def _some(source: random.Random, given: Sequence[str], chance: float) -> list[str]:
    return [each for each in given if source.random() < chance]


def _homes(source: random.Random, known: list[str]) -> tuple[str, ...]:
    return tuple(source.sample(known, min(len(known), source.choice((1, 1, 1, 2)))))


def _wrapped(source: random.Random, name: str) -> str:
    return source.choice(WRAPPED).format(name)
