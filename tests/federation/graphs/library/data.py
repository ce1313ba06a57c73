"""Books, their shelves, reviews and readers: keys of two kinds, @requires, @provides, null items."""

# Rows and small functions over them: types would say less than the data does.
# mypy: disable-error-code="no-untyped-def,no-untyped-call"

from tests.federation.example import ref, refs

RECORDS = {
    "Book": [
        {
            "id": "b1",
            "isbn": "i1",
            "title": "Effi Briest",
            "genre": "NOVEL",
            "pages": 352,
            "weight": 0.5,
            "shelf": {"room": "A", "number": 1, "lamp": {"on": True}},
            "rating": 4.5,
        },
        {
            "id": "b2",
            "isbn": "i2",
            "title": "Buch der Lieder",
            "genre": "POETRY",
            "pages": 400,
            "weight": None,
            "shelf": None,
            "rating": None,
        },
        {
            "id": "b3",
            "isbn": "i3",
            "title": None,
            "genre": None,
            "pages": 90,
            "weight": 0.1,
            "shelf": {"room": "B", "number": 2, "lamp": None},
            "rating": 1.0,
        },
    ],
    "Review": [
        {"id": "r1", "stars": 5, "text": "good", "book": ref("Book", "b1"), "author": ref("Reader", "u1")},
        {"id": "r2", "stars": 2, "text": None, "book": ref("Book", "b1"), "author": ref("Reader", "u2")},
        {"id": "r3", "stars": 3, "text": "so so", "book": ref("Book", "b3"), "author": None},
    ],
    "Reader": [
        {
            "id": "u1",
            "name": "Ada",
            "email": "ada@example.org",
            "reviews": refs("Review", "r1"),
            "favourite": ref("Book", "b2"),
            "borrowed": [ref("Book", "b1"), None, ref("Book", "b1")],
        },
        {"id": "u2", "name": "Bo", "email": None, "reviews": refs("Review", "r2"), "favourite": None, "borrowed": []},
        {"id": "u3", "name": None, "email": None, "reviews": None, "favourite": ref("Book", "b1"), "borrowed": None},
    ],
}


def shipping(book, _arguments, _store):
    return None if book["weight"] is None else book["weight"] * 3 + book["pages"] / 100


FIELDS = {
    ("Query", "books"): lambda _, a, s: [b for b in s.of("Book") if a.get("genre") in (None, b["genre"])][
        : a.get("first")
    ],
    ("Query", "book"): lambda _, a, s: s.find(ref("Book", a["id"])),
    ("Query", "me"): lambda _, a, s: s.find(ref("Reader", "u1")),
    ("Query", "readers"): lambda _, a, s: [*s.of("Reader"), None],
    ("Book", "shippingCost"): shipping,
    ("Book", "reviews"): lambda b, a, s: [
        r for r in s.of("Review") if r["book"].value == b["id"] and r["stars"] >= (a.get("min") or 0)
    ],
}
