"""A migration fits the version before it, which runs beside it while it is brought in (services/README.md)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from services.kit.migrate import load_migrations
from tools.run.settings import ROOT, SERVICES

FIRST = {"cip": 13, "ideenwerkstatt": 16, "civic_data_lab": 25, "marketplace": 34}
"""The last migration of each house that was never brought in beside another version: the newest ones until the first
release, and never raised after it."""
TAKES_AWAY = re.compile(
    r"""\bDROP\s+(TABLE|COLUMN|VIEW|FUNCTION|TYPE)\b | \bRENAME\b | \bSET\s+NOT\s+NULL\b
    | \bALTER\s+(COLUMN\s+)?\w+\s+(SET\s+DATA\s+)?TYPE\b
    | \bADD\s+(COLUMN\s+)?(?!CONSTRAINT)\w+\s+[^,;]*\bNOT\s+NULL\b(?![^,;]*\bDEFAULT\b)(?<!DEFAULT)""",
    re.IGNORECASE | re.VERBOSE,
)
UNUSED_SINCE = re.compile(r"^-- unused since: (\d{4})$", re.MULTILINE)
COMMENT = re.compile(r"--.*")


def complaint(number: int, text: str) -> str | None:
    """What is wrong with a migration; None if it fits."""
    found = TAKES_AWAY.search(COMMENT.sub("", text))
    # A column that is made with a default before its NOT NULL is no matter to whoever does not write it.
    if found is None or (found[0].upper().startswith("ADD") and "DEFAULT" in found[0].upper()):
        return None
    since = UNUSED_SINCE.search(text)
    if since is None:
        return f"`{found[0]}`: the version before still uses it; or say since when not"
    return None if int(since[1]) < number else "it cannot be unused since itself: that takes a release between"


@pytest.mark.parametrize("service", SERVICES)
def test_each_fits(service: str) -> None:
    migrations = load_migrations(Path(ROOT, "services", service, "sql", "migrations"))
    later = [each for each in migrations if each.number > FIRST[service]]
    assert [(each.number, said) for each in later if (said := complaint(each.number, each.text))] == []


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("ALTER TABLE a ADD COLUMN b text;", True),
        ("ALTER TABLE a ADD b int NOT NULL DEFAULT 0;", True),
        ("ALTER TABLE a ADD b int DEFAULT 0 NOT NULL, ADD c int;", True),
        ("CREATE TABLE a (b int NOT NULL); -- DROP TABLE c", True),
        ("ALTER TABLE a ADD CONSTRAINT b CHECK (c IS NOT NULL) NOT VALID;", True),
        ("ALTER TABLE a ADD b int NOT NULL;", False),
        ("ALTER TABLE a DROP COLUMN b;", False),
        ("DROP VIEW b;", False),
        ("ALTER TABLE a RENAME b TO c;", False),
        ("ALTER TABLE a ALTER b TYPE bigint;", False),
        ("ALTER TABLE a ALTER COLUMN b SET NOT NULL;", False),
        ("-- unused since: 0007\nDROP TABLE b;", True),
        ("-- unused since: 0009\nDROP TABLE b;", False),
    ],
)
def test_what_takes_away_is_found(text: str, fits: bool) -> None:
    assert (complaint(9, text) is None) is fits
