"""Shareable roots whose objects and lists are put together from two subgraphs, value types without a key."""

# Rows and small functions over them: types would say less than the data does.
# mypy: disable-error-code="no-untyped-def,no-untyped-call"

from tests.federation.example import ref

RECORDS = {
    "Person": [{"id": "p", "name": "Mia", "phone": "112"}],
    "Item": [
        {
            "id": "1",
            "price": 3,
            "label": "a",
            "details": {
                "__typename": "Details",
                "width": 1,
                "depth": 2,
                "box": {"__typename": "Box", "colour": "red", "volume": 8},
            },
        },
        {
            "id": "2",
            "price": None,
            "label": "b",
            "details": {"__typename": "Details", "width": 1, "depth": 2, "box": None},
        },
        {"id": "3", "price": 5, "label": None, "details": None},
    ],
}

FIELDS = {
    ("Query", "store"): lambda _, a, s: {
        "__typename": "Store",
        "name": "Amt",
        "city": "Ulm",
        "manager": ref("Person", "p"),
        "hours": {
            "__typename": "Hours",
            "open": 8,
            "close": 18,
            "note": {"__typename": "Note", "de": "Mo bis Fr", "en": None},
        },
    },
    ("Query", "items"): lambda _, a, s: s.of("Item"),
    ("Query", "item"): lambda _, a, s: s.find(ref("Item", a["id"])),
    ("Query", "version"): lambda _, a, s: "1",
    ("Query", "home"): lambda _, a, s: {
        "__typename": "Home",
        "title": "T",
        "links": [{"__typename": "Link", "href": "/a", "text": "A"}, {"__typename": "Link", "href": None, "text": "B"}],
    },
}
