"""Prefect's server with a count of what it is asked: `python -m proofs.bench.counting_server PORT FILE`.

FILE gets a line for each request over HTTP: method, path, status, seconds.
"""

import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import uvicorn
from fastapi import Request, Response
from prefect.server.api.server import create_app


def main(port: int, counted: Path) -> None:
    """Serve until a signal, as `prefect server start` does: one process, the database of PREFECT_HOME."""
    app = create_app(final=True)
    log = counted.open("a", buffering=1, encoding="utf-8")

    @app.middleware("http")
    async def count(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        began = time.monotonic()
        response = await call_next(request)
        log.write(f"{request.method}\t{request.url.path}\t{response.status_code}\t{time.monotonic() - began:.3f}\n")
        return response

    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning")


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
