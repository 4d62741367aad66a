"""One article as a press database exports it: its labelled lines, its head, its text.

Every line goes somewhere: to the field of its label, to the text, or, where the database speaks of
itself, to `about`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from dedupe.dates import find_date

Groups = list[list[str]]
"""Lines, parted where blank ones were."""

_BODY = "body"
_ABOUT = re.compile(
    r"\s*(?:(?:\(c\)\s*)?copyright\b|\(c\)\s|©|all rights reserved|tous droits réservés"
    r"|alle rechte vorbehalten|todos los derechos reservados|page \d+ of \d+\b"
    r"|\d+ of \d+ documents?\s*$|_{20,}|end of document\s*$|(?:document|dokument|documento|doc\.?)"
    r"\s+(?:\d+\s+\w+\s+\d+|[A-Z]{2}[A-Za-z0-9]{14,35})\s*$).*",
    re.IGNORECASE,
)
"""Lines in which a database numbers its articles, or says who owns them."""
_DATE_WORDS = 16
"""Words of a line in a head that says the day; a longer one tells a story."""
_TIME = re.compile(r"\d{1,2}[:.]\d\d(?: ?[AP]M)?(?: [A-Z]{3,4})?")
_BY = re.compile(r"(?:by|par|von|por|di)\s+(?=\S)", re.IGNORECASE)
_BYLINE_WORDS = 8
_SECTION_WORDS = 3


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels that a database puts before what it says of an article, and what they mean."""

    line: str
    """Pattern of a line with a label, and the rest of it; the label ends in no space."""
    fields: Mapping[str, str]
    """The field of each label, in capitals; what the others say is kept under their own names."""
    after: frozenset[str]
    """Labels, in capitals, by which the text ends."""
    head: Callable[[Groups, dict[str, str]], Groups]
    """Takes out of a head what its lines say by their places, and gives back what is left."""
    below: str = ""
    """The pattern of a line with a label below the text, where it is a stricter one."""
    parted: bool = True
    """Whether a blank line parts the text from what is below it."""
    turned: bool = False
    """Whether it writes `Quill, Ada`."""
    open: bool = False
    """Whether the text follows, without a label, a line in which the database speaks of itself."""


def fields_of(text: str, labels: Labels) -> dict[str, Any]:
    """What an article says by field: `title`, `body`, `source`, `date`, `author`, `section` ..."""
    said, head, below = _parts(text, labels)
    left = _joined(labels.head(head, said))
    own, about = _without_about(said.pop(_BODY, ""))
    if about:
        said["about"] = "\n".join(filter(None, [said.get("about", ""), about]))
    fields: dict[str, Any] = {name: value.strip() for name, value in said.items()}
    for name in _LINES & fields.keys():
        fields[name] = " ".join(fields[name].split())
    parts = (fields.get("highlight"), left, own.strip("\n"), _joined(below))
    fields[_BODY] = "\n\n".join(filter(None, parts)) or fields.get("Abstract", "")
    if fields.get("author"):
        fields["byline"] = fields["author"]
        fields["author"] = _authors(fields["author"], labels.turned)
    info = fields.get("Publication info", "")
    if info and not fields.get("date"):
        fields |= {"date": info, "source": fields.get("source") or info.split(";")[0].strip()}
    fields["id"] = fields.get("id", "").removeprefix("Document ")
    section, _, page = fields.get("section", "").partition(";")
    fields |= {"section": section.strip(), "page": page.strip()}
    return fields


_LINES = frozenset(("title", "source", "date", "id", "url"))
"""Fields of one line, however the export wraps it."""


def _without_about(text: str) -> tuple[str, str]:
    """A text without the lines at its end in which the database speaks of itself, and those."""
    lines = text.split("\n")
    end = len(lines)
    while end and (not lines[end - 1].strip() or _ABOUT.fullmatch(lines[end - 1])):
        end -= 1
    return "\n".join(lines[:end]), "\n".join(line.strip() for line in lines[end:] if line.strip())


