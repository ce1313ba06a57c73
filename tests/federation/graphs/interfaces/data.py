"""Interfaces whose implementers and fields live in different subgraphs, an interface field of its own interface."""

# Rows and small functions over them: types would say less than the data does.
# mypy: disable-error-code="no-untyped-def,no-untyped-call"

from tests.federation.example import ref, refs

RECORDS = {
    "Dog": [
        {
            "id": "d1",
            "name": "Rex",
            "friend": ref("Cat", "c1"),
            "keeper": ref("Owner", "o1"),
            "nickname": "R",
            "barks": True,
        },
        {"id": "d2", "name": None, "friend": None, "keeper": None, "nickname": None, "barks": None},
    ],
    "Cat": [
        {
            "id": "c1",
            "name": "Mia",
            "friend": ref("Dog", "d1"),
            "keeper": ref("Owner", "o1"),
            "nickname": "M",
            "lives": 7,
        }
    ],
    "Owl": [{"id": "w1", "name": "Uhu", "friend": ref("Dog", "d2"), "keeper": None, "wingspan": 1.5}],
    "Owner": [
        {"id": "o1", "name": "Eva", "pets": [*refs("Cat", "c1"), *refs("Dog", "d1")], "favourite": ref("Cat", "c1")}
    ],
}

ALL = ("Dog", "Cat", "Owl", "Owner")

FIELDS = {
    ("Query", "animals"): lambda _, a, s: s.of("Dog") + s.of("Cat") + s.of("Owl"),
    ("Query", "pets"): lambda _, a, s: [*s.of("Cat"), None, *s.of("Dog")],
    ("Query", "owner"): lambda _, a, s: s.find(ref("Owner", "o1")),
    ("Query", "node"): lambda _, a, s: next(
        (r for t in ("Dog", "Cat", "Owner") for r in s.of(t) if r["id"] == a["id"]), None
    ),
    ("Query", "zoo"): lambda _, a, s: {
        "__typename": "Zoo",
        "star": s.of("Owl")[0],
        "all": [s.of("Dog"), [], None, [None, *s.of("Cat")]],
    },
}
