"""Composite, nested and list keys, keys reached through other subgraphs, a key that is null for one item."""

# Rows and small functions over them: types would say less than the data does.
# mypy: disable-error-code="no-untyped-def,no-untyped-call"

from tests.federation.example import ref, refs

RECORDS = {
    "Order": [
        {
            "number": 1,
            "region": "N",
            "legacy": "L1",
            "total": 10.5,
            "customer": ref("Customer", "c1"),
            "lines": refs("Line", "s1", "s2"),
            "invoice": "I-1",
            "track": "T-1",
            "carrier": ref("Carrier", "dhl", "code"),
        },
        {
            "number": 1,
            "region": "S",
            "legacy": None,
            "total": 7,
            "customer": ref("Customer", "c1"),
            "lines": [],
            "invoice": None,
            "track": "T-2",
            "carrier": None,
        },
        {
            "number": 2,
            "region": "S",
            "legacy": "L3",
            "total": None,
            "customer": None,
            "lines": refs("Line", "s2"),
            "invoice": "I-3",
            "track": None,
            "carrier": ref("Carrier", "ups", "code"),
        },
    ],
    "Customer": [
        {"id": "c1", "tax": {"country": "DE", "number": "77"}, "name": "Amt", "credit": 5},
    ],
    "Line": [
        {"id": "s1", "sku": "s1", "quantity": 3, "stock": 10, "colour": "red"},
        {"id": "s2", "sku": "s2", "quantity": 1, "stock": 0, "colour": None},
    ],
    "Carrier": [{"code": "dhl", "name": "DHL", "phone": "1"}, {"code": "ups", "name": "UPS", "phone": None}],
    "Station": [
        {
            "groups": [
                {"id": "g1", "tags": [{"key": "a", "weight": 1}, {"key": "b", "weight": 2}]},
                {"id": "g2", "tags": []},
            ],
            "label": "West",
            "delay": 4,
        },
        {"groups": [{"id": "g1", "tags": [{"key": "a", "weight": 1}]}], "label": "East", "delay": 0},
    ],
}

FIELDS = {
    ("Query", "orders"): lambda _, a, s: s.of("Order"),
    ("Query", "order"): lambda _, a, s: next(
        (o for o in s.of("Order") if (o["number"], o["region"]) == (a["number"], a["region"])), None
    ),
    ("Query", "stations"): lambda _, a, s: s.of("Station"),
    ("Customer", "orders"): lambda c, a, s: [o for o in s.of("Order") if o["customer"]],
}
