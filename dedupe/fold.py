"""The lines of one article, with what repeats in them folded into what is kept.

Position decides together with likeness. In the header, where outlets print things twice, a repeat
is noise. In the body it is nearly always the author's: a refrain, a slogan, a question asked again
stay. There only five things are folded: the headline as first line, a pull quote of a sentence that
stands beside it, a long paragraph printed twice in a row, a run of paragraphs printed again, and
the links of a table of contents, which say the headings that they lead to.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from dedupe import cues
from dedupe.agencies import alone
from dedupe.alike import without_bracket, without_site_name
from dedupe.contents import contents
from dedupe.cue_forms import cased, name_like
from dedupe.dates import find_date
from dedupe.looks import Look, class_words, look_alike
from dedupe.model import Article, Caption, Fold, Metadata, Placed
from dedupe.rules import Rules
from dedupe.signature import signature
from dedupe.text import jaccard, normal, shingles, width
from dedupe.units import Span

# A line this short that stands between the two copies of a header is a button, whatever it says.
_BUTTON_WORDS = 3
_STANDFIRST_WORDS = 5
_SECTION_WORDS = 5
# `Original title: ...`
_LABEL_WORDS = 2
# Nobody writes the same paragraph of this many words twice in a row.
_LONG_WORDS = 25
# A run of paragraphs printed again: so many in a row, each at least so many words.
_RUN = 3
_RUN_WORDS = 10
# A pull quote stands this near to the paragraph that it is taken from, and is this long.
PULL_DISTANCE = 4
PULL_WORDS = 5
# and the paragraph is so much longer: of two that differ by a word, neither is a quote.
PULL_SHARE = 1.3
# A leading paragraph that holds this share of the standfirst's words repeats it.
_LEAD_SHARE = 0.9
_CHANT_WORDS = 4
_LEAD_WORDS = 60
_LEAD_CLASSES = frozenset(
    [
        *("standfirst", "chapo", "dek", "deck", "lead", "lede", "intro", "abstract", "summary"),
        *("spot", "vorspann", "entradilla", "bajada", "sommario", "articlelead", "subtitle"),
        *("excerpt", "description", "sapo", "ingress", "manchet", "perex", "copete", "catenaccio"),
        *("einleitung", "zajawka", "introtext", "preamble", "dekzin", "anons", "estradilla"),
    ]
)
_BOXED_WORDS = 5
# Captions that are one text begin with the same characters, spaces aside; of those that do, the
# last so many are compared: enough for any gallery, and a page of 10,000 captions stays linear.
_BEGIN = 5
_MOST_ALIKE = 64
# A caption to hang a bare credit on, so that one function takes every credit apart.
_SENTENCE = "A street at dusk"


def fold_article(
    lines: Sequence[Look], span: Span, echoes: dict[int, int], rules: Rules, meta: Metadata
) -> tuple[Article, list[Fold]]:
    """The article of `span` and the folds of its repeats, captions' twins and buttons."""
    draft = _Draft(lines, span, echoes, rules, meta)
    for at in span.lines:
        if at < span.header_end:
            draft.header(at)
        else:
            draft.body(at)
    draft.fold_copies()
    return draft.article(), settled(draft.folds)


def settled(folds: list[Fold]) -> list[Fold]:
    """The same folds, each leading to a block that is kept, also where that was folded later."""
    into = {fold.block: fold.into for fold in folds if fold.into is not None}
    out = []
    for fold in folds:
        kept = fold.into
        while kept in into:
            kept = into[kept]
        out.append(fold if kept == fold.into else replace(fold, into=kept))
    return out


