"""Runs the server until it is told to end, in this thread or in one of its own."""

import socket

import uvicorn

from coach.serve.guarded_app import GuardedApp
from coach.serve.serving import Serving
from coach.serve.web_app import WebApp

MAX_CONNECTIONS = 100
GRACE_SECONDS = 1
"""How long downloads may still take when the server ends."""
KEEP_ALIVE_SECONDS = 15


def make_server(serving: Serving) -> uvicorn.Server:
    """Return a server that writes no log: what is asked for is nobody's business."""
    app = WebApp(serving).make_routes()
    guarded = GuardedApp(app, serving.access, serving.maker, serving.cookie_name)
    config = uvicorn.Config(
        guarded,
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
        http="h11",
        loop="asyncio",
        # Who asks is who has connected, whatever a header says.
        proxy_headers=False,
        limit_concurrency=MAX_CONNECTIONS,
        timeout_graceful_shutdown=GRACE_SECONDS,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
    )
    return uvicorn.Server(config)


def run_server(server: uvicorn.Server, sockets: list[socket.socket]) -> None:
    """Answer requests until the server is told to end; Ctrl-C is raised when it has."""
    server.run(sockets=sockets)