def _parts(text: str, labels: Labels) -> tuple[dict[str, str], Groups, Groups]:
    """What stands under labels, and the lines under none above the text and below it."""
    pattern, stricter = re.compile(labels.line), re.compile(labels.below or labels.line)
    said: dict[str, list[str]] = {}
    head: list[str] = []
    below: list[str] = []
    at = head
    """Where the next line goes."""
    begun = False
    blank = True
    for line in (part.rstrip("\r").strip("\x0c\ufeff") for part in text.split("\n")):
        in_text = at is said.get(_BODY)
        found = (stricter if in_text else pattern).fullmatch(line)
        label = found[1].upper().rstrip(" :") if found else ""
        field = labels.fields.get(label, label if label in labels.after else "")
        ends = label in labels.after and (blank or not labels.parted)
        blank = not line.strip()
        if found and field and (not in_text or ends or field == _BODY):
            at = said.setdefault(field, [])
            at.append(found[2].strip())
            begun = begun or field == _BODY
        elif not in_text and _ABOUT.fullmatch(line):
            said.setdefault("about", []).append(line.strip())
            if labels.open and at is head and any(map(str.strip, head)):
                at = said.setdefault(_BODY, [])
        elif found and not field and not in_text:
            at = below if begun else head  # a label that nobody knows
            at.append(line.strip())
        elif line.strip() or at in (head, below, said.get(_BODY)):
            at.append(line if in_text else line.strip())
        elif any(at):
            at = below if begun else head
            at.append("")
    return {name: "\n".join(lines) for name, lines in said.items()}, _grouped(head), _grouped(below)


def _grouped(lines: list[str]) -> Groups:
    return [list(group) for full, group in groupby(lines, bool) if full]


def _joined(groups: Groups) -> str:
    return "\n\n".join("\n".join(group) for group in groups)


def _authors(said: str, turned: bool) -> list[str]:
    """The people of a byline, without its `By` and their trades; else what it says."""
    from crawler.people import agencies_and_people

    kind = "dc.creator" if turned else "byline"
    people, agency = agencies_and_people([(part.strip(), kind) for part in said.split(";")], "")
    return list(people) or ([agency] if agency else [_BY.sub("", said)])


def dated_head(head: Groups, said: dict[str, str]) -> Groups:
    """Outlet and day are lines below each other; the headline stands above them, or below.

    What else is right below the day is an edition.
    """
    lines = [(nth, line) for nth, group in enumerate(head) for line in group]
    day = next((at for at, (_, line) in enumerate(lines) if _is_day(line)), None)
    if day is None or not day:
        said["title"] = said.get("title") or " ".join(head.pop(0) if head else [])
        return head
    said["source"], said["date"] = lines[day - 1][1], lines[day][1]
    above = [line for _, line in lines[: day - 1]]
    nth = lines[day][0]
    edition = [line for group, line in lines[day + 1 :] if group == nth]
    if edition:
        said["edition"] = "\n".join(edition)
    left = head[nth + 1 :]
    if "title" not in said:
        said["title"] = " ".join(above or (left.pop(0) if left else []))
    elif above:
        left.insert(0, above)
    return left


def _is_day(line: str) -> bool:
    return len(line.split()) <= _DATE_WORDS and bool(find_date(line))


def named_head(head: Groups, said: dict[str, str]) -> Groups:
    """The first lines are the headline, unless a label named it."""
    if head and ("title" not in said or " ".join(head[0]) == said["title"]):
        said["title"] = " ".join(head.pop(0))
    return head


def counted_head(head: Groups, said: dict[str, str]) -> Groups:
    """Headline, author, number of words, day, outlet and more, a line each, with no labels."""
    lines = [line for group in head for line in group]
    count = next((at for at, line in enumerate(lines) if WORDS.fullmatch(line)), None)
    if count is None:
        return named_head(head, said)
    title, (words, *rest) = lines[:count], lines[count:]
    if len(title) > 1 and len(title[-1].split()) <= _BYLINE_WORDS:
        said["author"] = title.pop()
    if len(title) > 1 and len(title[0].split()) <= _SECTION_WORDS:
        said["section"] = title.pop(0)
    said["title"] = " ".join(title)
    if rest and _is_day(rest[0]):
        said["date"] = rest.pop(0)
    times = [line for line in rest if _TIME.fullmatch(line)]
    rest = [line for line in rest if line not in times]
    if rest:
        said["source"] = rest.pop(0)
    said["about"] = "\n".join([words, *times, *rest, said.get("about", "")])
    return []


WORDS = re.compile(r"[\d.,]+ (?:words|mots|Wörter|palabras|parole)")


def _table(own: str = "", **fields: str) -> dict[str, str]:
    """Fields by label: labels are parted by bars, and those of `own` keep their names."""
    table = {name.upper(): name for name in own.split("|") if name}
    return table | {label: field for field, many in fields.items() for label in many.split("|")}


