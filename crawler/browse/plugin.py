"""The pages that Datasette does not have: home, search, article and page; and what guards them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from datasette import hookimpl
from datasette.utils.asgi import Response
from markupsafe import Markup

from crawler import charts
from crawler.browse import look
from crawler.browse.queries import QUERIES
from crawler.direction import direction
from storage.search import Filters

CORPUS = "corpus"
"""What the database is called in addresses."""

_HOSTS = re.compile(r"^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$")

# Nothing is loaded from elsewhere, whatever a text or a plugin says. Datasette's own pages have
# scripts in them; ours have none, and what looks like one in a text is shown.
_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "script-src 'self'{inline}; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [
        (r"^/$", home),
        (r"^/search$", search),
        (r"^/article/(?P<name>.+)$", article),
        (r"^/page/(?P<name>[0-9a-f]+)$", page),
        (r"^/favicon\.ico$", favicon),
    ]


async def home(datasette: Any, request: Any) -> Response:
    """Counts, charts, outlets and the latest records."""
    data = await _read(datasette, look.overview)
    stacked = charts.stacked(data["by_day"])
    sizes = charts.size_classes(data["sizes"])
    context = {
        **data,
        "legend": list(stacked.series),
        "undated": sum(count for day, _, count in data["by_day"] if len(day) != 10),
        "day_chart": Markup(charts.columns(stacked, "Records by day and outlet")),
        "day_data": stacked,
        "fold_chart": Markup(
            charts.bars([(r, n) for r, _, n in data["reasons"] if n], "Folds by reason")
        ),
        "size_chart": Markup(charts.histogram(sizes, "Records by the number of versions")),
        "queries": QUERIES,
    }
    return await _page(datasette, request, "newsfold_home.html", context)


async def search(datasette: Any, request: Any) -> Response:
    """Hits of a query, with filters."""
    args = request.args
    names = ("source", "section", "lang", "since", "until")
    filters = {name: (args.get(name) or "").strip() for name in names}
    query = args.get("q") or ""
    number = max(
        1, min(int(digits) if (digits := args.get("page") or "1").isdecimal() else 1, 9999)
    )
    context = {
        "q": query,
        "searching": True,
        "filters": filters,
        **await _read(datasette, look.choices),
    }
    if query.strip():
        context |= await _read(datasette, look.found, query, Filters(**filters), number)
    return await _page(datasette, request, "newsfold_search.html", context)


async def article(datasette: Any, request: Any) -> Response:
    """One record; or the page it names where that has no article."""
    name, query = request.url_vars["name"], request.args.get("q") or ""
    data = await _read(datasette, look.article, name, query)
    if data is None:
        return await _missing(datasette, request, "record", name)
    if data["kind"] == "page":
        return Response.redirect(f"/page/{data['page_id']}")
    return await _page(datasette, request, "newsfold_article.html", {"a": data, "q": query})


async def page(datasette: Any, request: Any) -> Response:
    """One page with every block."""
    data = await _read(datasette, look.page, request.url_vars["name"])
    if data is None:
        return await _missing(datasette, request, "page", request.url_vars["name"])
    return await _page(datasette, request, "newsfold_page.html", {"p": data})


async def favicon(datasette: Any) -> Response:
    """A folded sheet."""
    icon = Path(__file__).parent / "static" / "icon.svg"
    return Response(icon.read_text(encoding="utf-8"), content_type="image/svg+xml")


async def _read(datasette: Any, work: Callable[..., Any], *values: Any) -> Any:
    """`work` in a thread, on a connection of its own kind of rows."""

    def ask(conn: Any) -> Any:
        kept, conn.row_factory = conn.row_factory, None
        try:
            return work(conn, *values)
        finally:
            conn.row_factory = kept

    return await datasette.get_database(CORPUS).execute_fn(ask)


async def _page(
    datasette: Any, request: Any, template: str, context: dict[str, Any], status: int = 200
) -> Response:
    ours = {**context, "ours": True}
    html = await datasette.render_template(template, ours, request=request)
    return Response.html(html, status=status)


async def _missing(datasette: Any, request: Any, kind: str, name: str) -> Response:
    context = {"kind": kind, "name": name}
    return await _page(datasette, request, "newsfold_missing.html", context, 404)


@hookimpl
def extra_template_vars(datasette: Any) -> dict[str, Any]:
    return {
        "corpus_title": datasette.metadata("title"),
        "corpus": CORPUS,
        "direction": direction,
        "series_class": lambda n, name: "rest" if name == charts.OTHERS else f"s{n}",
    }


@hookimpl
def render_cell(value: Any, column: str) -> Any:
    """Ids of records and pages in Datasette's own tables lead to their pages."""
    if isinstance(value, str) and re.fullmatch(r"[0-9a-f]{16,32}", value):
        if column == "record":
            return Markup('<a href="/article/{0}">{0}</a>').format(value)
        if column == "page":
            return Markup('<a href="/page/{0}">{1}</a>').format(value, value[:8])
    return None


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    """Only for this machine: by name too, so that no other site's name can be made to lead here."""

    def wrap(app: Any) -> Any:
        async def guarded(scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
            if not _HOSTS.match(host):
                await Response.text("newsfold answers on this machine only", status=403).asgi_send(
                    send
                )
                return
            ours = re.match(r"^/($|search$|article/|page/)", scope["path"])
            policy = _POLICY.format(inline="" if ours else " 'unsafe-inline'")

            async def sending(message: Any) -> None:
                if message["type"] == "http.response.start":
                    message["headers"] = [
                        *message["headers"],
                        (b"content-security-policy", policy.encode()),
                        (b"x-content-type-options", b"nosniff"),
                        (b"referrer-policy", b"no-referrer"),
                    ]
                await send(message)

            await app(scope, receive, sending)

        return guarded

    return wrap
