"""Which addresses a crawl may fetch, and who must be named before it does."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from crawler.profile import Site, SiteError, host_of
from crawler.site import covers


class ContactError(SiteError):
    """Nobody is named whom an outlet could write to."""


def bare_host(host: str) -> str:
    """`host` without port and brackets."""
    return (urlsplit(f"//{host}").hostname or "").rstrip(".")


def is_loopback(host: str) -> bool:
    """Whether `host` says by itself that it is this machine: 127.0.0.0/8, ::1, localhost."""
    name = bare_host(host)
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def is_public(address: str) -> bool:
    """Whether an IP address is on the open internet: not private, loopback, link-local, metadata.

    >>> is_public("93.184.215.14"), is_public("169.254.169.254"), is_public("::ffff:10.0.0.1")
    (True, False, False)
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return is_public(str(inner))
        if ip in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    return ip.is_global and not ip.is_multicast


def is_address(host: str) -> bool:
    """Whether `host` is an IP address and not a name."""
    try:
        ipaddress.ip_address(bare_host(host))
    except ValueError:
        return False
    return True


def discovery_hosts(site: Site) -> frozenset[str]:
    """Hosts of the addresses that the profile itself names; feeds often live elsewhere."""
    crawl = site.crawl
    named = (*crawl.feeds, *crawl.sitemaps, *crawl.sections, *crawl.urls)
    return frozenset(host_of(url) for url in named)


def on_this_machine(site: Site) -> bool:
    """Whether everything that a profile names is on loopback, as in tests and the demo."""
    hosts = {*site.domains, *discovery_hosts(site)}
    return bool(hosts) and all(is_loopback(host) for host in hosts)


def refusal(url: str, site: Site, allow_private: bool = False) -> str:
    """Why `url` may not be fetched for `site`: a short cause, empty if it may.

    Names that resolve to a private address pass here and are stopped by the resolver.
    """
    host = host_of(url)
    if not host:
        return "not http or https"
    if not covers(site, host) and host not in discovery_hosts(site):
        private = is_loopback(host) or (is_address(host) and not is_public(bare_host(host)))
        return "private address" if private else "off the site"
    if allow_private:
        return ""
    if is_loopback(host):
        # Only a profile that is on this machine altogether may ask for it: a public profile
        # that lists 127.0.0.1 is a mistake or a trap.
        return "" if on_this_machine(site) else "private address"
    return "private address" if is_address(host) and not is_public(bare_host(host)) else ""


_MAIL = re.compile(r"(?!https?://)\S+@\S+\.\S+")
_PAGE = re.compile(r"https?://\S+\.\S+")


def is_mail(contact: str) -> bool:
    """Whether a contact is an e-mail address, and not a web page."""
    return _MAIL.fullmatch(contact.strip()) is not None


def require_contact(site: Site, contact: str) -> None:
    """Raise ContactError unless `contact` is an e-mail address or web page, or all is loopback."""
    if on_this_machine(site) or is_mail(contact) or _PAGE.fullmatch(contact.strip()):
        return
    seen = f"it is {contact!r}" if contact.strip() else "it is empty"
    raise ContactError(
        f"before {site.name} is crawled, newsfold must say who is asking: NEWSFOLD_CONTACT must be "
        f"an e-mail address or a web page, but {seen}. "
        "Set it: export NEWSFOLD_CONTACT=you@your.example"
    )


def user_agent(version: str, contact: str) -> str:
    """How newsfold names itself to outlets."""
    return f"newsfold/{version} (+{contact.strip()})" if contact.strip() else f"newsfold/{version}"
