"""Federation 1: extensions with external keys, @extends, @provides, @requires."""

# Rows and small functions over them: types would say less than the data does.
# mypy: disable-error-code="no-untyped-def,no-untyped-call"

from tests.federation.example import ref, refs

RECORDS = {
    "User": [
        {
            "id": "1",
            "name": {"first": "Ada", "last": "L"},
            "username": "@ada",
            "birth": "1815",
            "reviews": refs("Review", "r1", "r2"),
        },
        {"id": "2", "name": None, "username": None, "birth": None, "reviews": None},
    ],
    "Product": [
        {
            "upc": "u1",
            "sku": "s1",
            "name": "Table",
            "price": "899",
            "weight": 100,
            "inStock": True,
            "details": {"country": "DE"},
            "reviews": refs("Review", "r1"),
        },
        {
            "upc": "u2",
            "sku": "s2",
            "name": None,
            "price": None,
            "weight": 50,
            "inStock": None,
            "details": None,
            "reviews": [],
        },
    ],
    "Review": [
        {"id": "r1", "body": "good", "author": ref("User", "1"), "product": ref("Product", "u1", "upc")},
        {"id": "r2", "body": None, "author": ref("User", "1"), "product": ref("Product", "u2", "upc")},
    ],
}

FIELDS = {
    ("Query", "users"): lambda _, a, s: s.of("User"),
    ("Query", "me"): lambda _, a, s: s.find(ref("User", "1")),
    ("Query", "topProducts"): lambda _, a, s: s.of("Product")[: a.get("first")],
    ("Product", "estimate"): lambda p, a, s: (
        None if p["price"] is None or p["weight"] is None else int(p["price"]) + p["weight"]
    ),
}
