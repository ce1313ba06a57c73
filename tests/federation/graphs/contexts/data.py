"""One item in the carts of several customers: its price depends on who looks, which only the context says.

In the unfederated schema an item in a cart carries whose it is; an entity that a subgraph looks up does not.
"""

# Rows and small functions over them: types would say less than the data does.
# mypy: disable-error-code="no-untyped-def,no-untyped-call"

from tests.federation.example import ref, refs

RECORDS = {
    "Customer": [
        {"id": "c1", "currency": "EUR", "tier": "gold", "cart": ref("Cart", "k1"), "guests": refs("Customer", "c2")},
        {"id": "c2", "currency": "USD", "tier": None, "cart": ref("Cart", "k2"), "guests": []},
        {
            "id": "c3",
            "currency": "EUR",
            "tier": "gold",
            "cart": ref("Cart", "k3"),
            "guests": refs("Customer", "c1", "c2"),
        },
        {"id": "c4", "currency": "EUR", "tier": "iron", "cart": None, "guests": None},
    ],
    "Cart": [
        {"id": "k1", "of": "c1", "contents": ["i1", "i2"]},
        {"id": "k2", "of": "c2", "contents": ["i1"]},
        {"id": "k3", "of": "c3", "contents": ["i1", "i2"]},
    ],
    "Item": [{"id": "i1", "label": "Tea"}, {"id": "i2", "label": None}],
}


def items(cart, _arguments, store):
    buyer = next(customer for customer in store.of("Customer") if customer["id"] == cart["of"])
    return [{**item, "buyer": buyer} for item in store.of("Item") if item["id"] in cart["contents"]]


def price(item, arguments, _store):
    currency = arguments["currency"] if "currency" in arguments else item["buyer"]["currency"]
    return f"{item['id']} {arguments.get('digits')} {currency}"


def level(item, arguments, _store):
    of = arguments["of"] if "of" in arguments else item["buyer"]["tier"]
    return of and f"{of} {item['id']}"


FIELDS = {
    ("Query", "customers"): lambda _, a, store: store.of("Customer"),
    ("Cart", "items"): items,
    ("Item", "price"): price,
    ("Item", "level"): level,
}
