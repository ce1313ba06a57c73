"""Judges from outside need Node, their packages and a browser; where one is missing, the reason to skip names it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from tests.ports import free_port

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
Judge: TypeAlias = Callable[..., Any]

SUBGRAPH = """
extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
type Query { hello: String }
type Mutation { greet: String }
"""


@pytest.fixture(scope="session")
def judge() -> Judge:
    """Runs a script of this folder with Node and reads the JSON that it prints."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not installed: the judges from npm cannot run")
    if not (HERE / "node_modules").is_dir():
        pytest.skip("the judges are not installed: make judge-http or make judge-browser installs them")

    def run(script: str, *words: object) -> Any:
        command = [node, str(HERE / script), *map(str, words)]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
        assert ended.returncode == 0, ended.stderr
        return json.loads(ended.stdout)

    return run


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where the browser is."""
    found = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )
    if found is None:
        pytest.skip("Chromium is not installed: the page cannot be looked at (on Debian: apt-get install chromium)")
    return found


@pytest.fixture(scope="session")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a gateway with GraphiQL, a saved query and a demo person. Its subgraph is not there."""
    folder = tmp_path_factory.mktemp("judged")
    (folder / "supergraph.yaml").write_text(
        "subgraphs: {greeter: {routing_url: 'http://127.0.0.1:9/graphql', schema: {file: greeter.graphql}}}"
    )
    (folder / "greeter.graphql").write_text(SUBGRAPH)
    (folder / "personas.json").write_text('[{"id": "anna", "name": "Anna Beispiel", "scopes": ["ideas:write"]}]')
    (folder / "operations").mkdir()
    (folder / "operations" / "01.graphql").write_text(
        "# 01 - What is there (greeter)\n# Group: Look\nquery What { __typename }\n"
    )
    (folder / "operations" / "02.graphql").write_text(
        "# 02 - What is not there (greeter)\n# Group: Look\nquery Not { nothing }\n"
    )
    (folder / "operations" / "03.graphql").write_text(
        "# 03 - Once more (greeter)\n# Group: Look\nquery Again { again: __typename }\n"
    )
    (folder / "operations" / "04.graphql").write_text(
        "# 04 - Change it\n# Group: Change\n# As: anna\nmutation Change { greet }\n"
    )
    subprocess.run([sys.executable, "-m", "gateway", "dev-key", folder], cwd=ROOT, check=True, capture_output=True)
    environment = {
        "PATH": "/usr/bin:/bin",
        "GATEWAY_OPERATIONS": str(folder / "operations"),
        "GATEWAY_DEV_ISSUER_KEY": str(folder / "private.pem"),
        "GATEWAY_DEV_PERSONAS": str(folder / "personas.json"),
    }
    command = [sys.executable, "-m", "gateway", "serve", "--port", "0"]
    command += ["--subgraphs", str(folder / "supergraph.yaml")]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        line = next(line for line in process.stderr if line.startswith("The graph is at "))
        try:
            yield line.split()[4].rstrip(",").removesuffix("/graphql")
        finally:
            process.terminate()
            process.communicate(timeout=30)


@pytest.fixture
async def service(fresh_database: Callable[[str], Awaitable[str]]) -> AsyncIterator[Callable[[str], str]]:
    """Starts a service on a database of its own and gives the address of its graph."""
    url = await fresh_database("template0")
    started: list[subprocess.Popen[bytes]] = []

    def start(name: str) -> str:
        port = free_port()
        environment = {"PATH": "/usr/bin:/bin", "DATABASE_URL": url, f"{name.upper()}_PORT": str(port)}
        command = [sys.executable, "-m", f"services.{name}", "serve", "--prepare"]
        started.append(subprocess.Popen(command, cwd=ROOT, env=environment))
        until = time.monotonic() + 180
        while not _answers(f"http://127.0.0.1:{port}/graphql?query=%7B__typename%7D"):
            assert started[-1].poll() is None, f"{name} ended with {started[-1].returncode}"
            assert time.monotonic() < until, f"{name} never answered"
            time.sleep(0.2)
        return f"http://127.0.0.1:{port}/graphql"

    yield start
    for process in started:
        process.terminate()
        process.wait(30)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
