"""Everything that is fetched, also written as WARC/1.1 files, so that it can be read again."""

from __future__ import annotations

import io
import logging
import os
import re
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from scrapy import signals
from scrapy.exceptions import NotConfigured

from crawler import __version__
from crawler.pipelines import end
from crawler.politeness import Refused
from crawler.profile import SiteError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response

logger = logging.getLogger(__name__)

MISSING = "writing WARC files takes warcio; install it: pip install 'newsfold[warc]'"
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/server-not-modified"
# What was true of the connection is not of the stored body.
_OF_THE_CONNECTION = {b"transfer-encoding", b"connection", b"keep-alive", b"content-length"}


def made(folder: str | os.PathLike[str]) -> Path:
    """The folder for WARC files, made where there is none; SiteError where none can be written."""
    try:
        import warcio  # type: ignore[import-untyped]  # noqa: F401
    except ImportError:
        raise SiteError(MISSING) from None
    path = Path(folder)
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            return path
    except OSError as error:
        raise SiteError(f"{path}: no WARC file can be written there: {error.strerror}") from None


class Archive:
    """Scrapy middleware next to the network: it sees answers as they came, packed as they were.

    Each record is a gzip member of its own and flushed: a killed crawl leaves a readable file.
    """

    def __init__(self, crawler: Crawler) -> None:
        folder = crawler.settings.get("NEWSFOLD_WARC")
        if not folder:
            raise NotConfigured
        self.crawler = crawler
        self.folder = made(folder)
        self.stopping = False
        """Whether the folder took no more."""
        self.size = crawler.settings.getint("NEWSFOLD_WARC_SIZE")
        self.number = 0
        self.file: BinaryIO | None = None
        self.writer: Any = None
        crawler.signals.connect(self.close, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Archive:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        try:
            self._write(request, response)
        except OSError as error:
            # Its page is not stored either, and stays due: what is stored is in the archive too.
            self._stop(request.url, error)
            raise Refused("not archived", f"{self.folder}: {error.strerror}") from None
        return response

    def _stop(self, url: str, error: OSError) -> None:
        if self.stopping:
            return
        self.stopping = True
        logger.error("%s: %s: %s: is the disk full?", url, self.folder, error.strerror)
        end(self.crawler, "not archived")

    def _write(self, request: Request, response: Response) -> None:
        writer = self._writer()
        at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        answer = self._answer(writer, response, at)
        writer.write_request_response_pair(self._request(writer, request, at), answer)
        assert self.file is not None
        self.file.flush()

    def _answer(self, writer: Any, response: Response, at: str) -> Any:
        from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]

        try:
            reason = HTTPStatus(response.status).phrase
        except ValueError:
            reason = ""
        headers = [*_headers(response.headers), ("Content-Length", str(len(response.body)))]
        http = StatusAndHeaders(
            f"{response.status} {reason}", headers, protocol=response.protocol or "HTTP/1.1"
        )
        same = response.status == HTTPStatus.NOT_MODIFIED
        about = {"WARC-Date": at, **({"WARC-Profile": _NOT_MODIFIED} if same else {})}
        return writer.create_warc_record(
            response.url,
            "revisit" if same else "response",
            payload=io.BytesIO(b"" if same else response.body),
            http_headers=http,
            warc_headers_dict=about,
        )

    def _request(self, writer: Any, request: Request, at: str) -> Any:
        from urllib.parse import urlsplit

        from warcio.statusandheaders import StatusAndHeaders

        parts = urlsplit(request.url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = [("Host", parts.netloc), *_headers(request.headers)]
        http = StatusAndHeaders(
            f"{request.method} {target} HTTP/1.1", headers, is_http_request=True
        )
        return writer.create_warc_record(
            request.url, "request", http_headers=http, warc_headers_dict={"WARC-Date": at}
        )

    def _writer(self) -> Any:
        from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

        if self.file is not None and self.file.tell() >= self.size:
            self.close()
        if self.file is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            path = self.folder / self._name()
            # Never onto a file that is there: what was archived stays.
            self.file = open(path, "xb")  # noqa: SIM115 (open for the life of the crawl)
            self.number += 1
            self.writer = WARCWriter(self.file, gzip=True, warc_version="WARC/1.1")
            info = {
                "software": f"newsfold/{__version__}",
                "format": "WARC File Format 1.1",
                "robots": "obey",
                "http-header-user-agent": self.crawler.settings.get("USER_AGENT"),
            }
            self.writer.write_record(self.writer.create_warcinfo_record(path.name, info))
        return self.writer

    def _name(self) -> str:
        site = getattr(self.crawler.spider, "site", None)
        name = re.sub(r"[^\w.-]+", "-", site.name if site else "site")
        now = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
        return f"newsfold-{name}-{now}-{os.getpid()}-{self.number:05}.warc.gz"

    def close(self) -> None:
        if self.file is not None:
            file, self.file = self.file, None
            with suppress(OSError):  # what is left in it was said to be lost already
                file.close()


def _headers(found: Any) -> list[tuple[str, str]]:
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in found.items()
        if name.lower() not in _OF_THE_CONNECTION
        for value in values
    ]
