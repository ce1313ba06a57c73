"""Each service stands alone: over an empty database it migrates, answers and says its schema; its inside is masked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from services.civic_data_lab import __main__ as civic_data_lab
from services.ideenwerkstatt import __main__ as ideenwerkstatt
from services.kit.cli import Service, main, run_migrations
from services.kit.database import open_connection
from tests.conftest import FreshDatabase
from tests.kit.asking import ask, request

SERVICES: list[tuple[Service[Any], str]] = [
    (ideenwerkstatt.SERVICE, "workshops"),
    (civic_data_lab.SERVICE, "learningModules"),
]
each = pytest.mark.parametrize(("service", "field"), SERVICES, ids=lambda value: getattr(value, "name", ""))


@each
async def test_it_opens_over_an_empty_database(
    service: Service[Any], field: str, fresh_database: FreshDatabase
) -> None:
    settings = service.read_settings({f"{service.prefix}_DATABASE_URL": await fresh_database("template0")})
    await run_migrations(service, settings)
    async with service.opened(settings) as app:
        assert (await request(app, "GET", "/health")).json == {"status": "ok", "events": "nothing is followed"}
        answer = await ask(app, f"{{ {field} {{ id }} }}")
        assert (answer.data, answer.errors) == ({field: []}, [])


@each
async def test_what_goes_wrong_inside_is_masked(
    service: Service[Any], field: str, fresh_database: FreshDatabase
) -> None:
    """Without its tables the service tells a reference number, and neither SQL nor names of columns."""
    url = await fresh_database("template0")
    settings = service.read_settings({f"{service.prefix}_DATABASE_URL": url})
    await run_migrations(service, settings)
    async with service.opened(settings) as app, open_connection(url, schema=settings.schema) as connection:
        await connection.execute("DROP TABLE support_offer CASCADE")
        answer = await ask(app, f"{{ {field} {{ id }} }}")
    assert answer.data == {field: None}
    assert answer.codes == [("INTERNAL_SERVER_ERROR", field)]
    reference = answer.errors[0]["extensions"]["reference"]
    assert answer.errors[0]["message"] == f"An error of this service, reference {reference}."


@each
def test_it_says_its_schema(service: Service[Any], field: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(service, ["sdl"]) == 0
    assert f"  {field}(" in capsys.readouterr().out


@each
def test_its_folder_is_whole(service: Service[Any], field: str) -> None:
    """What an own repository of the ministry needs."""
    present = {file.name for file in Path(service.home).iterdir()}
    assert {"pyproject.toml", "Dockerfile", "README.md", "__main__.py", "app.py", "settings.py"} <= present
    assert {"schema", "types", "store", "rules", "sql"} <= present
