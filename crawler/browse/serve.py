"""A Datasette of ours over one database: read-only, on loopback, with the pages of this package."""

from __future__ import annotations

import asyncio
import socket
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvicorn
from datasette.app import Datasette
from datasette.database import Database
from datasette.plugins import pm

from crawler.browse import plugin
from crawler.browse.queries import metadata

HOST = "127.0.0.1"

HERE = Path(__file__).parent


class Corpus(Database):
    """The database file, opened so that nothing can be written, also while a crawl writes to it."""

    def connect(self, write: bool = False) -> sqlite3.Connection:
        """A connection for reading; Datasette never asks for another here."""
        if write:
            raise sqlite3.OperationalError("this database is open for reading only")
        uri = Path(self.path).absolute().as_uri()
        try:
            conn = sqlite3.connect(f"{uri}?mode=ro", uri=True, check_same_thread=False)
            conn.execute("SELECT 1 FROM sqlite_schema").fetchone()
        except sqlite3.OperationalError:
            # A medium that nobody can write to has no place for the files of the log either.
            conn = sqlite3.connect(f"{uri}?immutable=1", uri=True, check_same_thread=False)
        conn.execute("PRAGMA query_only = on")
        conn.execute("PRAGMA cache_size = -65536")
        return conn


def datasette(db: Path) -> Datasette:
    """The application over the database at `db`, in which it is called `corpus`."""
    if pm.get_plugin(plugin.__name__) is None:
        pm.register(plugin, name=plugin.__name__)
    app = Datasette(
        [],
        memory=False,
        template_dir=str(HERE / "templates"),
        static_mounts=[("assets", str(HERE / "static"))],
        metadata=metadata(db),
        settings={
            "suggest_facets": False,
            "allow_download": False,
            "default_page_size": 50,
            "num_sql_threads": 2,
            "truncate_cells_html": 240,
        },
    )
    app.remove_database("_memory")
    app.add_database(Corpus(app, path=str(db), is_mutable=True), name=plugin.CORPUS)
    return app


def listening(port: int) -> socket.socket:
    """A socket on loopback; port 0 is any that is free. Raises OSError where it is taken."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((HOST, port))
        sock.listen(64)
    except OSError:
        sock.close()
        raise
    return sock


def serve(db: Path, sock: socket.socket, ready: Callable[[str], Any]) -> None:
    """Serve until interrupted; `ready` is told the address as soon as it answers."""
    app = datasette(db)
    server = uvicorn.Server(uvicorn.Config(app.app(), log_level="warning", lifespan="on"))

    async def run() -> None:
        await app.invoke_startup()
        task = asyncio.ensure_future(server.serve(sockets=[sock]))
        while not server.started and not task.done():
            await asyncio.sleep(0.02)
        if server.started:
            ready(f"http://{HOST}:{sock.getsockname()[1]}/")
        await task

    asyncio.run(run())
