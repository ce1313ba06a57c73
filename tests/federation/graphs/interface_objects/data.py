"""@interfaceObject in both directions: fields for every implementer, and real types for objects known as interface."""

# Rows and small functions over them: types would say less than the data does.
# mypy: disable-error-code="no-untyped-def,no-untyped-call"

from tests.federation.example import ref, refs

RECORDS = {
    "Film": [
        {
            "id": "f1",
            "title": "M",
            "length": 110,
            "rating": 4.9,
            "shelf": "F1",
            "votes": [{"stars": 5, "work": ref("Film", "f1")}],
        },
        {"id": "f2", "title": None, "length": None, "rating": None, "shelf": None, "votes": None},
    ],
    "Novel": [
        {
            "id": "n1",
            "title": "Momo",
            "pages": 300,
            "rating": 4.1,
            "shelf": "N1",
            "votes": [{"stars": 1, "work": ref("Film", "f1")}, {"stars": 4, "work": ref("Novel", "n1")}],
        },
    ],
}


def summary(work, _arguments, _store):
    return None if work["title"] is None else f"{work['title']}!"


FIELDS = {
    ("Query", "works"): lambda _, a, s: s.of("Film") + s.of("Novel"),
    ("Query", "films"): lambda _, a, s: s.of("Film"),
    ("Query", "work"): lambda _, a, s: s.find(ref("Film", a["id"])) or s.find(ref("Novel", a["id"])),
    ("Query", "topRated"): lambda _, a, s: [*refs("Novel", "n1"), *refs("Film", "f1")],
    ("Query", "anyOf"): lambda _, a, s: s.find(ref("Novel", "n1")),
    ("Film", "summary"): summary,
    ("Novel", "summary"): summary,
}
