"""Runs the server: takes the port first, then loads the graph, then says that it is ready."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import gc
import importlib.util
import logging
import socket
from collections.abc import Callable, Iterator
from functools import partial
from typing import cast

import uvicorn

from orbat.errors import ServeError
from orbat.serve import limits
from orbat.serve.accesslog import AccessLog, Clients
from orbat.serve.app import create_app
from orbat.serve.keeper import Keeper
from orbat.serve.line import Door, Line
from orbat.serve.settings import Settings
from orbat.store.open import open_graph

DEFAULT_PORT = 8000
_BACKLOG = 2048
_GRACE = 3
_CHATTER = ("Invalid HTTP request", "Unsupported upgrade request", "No supported WebSocket library")
_OTHER_FILES = 1000
"""Descriptors for workers, files and the rest."""
_HAS_UVLOOP = importlib.util.find_spec("uvloop") is not None  # it is not made for every system


class _Server(uvicorn.Server):
    """uvicorn, with a word when it takes requests, and one when it is told to end."""

    def __init__(
        self, config: uvicorn.Config, on_ready: Callable[[], None], hurry: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._on_ready = on_ready
        self._hurry = hurry

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts as uvicorn does, then says so."""
        await super().startup(sockets)
        if self.started and not self.should_exit:
            self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Lets queries end for a while, then ends them, before uvicorn would cut them off without a word."""
        timer = asyncio.get_running_loop().call_later(_GRACE, self._hurry)
        try:
            await super().shutdown(sockets)
        finally:
            timer.cancel()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Obeys signals as uvicorn does, but does not raise them once more at the end."""
        with super().capture_signals():
            yield
            self._captured_signals.clear()


def serve(
    settings: Settings,
    on_ready: Callable[[str], None],
    host: str = "127.0.0.1",
    port: int = DEFAULT_PORT,
) -> None:
    """Serves until SIGINT or SIGTERM, then ends every process that it began.

    `on_ready` is called with the address on this machine once requests are answered. `port` 0 takes one that
    is free. Raises `ServeError` if the address cannot be had, `GraphError` if the graph cannot be loaded.
    """
    logging.getLogger("uvicorn.error").addFilter(_worth_saying)
    open_graph(settings.folder)  # says at once what is wrong with the folder
    limits.raise_descriptors(settings.max_connections + _OTHER_FILES)
    with bind(host, port) as listener, contextlib.ExitStack() as stack:
        keeper = Keeper(settings)
        app = create_app(settings, keeper)
        if settings.access_log is not None:
            clients = Clients(settings.log_clients)
            app.door.log = AccessLog(settings.access_log, clients, texts=settings.log_queries)
            stack.callback(app.door.log.close)
        config = uvicorn.Config(
            app,
            http=cast("type[asyncio.Protocol]", partial(Line, door=app.door)),
            loop="uvloop" if _HAS_UVLOOP else "asyncio",
            ws="none",
            lifespan="off",  # the graph is loaded before, so that a broken one is an error and no log entry
            log_config=None,
            access_log=False,
            server_header=False,
            backlog=_BACKLOG,
            timeout_keep_alive=15,
            timeout_graceful_shutdown=_GRACE + 2,
        )
        url = address(host, listener.getsockname()[1])
        server = _Server(config, lambda: on_ready(url), keeper.hurry)
        with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
            runner.run(_run(server, app.door, keeper, listener))


async def _run(server: _Server, door: Door, keeper: Keeper, listener: socket.socket) -> None:
    watch = asyncio.create_task(door.watch())
    try:
        await keeper.start()
        gc.freeze()  # what is here stays
        await server.serve(sockets=[listener])
    finally:
        watch.cancel()
        await keeper.close()


def _worth_saying(record: logging.LogRecord) -> bool:
    """Whether a record of uvicorn's tells the owner anything: what strangers send wrongly fills no log."""
    return not str(record.msg).startswith(_CHATTER)


def bind(host: str, port: int) -> socket.socket:
    """A socket that listens nowhere yet but holds the address. Raises `ServeError`."""
    try:
        family, kind, proto, _, where = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError as error:
        raise ServeError(f"{host!r} is no address of this machine: {error.strerror or error}") from error
    listener = socket.socket(family, kind, proto)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(where)
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise ServeError(_why(error, host, port)) from error
    return listener


def address(host: str, port: int) -> str:
    """The address that a person on this machine types.

    >>> address("0.0.0.0", 8000), address("::1", 80)
    ('http://127.0.0.1:8000', 'http://[::1]:80')
    """
    shown = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def _why(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"port {port} on {host} is in use; choose another with --port, or --port 0 for any that is free"
        )
    if error.errno == errno.EACCES:
        return f"port {port} is not yours to open; choose one above 1023 with --port"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is not an address of this machine; use --host 127.0.0.1, or 0.0.0.0 for all"
    return f"{host} port {port} cannot be opened: {error.strerror or error}"