class _Draft:
    """An article while its lines are placed; it lives for one call."""

    def __init__(
        self,
        lines: Sequence[Look],
        span: Span,
        echoes: dict[int, int],
        rules: Rules,
        meta: Metadata,
    ) -> None:
        self.lines = lines
        self.span = span
        self.echoes = echoes
        self.rules = rules
        self.meta = meta
        self.roles: dict[int, str] = {}
        self.folds: list[Fold] = []
        self.captions: list[int] = []
        self.credits: dict[int, str] = {}
        self.standfirst: int | None = None
        self.contents = contents(lines, span.lines)
        self.counts = Counter(lines[at].key for at in span.lines if at not in self.contents)
        self.echoed = any(at in echoes for at in span.lines if at < span.header_end)
        # What every line asks of all the others is kept at hand: a page may have 100,000 of them.
        self.places = {at: place for place, at in enumerate(span.lines)}
        self.last_prose = max((at for at in span.lines if lines[at].is_prose), default=-1)
        self.between = _between_copies(span, echoes) if self.echoed else frozenset()
        self.repeated = frozenset(echoes.values())
        self.last_body: int | None = None
        self.last_placed: int | None = None
        self.sections: dict[str, int] = {}
        self.credit_lines: dict[str, int] = {}
        self.begun: dict[str, list[int]] = {}
        self.of_figure: dict[int, int] = {}
        self.unclaimed: dict[int, str] = {}
        """Credits by figure that stand above their caption."""
        self.dated = False

    # Placing -------------------------------------------------------------------------------

    def _place(self, at: int, role: str) -> None:
        self.roles[at] = role
        if role == "body":
            self.last_body = at
        elif role == "section":
            self.sections.setdefault(self.lines[at].key, at)
        elif role == "credit":
            self.credit_lines.setdefault(self.lines[at].key, at)
        if role == "date":
            self.dated = True
        else:
            self.last_placed = at

    def header(self, at: int) -> None:
        """Place a line that stands before the first paragraph."""
        look = self.lines[at]
        if at == self.span.title:
            self._place(at, "title")
        elif look.sort in ("marker", "comments"):
            self._drop(at, "marker")
        elif at in self.contents:
            self._fold(at, self.contents[at], 1.0)
        elif self._repeats_title(at):
            return
        elif look.sort in ("date", "byline", "dateline"):
            self._place(at, look.sort)
        elif look.sort == "caption":
            self._caption(at)
        elif look.sort == "credit":
            self._credit_line(at)
        elif look.sort == "standfirst":
            self._standfirst(at)
        else:
            self._header_line(at)

    def _header_line(self, at: int) -> None:
        look = self.lines[at]
        title = self.span.title
        if self._repeats_caption(at):
            return
        if self.standfirst is not None and self._fold_if_like(at, self.standfirst):
            return
        if title is not None and at > title and look.words <= _BUTTON_WORDS and self._amid(at):
            self._drop(at, "marker")
        elif title is not None and at > title and self._has_section() and self._beside_date(at):
            self._place(at, "byline")
        elif look.block.path and look.words > _SECTION_WORDS and cues.has_credit(look.block.text):
            self._caption(at)
        elif title is None or at < title or look.words <= _BUTTON_WORDS:
            self._section(at)
        elif self._is_doubled(at):
            self._caption(at)
        elif (
            look.words >= _STANDFIRST_WORDS
            and self._follows_title(at)
            and without_bracket(look.block.text) == look.block.text
            and not self._is_picture_text(at)
        ):
            self._standfirst(at)
        else:
            self._caption(at)

    def _has_section(self) -> bool:
        return bool(self.sections or self.meta.section)

    def _beside_date(self, at: int) -> bool:
        """Whether a day or a byline stands next to a line: then it is who wrote or sent it."""
        near = (at - 1, at + 1)
        return any(
            other in self.places and self.lines[other].sort in ("date", "byline") for other in near
        )

    def _section(self, at: int) -> None:
        """A section's name; printed again it is folded."""
        kept = self.sections.get(self.lines[at].key)
        if kept is None:
            self._place(at, "section")
        else:
            self._fold(at, kept, 1.0)

    def _is_picture_text(self, at: int) -> bool:
        """A line of a repeated header that is no sentence is a caption, not a standfirst."""
        again = at in self.echoes or at in self.repeated
        return again and self.echoed and not cues.ends_sentence(self.lines[at].block.text)

    def _amid(self, at: int) -> bool:
        """Whether a line stands between the copies of a header, or in the tools under one."""
        return at in self.between

    def _follows_title(self, at: int) -> bool:
        if self.last_placed is None or self.captions:
            return False
        return self.roles.get(self.last_placed) in ("title", "byline")

    def body(self, at: int) -> None:
        """Place a line from the first paragraph on."""
        look = self.lines[at]
        if look.sort in ("marker", "comments"):
            self._drop(at, "marker")
        elif at in self.contents:
            self._fold(at, self.contents[at], 1.0)
        elif look.sort == "caption":
            self._caption(at)
        elif look.sort == "credit":
            self._credit_line(at)
        elif look.sort in ("date", "byline", "dateline") and self._signs_off(at):
            self._place(at, look.sort)
        elif self._may_repeat_title(at) and self._repeats_title(at):
            return
        elif self._is_doubled(at) and look.words >= _CHANT_WORDS and look.sort == "short":
            self._caption(at)
        elif not self._is_pull_quote(at):
            self._paragraph(at)

    def _signs_off(self, at: int) -> bool:
        """A date or a name is a field at the end of the body, and text in the middle of it."""
        look = self.lines[at]
        if at < self.last_prose:
            return False
        return look.sort != "date" or not self.dated

    def _is_first_body_line(self) -> bool:
        return self.last_body is None

    def _may_repeat_title(self, at: int) -> bool:
        """A headline printed once more, first in the body or alone in a box; twice is a refrain."""
        look = self.lines[at]
        return self._is_first_body_line() or (
            look.words >= _BOXED_WORDS and self.counts[look.key] <= 2 and not self.echoed
        )

    def _paragraph(self, at: int) -> None:
        kept = self._copy_above(at)
        if kept is not None:
            self._fold(at, kept, 1.0)
            return
        if self.standfirst is not None and self._is_first_body_line() and self._leads(at):
            score = _similarity(self.lines[at], self.lines[self.standfirst])
            del self.roles[self.standfirst]
            self._fold(self.standfirst, at, score)
            self.standfirst = None
        if self._is_first_body_line() and self.standfirst is None and _is_lead(self.lines[at]):
            self._standfirst(at)
            return
        self._place(at, "body")

    def _copy_above(self, at: int) -> int | None:
        """The paragraph right above, where it is the same long one."""
        if self.lines[at].words < _LONG_WORDS:
            return None
        above = self.last_body
        return above if above is not None and self.lines[above].key == self.lines[at].key else None

    def _leads(self, at: int) -> bool:
        """Whether the first paragraph says the standfirst again, word for word."""
        assert self.standfirst is not None
        lead, first = self.lines[self.standfirst], self.lines[at]
        if lead.key == first.key:
            return True
        return look_alike(lead, first, self.rules) is not None

    def _is_pull_quote(self, at: int) -> bool:
        """Fold a sentence set on its own that a longer paragraph near it holds word for word."""
        look = self.lines[at]
        if look.words < PULL_WORDS or self.counts[look.key] > 1 or _is_heading(look):
            return False
        order = self.span.lines
        place = self.places[at]
        near = order[max(0, place - PULL_DISTANCE) : place + PULL_DISTANCE + 1]
        for other in near:
            whole = self.lines[other]
            if other < self.span.header_end or not whole.is_prose:
                continue
            if whole.words >= PULL_SHARE * look.words and f" {look.key} " in f" {whole.key} ":
                self._fold(at, other, _similarity(look, whole), reason="near_repeat")
                return True
        return False

    # Repeats -------------------------------------------------------------------------------

    def _repeats_title(self, at: int) -> bool:
        title = self.span.title
        if title is None:
            return False
        label, _, said = self.lines[at].block.text.replace("：", ":").partition(":")
        said = said if self._is_first_body_line() else ""
        if said and width(label) <= _LABEL_WORDS and normal(said) == self.lines[title].key:
            self._fold(at, title, _similarity(self.lines[at], self.lines[title]), "near_repeat")
            return True
        return self._fold_if_like(at, title)

    def _repeats_caption(self, at: int) -> bool:
        for kept in self._captions_like(at):
            if self._fold_if_like(at, kept):
                # The kept printing may lack the credit that this one has: the record has it.
                self._credit(kept, self._credit_of_twin(at, kept))
                return True
        return False

    def _credit_of_twin(self, at: int, kept: int) -> str:
        """The credit of a caption's second printing; a bracket that the first lacks is one."""
        text = self.lines[at].block.text
        bare = without_bracket(text)
        if normal(bare) == self.lines[kept].key != self.lines[at].key:
            return _bare_credit(text[len(bare) :].strip())
        return cues.split_credit(text)[1]

    def _credit(self, kept: int, credit: str) -> None:
        if credit and not cues.split_credit(self.lines[kept].block.text)[1]:
            self.credits.setdefault(kept, credit)

    def _fold_if_like(self, at: int, kept: int) -> bool:
        score = look_alike(self.lines[at], self.lines[kept], self.rules)
        if score is None:
            return False
        self._fold(at, kept, score)
        return True

    def _is_doubled(self, at: int) -> bool:
        if self.echoes.get(at) == at - 1:
            return True
        return self.echoes.get(at + 1) == at

    def _caption(self, at: int) -> None:
        if self._repeats_title(at) or self._repeats_caption(at):
            return
        self._place(at, "caption")
        self.captions.append(at)
        figure = self.lines[at].block.figure
        self.of_figure[figure] = at
        if figure in self.unclaimed:
            self._credit(at, self.unclaimed.pop(figure))
        for begin in self._beginnings(at):
            self.begun.setdefault(begin, []).append(at)

    def _captions_like(self, at: int) -> list[int]:
        """The kept captions that begin as this line does, in page order; no other is like it."""
        found = {
            kept
            for begin in self._beginnings(at)
            for kept in self.begun.get(begin, [])[-_MOST_ALIKE:]
        }
        return sorted(found)

    def _beginnings(self, at: int) -> set[str]:
        look = self.lines[at]
        keys = {look.key}
        if self.rules.names:
            keys.add(normal(without_site_name(look.block.text, self.rules.names)))
        return {key.replace(" ", "")[:_BEGIN] for key in keys}

    def _credit_line(self, at: int) -> None:
        """A credit that the markup sets apart goes to the caption of its figure."""
        look = self.lines[at]
        text = _bare_credit(look.block.text)
        if self._is_before_its_caption(at):
            self._place(at, "credit")
            self.unclaimed[look.block.figure] = text
            return
        kept = self.of_figure.get(look.block.figure)
        if kept is not None:
            self._credit(kept, text)
            self._place(at, "credit")
            return
        twin = self._same_credit(at)
        if twin is not None:
            self._fold(at, twin, 1.0)
            return
        self._place(at, "credit")
        if look.block.figure >= 0:
            self.unclaimed[look.block.figure] = text

    def _is_before_its_caption(self, at: int) -> bool:
        """Whether a credit and the caption right below it both have labels that say so."""
        below = self.places[at] + 1
        if below == len(self.span.lines) or not cues.read_out(self.lines[at].block.text):
            return False
        said = cues.read_out(self.lines[self.span.lines[below]].block.text)
        return said is not None and said[0] == "caption"

    def _same_credit(self, at: int) -> int | None:
        """The credit of the kept caption, where this one's caption was folded as its repeat."""
        return self.credit_lines.get(self.lines[at].key)

    def _standfirst(self, at: int) -> None:
        if self.standfirst is None:
            self.standfirst = at
            self._place(at, "standfirst")
        elif not self._fold_if_like(at, self.standfirst):
            self._caption(at)

    def fold_copies(self) -> None:
        """Fold a run of long paragraphs that the page prints a second time."""
        body = [at for at in self.span.lines if self.roles.get(at) == "body"]
        first: dict[str, int] = {}
        run: list[tuple[int, int]] = []
        for n, at in enumerate(body):
            look = self.lines[at]
            earlier = first.setdefault(look.key, n)
            copied = earlier < n and look.words >= _RUN_WORDS
            if copied and (not run or earlier == run[-1][1] + 1):
                run.append((n, earlier))
                continue
            self._fold_run(body, run)
            run = [(n, earlier)] if copied else []
        self._fold_run(body, run)

    def _fold_run(self, body: list[int], run: list[tuple[int, int]]) -> None:
        if len(run) < _RUN:
            return
        for n, earlier in run:
            del self.roles[body[n]]
            self._fold(body[n], body[earlier], 1.0)

    def _drop(self, at: int, reason: str) -> None:
        self.folds.append(Fold(self.lines[at].block.index, reason))

    def _fold(self, at: int, kept: int, score: float, reason: str = "") -> None:
        reason = reason or ("repeat" if score == 1.0 else "near_repeat")
        index, into = self.lines[at].block.index, self.lines[kept].block.index
        self.folds.append(Fold(index, reason, into, round(score, 4)))

    # The article ---------------------------------------------------------------------------

    def article(self) -> Article:
        """The article with its fields; what the page's metadata knows fills what is missing."""
        texts = self._texts()
        meta = self.meta if self.span.main else Metadata()
        signed = self._signed(texts)
        bylines = [name for at in self._with_role("byline") for name in self._named(at)]
        authors = meta.authors or tuple(dict.fromkeys(bylines)) or signed[2]
        senders = [name for name in authors if alone(name) or self._is_credited(name)]
        sender = next(map(_as_agency, senders), "")
        dates = [find_date(text, meta.lang) for text in texts["date"] + texts["byline"]]
        return Article(
            title=" ".join(texts["title"]) or meta.title,
            standfirst=" ".join(texts["standfirst"]),
            body=tuple(texts["body"]),
            captions=tuple(self._split_caption(at) for at in self.captions),
            authors=tuple(name for name in authors if name not in senders),
            agency=meta.agency or signed[1] or sender or self._sender(texts),
            dateline=signed[0],
            section=meta.section
            or " ".join(
                cues.section(text, normal(" ".join(texts["title"]))) for text in texts["section"]
            ),
            published=meta.published or next((date for date in dates if date), ""),
            modified=meta.modified,
            lang=meta.lang,
            url=meta.canonical,
            main=self.span.main,
            placed=tuple(Placed(self.lines[at].block.index, self.roles[at]) for at in self._kept()),
        )

    def _kept(self) -> list[int]:
        return [at for at in self.span.lines if at in self.roles]

    def _texts(self) -> dict[str, list[str]]:
        texts: dict[str, list[str]] = {
            role: []
            for role in (
                [
                    "title",
                    "standfirst",
                    "body",
                    "caption",
                    "credit",
                    "byline",
                    "dateline",
                    "date",
                    "section",
                ]
            )
        }
        for at in self._kept():
            texts[self.roles[at]].append(self.lines[at].block.text)
        return texts

    def _with_role(self, role: str) -> list[int]:
        return [at for at in self.span.lines if self.roles.get(at) == role]

    def _named(self, at: int) -> tuple[str, ...]:
        """The names on a line that signs, with the label that stands in the line above it."""
        text, above = self.lines[at].block.text, self.lines[at - 1] if at else None
        found = _names(text)
        name = cues.without_address(text)
        if not found and name != text and " " in name and cased(name) and name_like(name, 4):
            found = (name,)
        if not found and cues.is_author_page(self.lines[at].block.href) and name_like(text, 4):
            found = (text,)
        if not found and above is not None and cues.is_byline_label(above.key):
            found = _names(f"{above.block.text} {text}")
        return found

    def _signed(self, texts: dict[str, list[str]]) -> tuple[str, str, tuple[str, ...]]:
        """Place, agency and authors, from a line of their own or from the start of the text."""
        for text in texts["dateline"]:
            line = cues.dateline(text)
            if line is not None:
                return line.place, line.agency or self._foreign(line.outlet), ()
        if texts["body"]:
            lead = cues.lead_dateline(texts["body"][0])
            if lead is not None:
                return self._without_outlet(lead.place), lead.agency, lead.authors
        return "", "", ()

    def _without_outlet(self, place: str) -> str:
        """`TARNHOLM, The Courier` of The Courier is a place and who prints the text."""
        town, _, outlet = place.rpartition(",")
        return town.strip() if town and normal(outlet) == normal(self.meta.site_name) else place

    def _sender(self, texts: dict[str, list[str]]) -> str:
        """An agency that signs where an author would, and that a picture is credited to."""
        for text in texts["byline"]:
            if not _names(text) and self._is_credited(text):
                return text
        return ""

    def _is_credited(self, name: str) -> bool:
        """Whether one word that signs is also whom a picture comes from: an agency, no person."""
        credits = (self._split_caption(at).credit for at in self.captions)
        one_word = " " not in name and not _FULL_NAME.fullmatch(name)
        return one_word and any(normal(name) in normal(credit).split() for credit in credits)

    def _foreign(self, outlet: str) -> str:
        """A name in a dateline that is not the site's own is the agency that it prints."""
        names = self.rules.names | {normal(self.meta.site_name)}
        return outlet if any(names) and normal(outlet) not in names else ""

    def _split_caption(self, at: int) -> Caption:
        text, credit = cues.cut_credit(self.lines[at].block.text)
        return Caption(text, credit or self.credits.get(at, ""))


