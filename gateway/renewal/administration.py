"""The port of administration: for whoever runs the gateway, never for clients."""

from __future__ import annotations

import asyncio
import hmac
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeAlias

from aiohttp import web

from gateway.ground.own_version import own_version
from gateway.observe.prometheus import exposition, form_for
from gateway.renewal.steward import Renewed, Steward

Handler: TypeAlias = Callable[[web.Request], Awaitable[web.Response]]
STATUSES = {Renewed.DONE: 200, Renewed.UNCHANGED: 200, Renewed.REFUSED: 409}


@asynccontextmanager
async def administered(steward: Steward, bound: socket.socket | None, token: str) -> AsyncIterator[None]:
    """``GET /metrics`` and ``POST /admin/reload`` at this socket. Whoever shows the ``token`` may reload."""
    if bound is None:
        yield
        return
    application = web.Application()
    application.router.add_post("/admin/reload", _reload(steward, token))
    application.router.add_get("/metrics", _metrics(steward))
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.SockSite(runner, bound).start()
    try:
        yield
    finally:
        await runner.cleanup()


def _metrics(steward: Steward) -> Handler:
    async def metrics(request: web.Request) -> web.Response:
        swaps = {renewed.value: number for renewed, number in steward.swaps.items()}
        form = form_for(request.headers.get("accept", ""))
        text = exposition(await steward.reports(), swaps, form, own_version())
        return web.Response(body=text.encode(), headers={"content-type": form.media_type})

    return metrics


def _reload(steward: Steward, token: str) -> Handler:
    async def reload(request: web.Request) -> web.Response:
        if not token:
            return _said(403, "The setting admin_token is empty: nobody may reload here. SIGHUP does the same.")
        given = request.headers.get("authorization", "")
        if not hmac.compare_digest(given.encode("utf-8", "replace"), f"Bearer {token}".encode()):
            return _said(401, "Send the admin_token as `Authorization: Bearer ...`.")
        # What was begun is done even if whoever asked hangs up.
        renewed, why = await asyncio.shield(asyncio.ensure_future(steward.renew(is_asked=True)))
        return web.json_response(
            {"result": renewed.value, "supergraph": steward.standing.id, "refused": why}, status=STATUSES[renewed]
        )

    return reload


def _said(status: int, message: str) -> web.Response:
    headers = {"www-authenticate": 'Bearer realm="admin"'} if status == 401 else {}
    return web.json_response({"message": message}, status=status, headers=headers)
