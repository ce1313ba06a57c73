"""Two small subgraphs, as files and as running services, and the gateway as a process."""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import aiohttp
import pytest
from aiohttp import web

from gateway.__main__ import main

ROOT = Path(__file__).parents[2]

LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])\n'
BOOKS = LINK + 'type Query { books: [Book!]! }\ntype Book @key(fields: "id") { id: ID! title: String }\n'
REVIEWS = LINK + (
    "type Query { who: String }\ntype Mutation { rate(id: ID!): Book }\n"
    'type Book @key(fields: "id") { id: ID! stars: Int }\n'
)
TITLES = {"1": "Faust", "2": "Momo"}
STARS = {"1": 4, "2": 5}


@dataclass(frozen=True)
class Services:
    """The two services; ``asked`` holds what each was sent."""

    books: str
    reviews: str
    asked: list[tuple[str, dict[str, Any], dict[str, str]]]


def answer(service: str, body: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
    """What the services say to the few questions that these tests lead to."""
    query = body["query"]
    if "_service" in query:
        return {"_service": {"sdl": BOOKS if service == "books" else REVIEWS}}
    if "_entities" in query:
        (found,) = (value for value in body["variables"].values() if isinstance(value, list))
        key = (
            query[: query.index("_entities")].rstrip().rstrip(":").split("{")[-1].split("}")[-1].strip() or "_entities"
        )
        return {key: [{"__typename": "Book", "stars": STARS[each["id"]]} for each in found]}
    if "who" in query:
        return {"who": headers.get("authorization")}
    if "rate" in query:
        return {"rate": {"__typename": "Book", "id": "1", "stars": 4}}
    return {"books": [{"__typename": "Book", "id": key, "title": title} for key, title in TITLES.items()]}


@asynccontextmanager
async def running(application: web.Application, port: int = 0) -> AsyncIterator[str]:
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    host, port = runner.addresses[0][:2]
    yield f"http://{host}:{port}/graphql"
    await runner.cleanup()


@pytest.fixture(scope="session")
def run_service() -> Callable[[web.Application], AbstractAsyncContextManager[str]]:
    """Runs an application of one's own as a subgraph; its address."""
    return running


Asked: TypeAlias = list[tuple[str, dict[str, Any], dict[str, str]]]


def application(service: str, asked: Asked) -> web.Application:
    async def handle(request: web.Request) -> web.Response:
        body = await request.json()
        headers = {name.lower(): value for name, value in request.headers.items()}
        asked.append((service, body, headers))
        return web.json_response({"data": answer(service, body, headers)})

    served = web.Application()
    served.router.add_post("/graphql", handle)
    return served


@pytest.fixture
async def services() -> AsyncIterator[Services]:
    asked: Asked = []
    async with running(application("books", asked)) as books, running(application("reviews", asked)) as reviews:
        yield Services(books, reviews, asked)


StartReviews: TypeAlias = Callable[[int], AbstractAsyncContextManager[str]]


@pytest.fixture(scope="session")
def start_reviews() -> StartReviews:
    """Runs the second service at a port of one's own, for as long as the block lasts."""
    return lambda port: running(application("reviews", []), port)


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """A supergraph.yaml with the two subgraphs as files."""
    (tmp_path / "books.graphql").write_text(BOOKS)
    (tmp_path / "reviews.graphql").write_text(REVIEWS)
    file = tmp_path / "supergraph.yaml"
    file.write_text("""
subgraphs:
  books: {routing_url: "http://books.example/graphql", schema: {file: books.graphql}}
  reviews: {routing_url: "http://reviews.example/graphql", schema: {file: reviews.graphql}}
""")
    return file


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


@dataclass
class Gateway:
    """A running gateway. ``url`` is where it says that the graph is, ``admin`` where its administration is."""

    process: asyncio.subprocess.Process
    url: str
    admin: str = ""

    async def ask(self, query: str, **options: Any) -> dict[str, Any]:
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.url, json={"query": query}, **options) as reply,
        ):
            found: dict[str, Any] = await reply.json(content_type=None)
            return found


Serve: TypeAlias = Callable[..., AbstractAsyncContextManager[Gateway]]


async def spawn(*words: str, **environment: str) -> asyncio.subprocess.Process:
    import_path = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), **environment}
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "gateway", *words, stdin=pipe, stdout=pipe, stderr=pipe, env=import_path
    )


Run: TypeAlias = Callable[..., Ended]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command to its end, in this process."""

    def run_command(*words: object, stdin: str = "", **environment: str) -> Ended:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        try:
            code = main([str(word) for word in words])
        except SystemExit as end:  # argparse ends this way
            code = int(str(end.code))
        out, err = capsys.readouterr()
        return Ended(code, out, err)

    return run_command


ADMINISTRATION = "Administration is at "


async def first_lines(said: asyncio.StreamReader) -> tuple[str, str]:
    """Where the graph is, and where its administration is; what else comes before are warnings."""
    before, admin = "", ""
    while not (line := (await asyncio.wait_for(said.readline(), 60)).decode()).startswith("The graph is at "):
        before += line
        assert line, f"the gateway did not start:\n{before}"
        admin = line.removeprefix(ADMINISTRATION).strip() if line.startswith(ADMINISTRATION) else admin
    return line.split()[4].rstrip(","), admin


@pytest.fixture(scope="session")
def serve() -> Serve:
    """Runs ``serve`` until the end of the block, then asks it to stop and waits until it has."""

    @asynccontextmanager
    async def serve_command(*words: object, **environment: str) -> AsyncIterator[Gateway]:
        process = await spawn("serve", "--port", "0", *map(str, words), **environment)
        assert process.stderr is not None
        gateway = Gateway(process, *await first_lines(process.stderr))
        try:
            yield gateway
        finally:
            if process.returncode is None:
                process.terminate()
            await asyncio.wait_for(process.communicate(), 30)

    return serve_command
