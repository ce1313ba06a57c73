"""A service as an ASGI application that opens itself (lifespan): for any ASGI server, and for a gateway in one process.

``uvicorn services.cip.app:app`` and the gateway's address ``asgi:services.cip.app:app`` both use it. Migrations are not
run here: `python -m services.<name> migrate` is a step of its own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import TypeVar

from starlette.types import ASGIApp, Receive, Scope, Send

from services.kit.errors import StartError
from services.kit.settings import Settings

SettingsKind = TypeVar("SettingsKind", bound=Settings)


def embedded(
    opened: Callable[[SettingsKind], AbstractAsyncContextManager[ASGIApp]],
    read_settings: Callable[[Mapping[str, str]], SettingsKind],
) -> ASGIApp:
    """The application; it reads its settings from the environment and opens its database when the server starts it."""
    running: list[ASGIApp] = []

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            if not running:
                raise RuntimeError("The server has not started this application (ASGI lifespan).")
            await running[0](scope, receive, send)
            return
        await receive()
        try:
            async with opened(read_settings(os.environ)) as inner:
                running.append(inner)
                await send({"type": "lifespan.startup.complete"})
                await receive()
                running.clear()
        except StartError as error:
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            return
        await send({"type": "lifespan.shutdown.complete"})

    return application
