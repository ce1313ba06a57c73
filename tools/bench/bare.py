"""A bare HTTP server: uvicorn answering fixed bytes. The floor that the gateway is compared with."""

from __future__ import annotations

import sys
from typing import Any

import uvicorn


def application(size: int) -> Any:
    body = b"x" * size
    start = {
        "type": "http.response.start",
        "status": 200,
        "headers": [(b"content-type", b"application/json"), (b"content-length", str(size).encode())],
    }

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        while (await receive()).get("more_body"):
            pass
        await send(start)
        await send({"type": "http.response.body", "body": body})

    return answer


if __name__ == "__main__":
    uvicorn.run(
        application(int(sys.argv[2])), port=int(sys.argv[1]), log_level="error", lifespan="off", access_log=False
    )
