"""Nobody can take the demo data for real people: every name says so."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from demo.world import World
from tests.demo.conftest import Tables

ADDRESS = re.compile(r"https?://([^/\s\",]+)")
REAL_HOSTS = {"publications.europa.eu", "dcat-ap.de"}


def test_persons_and_organisations_are_marked(world: World) -> None:
    hubs = world.hubs
    for one in (*hubs.members, *hubs.organisations):
        assert one.display_name.endswith(" (fiktiv)")  # type: ignore[attr-defined]
        assert re.fullmatch(r"demo-[a-z0-9-]+", one.handle)  # type: ignore[attr-defined]
    assert all(one.name.endswith(" (fiktiv)") for one in (*hubs.members, *hubs.legacy))  # type: ignore[attr-defined]
    handles = [one.handle for one in hubs.members] + [one.handle for one in hubs.organisations]
    assert len(set(handles)) == len(handles)


def test_names_before_the_claim_and_after_the_erasure_are_hidden(world: World) -> None:
    hidden = {one.display_name for one in world.hubs.members if one.state != "ACTIVE"}
    assert hidden == {"Ehemaliges CIP-Mitglied (fiktiv)", "Gelöschtes Konto (fiktiv)"}


def test_addresses_lead_nowhere(tables: Tables) -> None:
    """Links go to example.org, except for the vocabularies of the European Union and of DCAT-AP.de."""
    for service in tables.by_service.values():
        for table in service:
            text = "\n".join(str(cell) for row in table.rows for cell in row)
            hosts = {host for host in ADDRESS.findall(text) if host not in REAL_HOSTS}
            assert all(host.rstrip("').").endswith("example.org") for host in hosts), (table.name, hosts)
            mails = set(re.findall(r"[\w.+-]+@([\w.-]+\w)", text))
            assert mails <= {"example.org"}, (table.name, mails)


def test_entries_name_only_marked_people(world: World) -> None:
    assert all(line.name.endswith(" (fiktiv)") for entry in world.cip.entries for line in entry.team)


def test_programmes_say_what_is_invented(world: World) -> None:
    for programme in world.hubs.programmes:
        assert "(fiktiv)" in programme.description.de
        assert programme.description.en
        assert "ausgedacht" in (programme.description.simple or "")


@pytest.mark.parametrize(
    ("table", "column", "most"),
    [("comment", "body", 3), ("message", "body", 5), ("contact_request", "message", 1), ("team_request", "message", 2)],
)
def test_people_do_not_all_say_the_same(tables: Tables, table: str, column: str, most: int) -> None:
    """What a person reads who looks around: not one sentence a hundred times."""
    found = next(each for each in tables.by_service["marketplace"] if each.name == table)
    said = Counter(row[found.columns.split().index(column)] for row in found.rows)
    assert said.most_common(1)[0][1] <= most
