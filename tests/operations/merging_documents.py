"""Documents in which fields may or may not be mergeable, by a number that hypothesis gives."""

from __future__ import annotations

from random import Random

from graphql import build_schema

SCHEMA = build_schema(
    """
    type Query { node: Node thing: Thing idea: Idea ideas: [Idea!]! count(of: String, filter: Filter): Int }
    interface Node { id: ID! next(first: Int): Node title: String others: [Node] mark: Mark }
    type Idea implements Node {
      id: ID! next(first: Int): Node title: String others: [Node] mark: Mark twin: Idea! stage: Stage size: Int
    }
    type Prize implements Node {
      id: ID! next(first: Int): Node title: String others: [Node!]! mark: Mark twin: Prize stage: String size: Int!
    }
    type Mark { idea: Idea text: String size: [Int] }
    union Thing = Idea | Mark
    enum Stage { DRAFT FINAL }
    input Filter { words: [String!] stage: Stage }
    """
)
FIELDS = {
    "Query": ("node", "node", "thing", "idea", "ideas", "count"),
    "Node": ("id", "next", "title", "others", "mark"),
    "Idea": ("id", "next", "title", "others", "mark", "twin", "stage", "size"),
    "Prize": ("id", "next", "title", "others", "mark", "twin", "stage", "size"),
    "Mark": ("idea", "text", "size"),
    "Thing": (),
}
RETURNS = {
    "node": "Node",
    "thing": "Thing",
    "idea": "Idea",
    "ideas": "Idea",
    "next": "Node",
    "others": "Node",
    "mark": "Mark",
}
CONDITIONS = ("Node", "Idea", "Prize", "Thing", "Mark")
ARGUMENTS = {
    "next": ("", "", "(first: 1)", "(first: $n)"),
    "count": (
        "",
        '(of: "x")',
        '(of: """x""")',
        "(of: null)",
        '(filter: { words: ["x"], stage: FINAL }, of: "x")',
        '(of: "x", filter: { stage: FINAL, words: ["x"] })',
        '(of: "x", filter: { stage: FINAL, words: "x" })',
    ),
}
NAMES = ("F0", "F1", "F2")


def document(number: int) -> str:
    """One or two operations and three fragments. Fragments may be unused or go in circles."""
    source = Random(number)
    operations = [f"query Q{n}($n: Int) {_selections(source, 'Query', 3, 2)}" for n in range(source.choice((1, 1, 2)))]
    conditions = [(name, source.choice(CONDITIONS)) for name in NAMES]
    fragments = [f"fragment {name} on {type_} {_selections(source, type_, 2, 1)}" for name, type_ in conditions]
    return "\n".join([*operations, *fragments])


def _selections(source: Random, parent: str, depth: int, fewest: int) -> str:
    count = source.randint(fewest, 3)
    return "{ " + " ".join(_selection(source, parent, depth) for _ in range(count)) + " }"


def _selection(source: Random, parent: str, depth: int) -> str:
    if depth == 0:
        return source.choice(("__typename", "__typename", "a: __typename"))
    kind = source.choice(("field", "field", "field", "inline", "spread"))
    if kind == "spread":
        return f"...{source.choice(NAMES)}"
    if kind == "inline" or not FIELDS[parent]:
        condition = source.choice(CONDITIONS)
        return f"... on {condition} {_selections(source, condition, depth - 1, 1)}"
    return _field(source, parent, depth)


def _field(source: Random, parent: str, depth: int) -> str:
    name = source.choice((*FIELDS[parent], "__typename"))
    below = parent if name == "twin" else RETURNS.get(name)
    call = source.choice(("", "", "", "", "a: ", "b: ")) + name + source.choice(ARGUMENTS.get(name, ("",)))
    return f"{call} {_selections(source, below, depth - 1, 1)}" if below else call
