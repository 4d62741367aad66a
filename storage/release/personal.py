"""Personal data in text, found by plain rules; telephone numbers by `phonenumbers`.

Rules find what has a form: e-mail addresses, telephone numbers, account and card numbers with a
right check digit, network addresses, and postal addresses with a house number. Names have none.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from .choice import ReleaseError
from .columns import Columns

Span = tuple[int, int, str]
"""Start and end in code points, and kind."""

KINDS = ("e-mail", "account", "phone", "ip", "address")
"""What is found; where two overlap, the earlier kind of this list wins."""

_EMAIL = re.compile(r"[\w.+%-]+@(?:[\w-]+\.)+[^\W\d_]{2,}")
_IBAN = re.compile(
    r"(?<!\w)[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]{4}){2,7}(?:[ \u00a0]?[A-Z0-9]{1,3})?(?!\w)"
)
_CARD = re.compile(r"(?<![\w.,])\d(?:[ -]?\d){12,18}(?![\w]|[.,]\d)")
_PHONE = re.compile(r"\d(?:\D{0,3}\d){6}")
_IPV4 = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\d)")
_IPV6 = re.compile(r"(?<![\w:])(?:[0-9A-Fa-f]{0,4}:){3,7}[0-9A-Fa-f]{0,4}(?![\w:])")

# A street is known by its word; without a house number it is a place in the news, not an address.
_STREETS = (
    r"\d{1,5}[a-z]?,? (?:[A-Z][\w'’.-]+ ){1,3}(?:Street|St\.|Road|Rd\.|Avenue|Ave\.|Lane|Drive|"
    r"Boulevard|Blvd\.|Square|Court|Terrace)",
    r"\d{1,4}(?: ?(?:bis|ter))?,? (?:rue|avenue|boulevard|place|chemin|impasse|quai)"
    r"(?:(?: (?:de|du|des|la|le|les))* (?:[dl]['’])?[A-ZÀ-Ý][\w'’-]*){1,3}",
    r"[A-ZÄÖÜ][\w.-]*(?:straße|strasse|weg|platz|gasse|allee) \d{1,4}[a-z]?\b",
    r"(?:[Cc]alle|[Aa]venida|[Rr]ua|[Vv]ia|[Pp]iazza) (?:[A-ZÁÉÍÓÚ][\w'’.-]+ ?){1,4},? "
    r"(?:n\.?º? ?)?\d{1,4}\b",
    r"(?:شارع|نهج|زنقة) (?:\w+ ){1,4}(?:رقم|عدد) ?\d{1,4}",
    r"\d{1,4} ?،? ?(?:شارع|نهج|زنقة)(?: \w+){1,3}",
    r"(?:вул\.|ул\.|улица|вулиця) [А-ЯІЇЄ][\w.-]+(?: [А-ЯІЇЄ][\w.-]+)?, ?(?:д\. ?|буд\. ?)?\d{1,4}",
)
_ADDRESS = re.compile("|".join(f"(?:{street})" for street in _STREETS))

Finder = Callable[[str], list[Span]]


def finder(regions: Sequence[str] = ()) -> Finder:
    """A function that finds the spans of a text, in order and without overlap.

    `regions` are countries by two letters whose telephone numbers count without a country code.
    Raises ReleaseError where `phonenumbers` is not installed, or for an unknown region.
    """
    numbers = _phonenumbers()
    wanted = tuple(region.upper() for region in regions)
    unknown = [region for region in wanted if region not in numbers.SUPPORTED_REGIONS]
    if unknown:
        raise ReleaseError(f"--phone-region {unknown[0]}: two letters of a country, such as TN")

    def find(text: str) -> list[Span]:
        spans: list[Span] = []
        if "@" in text:
            spans += _all(_EMAIL, text, "e-mail")
        if any(map(str.isdigit, text)):
            spans += _accounts(text)
            spans += _phones(numbers, text, wanted)
            spans += _networks(text)
            spans += _all(_ADDRESS, text, "address")
        return _apart(spans) if spans else spans

    return find


@cache
def _phonenumbers() -> Any:
    try:
        import phonenumbers
    except ImportError:
        raise ReleaseError("--pii needs phonenumbers: pip install 'newsfold[pii]'") from None
    return phonenumbers


def _all(pattern: re.Pattern[str], text: str, kind: str) -> Iterator[Span]:
    return ((found.start(), found.end(), kind) for found in pattern.finditer(text))


def _accounts(text: str) -> Iterator[Span]:
    for found in _IBAN.finditer(text):
        if is_iban(found[0]):
            yield found.start(), found.end(), "account"
    for found in _CARD.finditer(text):
        if is_card(found[0]):
            yield found.start(), found.end(), "account"


def is_iban(text: str) -> bool:
    """Whether an account number has the check digits of ISO 13616.

    >>> is_iban("GB82 WEST 1234 5698 7654 32"), is_iban("GB82 WEST 1234 5698 7654 33")
    (True, False)
    """
    plain = "".join(text.split())
    if not 15 <= len(plain) <= 34:
        return False
    turned = plain[4:] + plain[:4]
    return int("".join(str(int(char, 36)) for char in turned)) % 97 == 1


def is_card(text: str) -> bool:
    """Whether a number has the check digit of payment cards (Luhn).

    >>> is_card("4111 1111 1111 1111"), is_card("4111 1111 1111 1112")
    (True, False)
    """
    digits = [int(char) for char in text if char.isdigit()][::-1]
    if len(set(digits)) < 2:
        return False
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _phones(numbers: Any, text: str, regions: Sequence[str]) -> Iterator[Span]:
    if not _PHONE.search(text):
        return
    # Without a region only numbers with a country code are found.
    for region in regions or ("ZZ",):
        for found in numbers.PhoneNumberMatcher(text, region):
            yield found.start, found.end, "phone"


def _networks(text: str) -> Iterator[Span]:
    for pattern in (_IPV4, _IPV6):
        for found in pattern.finditer(text):
            try:
                ipaddress.ip_address(found[0])
            except ValueError:
                continue
            yield found.start(), found.end(), "ip"


def _apart(spans: Iterable[Span]) -> list[Span]:
    kept: list[Span] = []
    for start, end, kind in sorted(spans, key=lambda s: (KINDS.index(s[2]), s[0], -s[1])):
        if all(end <= other[0] or start >= other[1] for other in kept):
            kept.append((start, end, kind))
    return sorted(kept)


def masked(text: str, spans: Sequence[Span]) -> tuple[str, list[Span]]:
    """`text` with the kind in the place of each span, and the spans of the masks.

    >>> masked("write to a@b.example", [(9, 20, "e-mail")])
    ('write to [e-mail]', [(9, 17, 'e-mail')])
    """
    parts: list[str] = []
    moved: list[Span] = []
    at = size = 0
    for start, end, kind in spans:
        mask = f"[{kind}]"
        size += start - at
        parts += (text[at:start], mask)
        moved.append((size, size + len(mask), kind))
        size += len(mask)
        at = end
    return "".join((*parts, text[at:])), moved


def search(columns: Columns, find: Finder, mask: bool) -> Columns:
    """The columns with `pii`, and with masks in their texts where that is asked for."""
    rows = len(columns["id"])
    found: list[list[dict[str, Any]]] = [[] for _ in range(rows)]

    def look(n: int, field: str, text: str) -> str:
        spans = find(text) if text else []
        if not spans:
            return text
        if mask:
            text, spans = masked(text, spans)
        found[n] += [
            {"field": field, "kind": kind, "start": start, "end": end} for start, end, kind in spans
        ]
        return text

    out = dict(columns)
    for name in ("title", "standfirst"):
        out[name] = [look(n, name, text) for n, text in enumerate(columns[name])]
    out["body"] = [
        [look(n, f"body[{at}]", text) for at, text in enumerate(body)]
        for n, body in enumerate(columns["body"])
    ]
    out["captions"] = [
        [
            {part: look(n, f"captions[{at}].{part}", text) for part, text in caption.items()}
            for at, caption in enumerate(captions)
        ]
        for n, captions in enumerate(columns["captions"])
    ]
    return out | {"pii": found}
