"""A parser in a process of its own: what a stranger's file makes of it has an end, in memory and in time.

For formats that are read as a whole by somebody else's parser (RDF): how much they grow nobody can say before.
"""

from __future__ import annotations

import os
import resource
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from threading import Thread
from typing import BinaryIO

from services.kit.reading import Parse, Raw, Record

MEMORY = 1536 * 2**20
"""Bytes of address space that the process may have; what an interpreter with its libraries maps is in it."""
SECONDS = 300.0
LARGEST = 32 * 2**20
"""Bytes of a file that is read as a whole."""


@dataclass(frozen=True, slots=True)
class Apart:
    """Reads as ``parse`` does (it must be known by its name in another process), within bounds.

    ``ValueError`` for what is too large, needs too much memory or too long, and for what the parser refuses.
    """

    parse: Parse
    memory: int = MEMORY
    seconds: float = SECONDS

    def __call__(self, content: BinaryIO) -> Sequence[Raw]:
        whole = content.read(LARGEST + 1)
        if len(whole) > LARGEST:
            raise ValueError(f"it is larger than {LARGEST} bytes; import it in parts")
        # A new interpreter, not a copy of this one: what is mapped here would count there.
        here, there = (context := get_context("spawn")).Pipe()
        process = context.Process(target=answer, args=(there, self.parse, self.memory), daemon=True)
        process.start()
        there.close()
        try:
            here.send_bytes(whole)
            if not here.poll(self.seconds):
                raise ValueError(f"it was not read within {self.seconds:g} seconds; import it in parts")
            rows, why = here.recv()
        except (EOFError, OSError):
            raise ValueError("the process that read it ended; import it in parts") from None
        finally:
            process.kill()
            process.join()
            here.close()
        if why is not None:
            raise ValueError(why)
        return [Raw(*row) for row in rows]


def answer(caller: Connection, parse: Parse, memory: int) -> None:
    """Within the process: rows and None, or why there are none."""
    Thread(target=end_with_caller, daemon=True).start()
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    why = f"it takes more than {memory // 2**20} MiB of memory to read; import it in parts"
    try:
        rows: list[tuple[str, Record]] = [(row.where, row.given) for row in parse(BytesIO(caller.recv_bytes()))]
        caller.send((rows, None))  # which takes as much again
        return
    except MemoryError:
        pass
    except ValueError as error:
        why = str(error)
    caller.send((None, why))


def end_with_caller() -> None:
    """Ends the process where the one that waits for it was killed, and nobody bounds it in time any more."""
    if (caller := parent_process()) is not None:
        caller.join()
        os._exit(1)
