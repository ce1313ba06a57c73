"""What the start of a run says at its end: where to look, and what to ask first of the houses that are there."""

from __future__ import annotations

from tools.run.invitation import INVITED
from tools.run.settings import DEMO_DAY, SERVICES, RunSettings

OF_ALL = "{ anchorProjects { name { de } supportOffers(first: 2) { nodes { title { de } } } } }"
OF_ONE = {
    "cip": "{ fundingCalls(first: 3) { title { de } status } }",
    "ideenwerkstatt": "{ workshops(first: 3) { title { de } startsAt } }",
    "civic_data_lab": "{ datasets(first: 3) { nodes { title { de } } } }",
    "marketplace": "{ topics { slug label { de } } }",
}
"""A first query that a house answers alone: no other need be there for it."""


def first_query(settings: RunSettings) -> tuple[str, str]:
    """What it is about, and a query that the houses of this run can answer."""
    if set(settings.services) == set(SERVICES):
        return "A first query over three ministries:", OF_ALL
    house = settings.services[0]
    return f"A first query, which {house} answers alone:", OF_ONE[house]


def where_to_look(settings: RunSettings, invited: str | None) -> list[str]:
    """What to open, a first query, and the token of the invitation (None: no house is there that invites)."""
    gateway = settings.url("gateway")
    about, query = first_query(settings)
    of_the_invitation = [
        f"An invitation for a former member of the CIP community ({INVITED}; log in as ehemalig):",
        "",
        f"  {invited}",
        "",
    ]
    return [
        "Civic Coding Graph is running.",
        "",
        f"  GraphiQL         {gateway}/            (the saved queries are in its side panel)",
        f"  the graph        {gateway}/graphql",
        *(f"  {service:<16} {settings.url(service)}/graphql" for service in settings.services),
        f"  logs             {settings.home / 'logs'}",
        "",
        about,
        "",
        f"  curl -s {gateway}/graphql -H 'content-type: application/json' -d '{{\"query\": \"{query}\"}}'",
        "",
        *(of_the_invitation if invited is not None else ()),
        f"Today is {DEMO_DAY} here, as in the demo data: what you write is dated so.",
        "What is saved under services/ is served: its house starts anew, and the graph follows.",
        "Ctrl-C stops everything.",
    ]
