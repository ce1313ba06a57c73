"""@requires: chains, to and fro between two subgraphs, nested, over lists, with arguments, null requirements."""

# Rows and small functions over them: types would say less than the data does.
# mypy: disable-error-code="no-untyped-def,no-untyped-call"

from tests.federation.example import ref

RECORDS = {
    "Product": [
        {
            "id": "1",
            "price": 10,
            "weight": 2,
            "dimension": {"width": 3, "height": 4, "unit": {"name": "cm"}},
            "parts": [{"id": "x", "mass": 50}, {"id": "y", "mass": None}],
            "a": "A1",
            "left": "L1",
            "all": [{"id": "k1", "text": "one"}, {"id": "k2", "text": "two"}, {"id": "k3", "text": None}],
        },
        {"id": "2", "price": None, "weight": 5, "dimension": None, "parts": [], "a": None, "left": None, "all": []},
        {
            "id": "3",
            "price": 7,
            "weight": 0,
            "dimension": {"width": None, "height": 1, "unit": None},
            "parts": None,
            "a": "A3",
            "left": "L3",
            "all": None,
        },
    ]
}


def comments(product, arguments, store):
    whole = store.find(ref("Product", product["id"]))["all"]
    return None if whole is None else whole[: arguments.get("limit")]


def texts(product, limit):
    """The required comments as the representation brought them, or from the record."""
    given = product.get("comments", product.get("all"))
    return None if given is None else " ".join(str(comment["text"]) for comment in given[:limit])


def add(text, more):
    return None if text is None else f"{text}{more}"


def total(product):
    if product.get("price") is None or product["weight"] is None:
        return None
    return product["price"] + product["weight"]


def insured(product):
    shipping = product["shipping"] if "shipping" in product else total(product)
    return None if shipping is None else shipping * 2


def volume(product):
    d = product["dimension"]
    return None if d is None or d["width"] is None else d["width"] * d["height"] * len(d["unit"]["name"])


def chain(*links):
    """Each link adds its letter to what the one before gave; a subgraph has the one before, the whole has the first."""

    def field(product, _arguments, _store):
        before = links[-2]
        value = product[before] if before in product else product["a"]
        missing = links[-1:] if before in product else links[1:]
        for letter in missing:
            value = add(value, letter)
        return value

    return field


FIELDS = {
    ("Query", "products"): lambda _, a, s: s.of("Product"),
    ("Query", "product"): lambda _, a, s: s.find(ref("Product", a["id"])),
    ("Product", "comments"): comments,
    ("Product", "shipping"): lambda p, a, s: total(p),
    ("Product", "insured"): lambda p, a, s: insured(p),
    ("Product", "label"): lambda p, a, s: add(p["insured"] if "insured" in p else insured(p), "!"),
    ("Product", "volume"): lambda p, a, s: volume(p),
    ("Product", "heavyParts"): lambda p, a, s: (
        None if p["parts"] is None else sum(1 for part in p["parts"] if (part["mass"] or 0) > 10 and part["id"])
    ),
    ("Product", "firstComment"): lambda p, a, s: texts(p, 1),
    ("Product", "recent"): lambda p, a, s: add(texts(p, 2), a.get("limit")),
    ("Product", "right"): lambda p, a, s: add(p["left"], ">"),
    ("Product", "b"): chain("a", "b"),
    ("Product", "c"): chain("a", "b", "c"),
    ("Product", "d"): chain("a", "b", "c", "d"),
    ("Product", "e"): chain("a", "b", "c", "d", "e"),
}
