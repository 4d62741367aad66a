"""A web server on loopback that counts its visitors and misbehaves on command."""

from __future__ import annotations

import itertools
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Answer:
    """What the server says at one path."""

    body: str | bytes = ""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0
    """Seconds before the first byte."""
    cut: bool = False
    """Promise more bytes than are sent, then hang up."""
    repeat: int = 1
    """How many times the body is sent, for huge ones."""
    drip: float = 0.0
    """Seconds between two bytes of the body."""
    times: int = 0
    """How often this is said before `then` is; 0: always."""
    then: Answer | None = None

    def data(self) -> bytes:
        return self.body.encode() if isinstance(self.body, str) else self.body


def redirect(to: str, status: int = 302) -> Answer:
    return Answer(status=status, headers={"Location": to})


class Server:
    """Serves `pages`, a path without query to an Answer, text or bytes; all else is a 404."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.pages: dict[str, Answer | str | bytes] = {}
        self.hits: Counter[str] = Counter()
        self.not_modified: Counter[str] = Counter()
        self.times: list[tuple[float, str]] = []
        self.agents: set[str] = set()
        self.at_once = 0
        self.most_at_once = 0
        """Most visitors that were answered at the same time."""
        self._lock = threading.Lock()
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                with owner._lock:
                    owner.at_once += 1
                    owner.most_at_once = max(owner.most_at_once, owner.at_once)
                try:
                    owner._serve(self)
                finally:
                    with owner._lock:
                        owner.at_once -= 1

            def log_message(self, *args: object) -> None:
                pass

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *args: object) -> None:
                pass  # visitors that are killed hang up in the middle

        self.http = Quiet((host, 0), Handler)
        self.host = f"{host}:{self.http.server_port}"
        self.url = f"http://{self.host}"

    def _serve(self, visit: BaseHTTPRequestHandler) -> None:
        path = visit.path.partition("?")[0]
        with self._lock:
            self.hits[path] += 1
            self.times.append((time.monotonic(), visit.path))
            self.agents.add(visit.headers.get("User-Agent", ""))
        page = self.pages.get(path, Answer("<p>nothing here</p>", 404))
        answer = page if isinstance(page, Answer) else Answer(page)
        if answer.times and answer.then is not None and self.hits[path] > answer.times:
            answer = answer.then
        etag = answer.headers.get("ETag")
        if etag and visit.headers.get("If-None-Match") == etag:
            with self._lock:
                self.not_modified[path] += 1
            visit.send_response(304)
            visit.send_header("ETag", etag)
            visit.end_headers()
            return
        if answer.wait:
            time.sleep(answer.wait)
        data = answer.data()
        visit.send_response(answer.status)
        for name, value in {"Content-Type": answer.kind, **answer.headers}.items():
            if value:
                visit.send_header(name, value)
        visit.send_header("Content-Length", str(len(data) * answer.repeat + 1000 * answer.cut))
        visit.end_headers()
        try:
            for _ in range(answer.repeat):
                if answer.drip:
                    for byte in data:
                        visit.wfile.write(bytes([byte]))
                        time.sleep(answer.drip)
                else:
                    visit.wfile.write(data)
        except OSError:
            pass
        if answer.cut:
            visit.close_connection = True

    def gaps(self) -> list[float]:
        """Seconds between each two requests that followed each other."""
        at = sorted(time for time, _ in self.times)
        return [later - earlier for earlier, later in itertools.pairwise(at)]

    def count(self, start: str = "/") -> int:
        """Hits on paths that begin with `start`."""
        return sum(number for path, number in self.hits.items() if path.startswith(start))


@contextmanager
def serving(host: str = "127.0.0.1") -> Iterator[Server]:
    """A running Server; it stops with the block."""
    server = Server(host)
    thread = threading.Thread(target=server.http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.http.shutdown()
        thread.join()
        server.http.server_close()
