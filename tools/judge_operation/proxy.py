"""Several gateways behind one port, as a load balancer has them: whoever says that he is not ready gets nobody new."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import count

import aiohttp
from aiohttp import web

LOOK_EVERY = 0.2


class Balancer:
    """Hands each request to a gateway that is ready; to another one if there was nobody at all."""

    def __init__(self, addresses: Sequence[str], session: aiohttp.ClientSession) -> None:
        self.addresses = addresses
        self.session = session
        self.ready = set(addresses)
        self.turn = count()

    async def look(self) -> None:
        while True:
            for address in self.addresses:
                try:
                    async with self.session.get(f"{address}/health/ready") as answer:
                        is_ready = answer.status == 200
                except (aiohttp.ClientError, OSError):
                    is_ready = False
                (self.ready.add if is_ready else self.ready.discard)(address)
            await asyncio.sleep(LOOK_EVERY)

    async def hand_on(self, request: web.Request) -> web.Response:
        body = await request.read()
        known = sorted(self.ready) or list(self.addresses)
        first = next(self.turn)
        for number in range(len(known)):
            address = known[(first + number) % len(known)]
            try:
                headers = {"content-type": request.content_type}
                async with self.session.post(f"{address}{request.path}", data=body, headers=headers) as answer:
                    said = await answer.read()
                    return web.Response(status=answer.status, body=said, content_type=answer.content_type)
            except aiohttp.ClientConnectorError:
                continue  # nobody there: it has not heard of the request
            except aiohttp.ClientError:
                break
        return web.Response(status=502)


@asynccontextmanager
async def balanced(addresses: Sequence[str], port: int) -> AsyncIterator[str]:
    """The address of the one port."""
    # No kept connections: one that a gateway closes as it ends would lose a request that is no fault of it.
    connector = aiohttp.TCPConnector(limit=0, force_close=True)
    async with aiohttp.ClientSession(connector=connector) as session:
        balancer = Balancer(addresses, session)
        application = web.Application()
        application.router.add_post("/graphql", balancer.hand_on)
        runner = web.AppRunner(application)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        looking = asyncio.create_task(balancer.look())
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            looking.cancel()
            await runner.cleanup()