def _between_copies(span: Span, echoes: dict[int, int]) -> frozenset[int]:
    """Positions between the two copies of a line of the header."""
    between: set[int] = set()
    for later, earlier in echoes.items():
        if span.lines[0] <= earlier and later < span.header_end:
            between.update(range(earlier + 1, later))
    return frozenset(between)


def _is_lead(look: Look) -> bool:
    """Whether the element's class calls the first paragraph the standfirst."""
    names = class_words(look.block.path.rpartition("/")[2])
    return look.words <= _LEAD_WORDS and not names.isdisjoint(_LEAD_CLASSES)


def _is_heading(look: Look) -> bool:
    """Whether a line is set as a heading rather than as a quotation: by its element, or because it
    has neither stop nor marks.

    A subheading that the paragraph below it takes up is none of that paragraph's sentences.
    """
    if look.block.level:
        return True
    text = look.block.text.strip()
    quoted = text[:1] in _QUOTES and text[-1:] in _QUOTES
    return not (quoted or look.block.kind == "quote" or cues.ends_sentence(text))


# A name of Chinese or Korean is one word, and an agency's says that it is one.
_FULL_NAME = re.compile("(?:[\u4e00-\u9fff]|[가-힣]){2,4}(?<![社网網报報])")
_QUOTES = frozenset("«»‹›“”„\"'‘’「」『』")


def _as_agency(name: str) -> str:
    """The name that an agency goes by here, which may be the one that it signs with."""
    return alone(name) or name


def _names(text: str) -> tuple[str, ...]:
    named = cues.byline(text)
    if named:
        return named
    signed = signature(text)
    return signed.names if signed else ()


def _bare_credit(text: str) -> str:
    """A credit without its brackets and its label: `(Photo: Ada Quill)` is Ada Quill's."""
    announced = cues.read_out(text)
    if announced is not None:
        return announced[1]
    said = (
        cues.split_credit(f"{_SENTENCE} {text}")[1] or cues.split_credit(f"{_SENTENCE} ({text})")[1]
    )
    return said or text.strip("()[]（） ")


def _similarity(one: Look, other: Look) -> float:
    return jaccard(shingles(one.block.text), shingles(other.block.text))
