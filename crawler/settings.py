"""Scrapy's settings: polite, safe, and quiet by default.

Every setting can be changed with `scrapy crawl -s NAME=VALUE`; those that begin with NEWSFOLD_
can also be set in the environment.
"""

from __future__ import annotations

import os

from scrapy.settings import default_settings

from crawler import __version__
from crawler.addresses import user_agent

BOT_NAME = "newsfold"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
COMMANDS_MODULE = "crawler.commands"

# What only newsfold knows.
NEWSFOLD_DB = os.environ.get("NEWSFOLD_DB", "news.db")
NEWSFOLD_CONTACT = os.environ.get("NEWSFOLD_CONTACT", "")
"""An e-mail address or web page of whoever crawls; nothing but loopback is fetched without it."""
NEWSFOLD_SITES = os.environ.get("NEWSFOLD_SITES", "")
"""Folder of the user's own site profiles."""
NEWSFOLD_ALLOW_PRIVATE = os.environ.get("NEWSFOLD_ALLOW_PRIVATE", "") in ("1", "true", "yes")
"""Whether private, loopback and link-local addresses may be fetched."""

NEWSFOLD_MAX_PAGES = 0
"""Most article pages in this run, beside the profile's own `max_pages`; 0: no other limit."""
NEWSFOLD_MAX_MINUTES = 0.0
"""Minutes after which a run asks for nothing more; what is left is the next run's. 0: no limit."""
NEWSFOLD_RECHECK = False
"""Whether everything that lists name is asked for again, due or not."""
NEWSFOLD_SINCE = ""
NEWSFOLD_UNTIL = ""
"""Days, `2024-11-10`, between which what lists date is taken."""
NEWSFOLD_KEEP = ""
"""File that gets the pages as they came, a line of hexadecimal each, for `newsfold probe`."""
NEWSFOLD_WARC = ""
"""Folder that gets everything fetched as WARC files; empty: none."""
NEWSFOLD_WARC_SIZE = 1_000_000_000
"""Bytes after which a new WARC file is begun; the size that archives use."""
NEWSFOLD_BACKOFF = 5.0
"""Seconds that a busy host (429, 503) is left alone where it names no time; doubles each time."""
NEWSFOLD_MAX_HOLD = 900.0
"""Seconds; a host that asks for more peace than this is not asked again in this run."""

# Who we are, and what we may do.
USER_AGENT = user_agent(__version__, NEWSFOLD_CONTACT)
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "newsfold"
DOWNLOAD_VERIFY_CERTIFICATES = True
COOKIES_ENABLED = False
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
}
REFERRER_POLICY = "no-referrer"

# How fast. A site's own `delay` replaces DOWNLOAD_DELAY; autothrottle only ever slows down.
CONCURRENT_REQUESTS = 8
CONCURRENT_REQUESTS_PER_DOMAIN = 2
DOWNLOAD_DELAY = 1.0
# The delay is a promise: jitter would go below it.
DOWNLOAD_DELAY_JITTER = 0.0
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 0.0
AUTOTHROTTLE_MAX_DELAY = 60.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0

# How long and how much.
DOWNLOAD_TIMEOUT = 30
DNS_TIMEOUT = 15
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
MEMUSAGE_ENABLED = True
MEMUSAGE_LIMIT_MB = 1024
MEMUSAGE_CHECK_INTERVAL_SECONDS = 10.0
REDIRECT_MAX_TIMES = 5
METAREFRESH_ENABLED = False
# 429 and 503 are not here: they ask us to go away, and Scrapy would ask again within milliseconds.
# PeaceKeeper asks again when the time that the host named is over.
RETRY_HTTP_CODES = [500, 502, 504, 522, 524, 408]
RETRY_TIMES = 2
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"

# No doors: nobody steers a crawl from outside.
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False

# Scrapy loads what it has and what is switched off alike, such as a whole web server for its remote
# control: a quarter of a second of every crawl. So what is not used is not named.
_UNUSED = {
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware",
    # AddressGuard knows the profile's domains, ports and hops; one guard is enough.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware",
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware",
    "scrapy.extensions.memusage.MemoryUsage",
    "scrapy.extensions.remote_control.RemoteControl",
    "scrapy.extensions.telnet.TelnetConsole",
    "scrapy.extensions.throttle.AutoThrottle",
}

TWISTED_DNS_RESOLVER = "crawler.resolver.GuardedResolver"
DOWNLOADER_MIDDLEWARES_BASE = {
    name: place
    for name, place in default_settings.DOWNLOADER_MIDDLEWARES_BASE.items()
    if name not in _UNUSED
}
DOWNLOADER_MIDDLEWARES = {
    "crawler.middlewares.AddressGuard": 50,
    "crawler.middlewares.PeaceKeeper": 60,
    "crawler.middlewares.RobotsGate": 100,
    "crawler.archive.Archive": 990,
}
ITEM_PIPELINES = {
    "crawler.pipelines.FoldPipeline": 300,
    "crawler.pipelines.StorePipeline": 800,
}

EXTENSIONS_BASE = {
    name: place for name, place in default_settings.EXTENSIONS_BASE.items() if name not in _UNUSED
}
EXTENSIONS = {
    "crawler.memory.ResidentMemory": 0,
    "crawler.politeness.Throttle": 0,
}

FEED_EXPORT_ENCODING = "utf-8"
# Scrapy parses a callback's source anew for every answer to look for a stray `return`.
WARN_ON_GENERATOR_RETURN_VALUE = False
LOG_LEVEL = "INFO"
