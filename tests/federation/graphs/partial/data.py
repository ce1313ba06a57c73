"""Shared fields of abstract types, value types in value types, lists of lists of objects, all from two subgraphs."""

# Rows and small functions over them: types would say less than the data does.
# mypy: disable-error-code="no-untyped-def,no-untyped-call"

from tests.federation.example import ref, refs

CASTLE = {
    "__typename": "Castle",
    "name": "Burg",
    "lord": ref("Knight", "k"),
    "gate": {"__typename": "Gate", "width": 3, "guard": ref("Knight", "k2")},
}

RECORDS = {
    "Knight": [
        {"id": "k", "sword": "S", "castle": CASTLE},
        {"id": "k2", "sword": None, "castle": {"__typename": "Castle", "name": None, "lord": None, "gate": None}},
    ],
    "Wizard": [{"id": "w", "spell": "zap", "tower": CASTLE}],
    "Rogue": [{"id": "r", "purse": 5}],
    "Page": [
        {"id": "p", "title": "P", "blocks": [*refs("Text", "t"), *refs("Table", "b"), *refs("Text", "t")]},
        {"id": "q", "title": None, "blocks": None},
    ],
    "Text": [{"id": "t", "kind": "text", "words": 7}],
    "Table": [
        {
            "id": "b",
            "kind": None,
            "rows": [
                [{"__typename": "Cell", "value": "x", "link": ref("Page", "q")}, None],
                [],
                None,
                [{"__typename": "Cell", "value": None, "link": ref("Page", "p")}],
            ],
        },
    ],
    "Leaf": [{"id": "l", "colour": "green", "tree": ref("Branch", "b")}, {"id": "m", "colour": None, "tree": None}],
    "Branch": [{"id": "b", "weight": 4, "leaves": [*refs("Leaf", "l", "m"), *refs("Branch", "b")]}],
}

FIELDS = {
    ("Query", "hero"): lambda _, a, s: s.find(ref("Knight", "k")),
    ("Query", "heroes"): lambda _, a, s: [*s.of("Wizard"), *s.of("Knight")],
    ("Query", "page"): lambda _, a, s: s.find(ref("Page", "p")),
    ("Query", "anything"): lambda _, a, s: s.find(ref("Branch", "b")),
    ("Query", "root"): lambda _, a, s: {
        "__typename": "Box",
        "name": "outer",
        "size": 1,
        "node": ref("Leaf", "l"),
        "box": {
            "__typename": "Box",
            "name": "inner",
            "size": 2,
            "node": ref("Branch", "b"),
            "box": {"__typename": "Box", "name": None, "size": None, "node": None, "box": None},
        },
    },
}