_LEXIS_BELOW = (
    "GRAPHIC|LOAD-DATE|LADEDATUM|UPDATE|LANGUAGE|SPRACHE|LANGUE|IDIOMA|SUBJECT|PERSON|COMPANY"
    "|ORGANIZATION|TICKER|INDUSTRY|GEOGRAPHIC|CITY|STATE|COUNTRY|PUBLICATION-TYPE|PUB-TYPE"
    "|DOCUMENT-TYPE|DOC-TYPE|JOURNAL-CODE|ACC-NO|CORRECTION-DATE|CORRECTION|DISTRIBUTION|SERIES"
    "|TYPE|NOTES|DATE-CHARGEMENT|FECHA-CARGA|LAADDATUM|URL|CLASSIFICATION"
)
_LEXIS = _table(
    own=_LEXIS_BELOW,
    title="HEADLINE|TITLE|TITEL|TITRE|TITULAR",
    author="BYLINE|AUTHOR|AUTOR|AUTEUR",
    section="SECTION|RUBRIK|RUBRIQUE|SECCIÓN|SECTIE|RUBRICA",
    dateline="DATELINE",
    length="LENGTH|LÄNGE|LONGUEUR|LONGITUD|LENGTE|LUNGHEZZA",
    highlight="HIGHLIGHT|ENCART",
    body="BODY|TEXT|VOLLTEXT|CORPS|CUERPO",
    url="URL",
)
LEXISNEXIS = Labels(
    r"\s{0,8}([A-ZÄÖÜÉÓ][A-ZÄÖÜÉÓ-]+):(.*)",
    _LEXIS,
    frozenset(_LEXIS_BELOW.split("|")),
    dated_head,
)
NEXIS_UNI = Labels(
    r"([A-Z][a-z]+(?:-[A-Z][a-z]+)?:|(?:Body|Graphic|Classification)(?=\s*$))(.*)",
    _LEXIS,
    frozenset(("LOAD-DATE", "GRAPHIC", "CLASSIFICATION")),
    dated_head,
)
_FACTIVA_BELOW = "CT|RF|CO|IN|NS|RE|IPC|IPD|PUB|ART"
FACTIVA = Labels(
    r"([A-Z]{2,3})(?=\s|$)(.*)",
    _table(
        own=f"WC|ET|SC|ED|PG|VOL|LA|CY|CR|CLM|NPI|{_FACTIVA_BELOW}",
        title="HD",
        author="BY",
        date="PD",
        source="SN",
        section="SE",
        body="LP|TD",
        id="AN",
    ),
    frozenset(("AN", *_FACTIVA_BELOW.split("|"))),
    named_head,
    below=r"([A-Z]{2,3})(?=\s{2,}|\t|\s*$|\s+Document [A-Z])(.*)",
    parted=False,
)
FACTIVA_SHOWN = Labels(
    r"(Document) ([A-Z]{2}[A-Za-z0-9]{14,35})",
    {"DOCUMENT": "id"},
    frozenset(["DOCUMENT"]),
    counted_head,
    parted=False,
    open=True,
)
_PROQUEST_BELOW = (
    "Subject|Location|People|Company / organization|Identifiers / keywords|Publication info|Pages"
    "|Publication year|Year|Number of pages|Publisher|Place of publication|Country of publication"
    "|Publication subject|ISSN|Source type|Language of publication|Document type|Document feature"
    "|Copyright|Last updated|Database|Volume|Issue|Dateline|Column|Credit|Accession number|Links"
    "|ProQuest document link|Abstract|Business indexing term|Classification|CODEN|Supplement"
)
PROQUEST = Labels(
    r"([A-Z][\w /]{1,40}):(.*)",
    _table(
        own=_PROQUEST_BELOW,
        title="TITLE",
        author="AUTHOR",
        date="PUBLICATION DATE",
        source="PUBLICATION TITLE",
        section="SECTION",
        body="FULL TEXT",
        id="PROQUEST DOCUMENT ID",
        url="DOCUMENT URL",
    ),
    frozenset(("TITLE", "AUTHOR", "PUBLICATION TITLE", *_PROQUEST_BELOW.upper().split("|"))),
    named_head,
    turned=True,
)
_EUROPRESSE_ID = {"NUMÉRO DE DOCUMENT": "id", "": "id"}
EUROPRESSE = Labels(
    r"(Numéro de document ?:|(?=news·\d{8}·))(.*)",
    _EUROPRESSE_ID,
    frozenset(_EUROPRESSE_ID),
    dated_head,
    parted=False,
)
