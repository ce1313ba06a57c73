"""Keys and requirements that clients do not see."""

# Rows and small functions over them: types would say less than the data does.
# mypy: disable-error-code="no-untyped-def,no-untyped-call"

RECORDS = {
    "Ticket": [
        {
            "id": "1",
            "secret": "s1",
            "state": "OPEN",
            "title": "One",
            "weight": 3,
            "owner": {"name": "A", "ssn": "12"},
            "thing": {"__typename": "Chair", "name": "C", "legs": 4},
        },
        {"id": "2", "secret": "s2", "state": "DONE", "title": None, "weight": None, "owner": None, "thing": None},
    ]
}


def priority(ticket, _arguments, _store):
    if ticket["weight"] is None or ticket["owner"] is None:
        return None
    return ticket["weight"] + len(ticket["owner"]["ssn"])


FIELDS = {
    ("Query", "tickets"): lambda _, a, s: [t for t in s.of("Ticket") if a.get("state") in (None, t["state"])],
    ("Ticket", "priority"): priority,
}
