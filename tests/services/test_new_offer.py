"""What a new type of support offer costs: at most six files of its own service, and one name in the marketplace.

An interface's type must have all fields that some subgraph gives the interface (INTERFACE_FIELD_NO_IMPLEM), and the
marketplace gives offers some: so it must know the name. Its table of foreign types is the one place.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MOST_FILES = 6
TABLE = "services/marketplace/rules/foreign.py"
DEMO = "demo/"  # invented rows: no installation needs them
IMPORTING = {"sql/importing.sql", "store/importing.py"}  # two more for one that is kept in files elsewhere
LISTING = {"schema/lists.py", "store/offer_lists.py", "store/orders.py"}  # for a root list of its own
CODE = {".py", ".sql"}


def spellings(name: str) -> re.Pattern[str]:
    """The type as it is written in Python and in SQL: ToolboxItem, toolbox_item, toolbox_items."""
    snake = re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
    return re.compile(rf"\b{name}(Row)?\b|\b{snake}s?(_|\b)")


def files_of(name: str) -> list[str]:
    """The files of the services and of all other code that know the type; its contract and tests not counted."""
    pattern = spellings(name)
    rooms = ("gateway", "demo", "tools", "services")
    files = (file for room in rooms for file in (ROOT / room).rglob("*") if file.suffix in CODE)
    return sorted(str(file.relative_to(ROOT)) for file in files if pattern.search(file.read_text(encoding="utf-8")))


@pytest.mark.parametrize(("name", "service"), [("ToolboxItem", "civic_data_lab")])
def test_a_new_offer_is_at_most_six_files_of_its_own_service(name: str, service: str) -> None:
    files = files_of(name)
    own = [file for file in files if file.startswith(f"services/{service}/")]
    needed = [file for file in own if file.removeprefix(f"services/{service}/") not in IMPORTING | LISTING]
    assert len(needed) <= MOST_FILES, own
    elsewhere = [file for file in files if file not in own and not file.startswith(DEMO)]
    assert elsewhere == [TABLE]
