"""Scores of folded pages against the truth of the labelled set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.labelled.sentences import sentences
from benchmarks.labelled.truth import Labelled, TrueArticle, TrueCaption
from dedupe.model import Article, FoldedPage
from dedupe.text import normal

# A leak costs a quarter of the article's leak score: four leaks and nothing is left of it.
LEAK_COST = 0.25
# Each article that the page does not have takes a fifth of what the page has earned.
INVENTED_COST = 0.2
# Shorter forbidden lines (TT, 3, Print) count as leaks only where they are a whole unit.
LEAK_WITHIN = 20


@dataclass(frozen=True, slots=True)
class ArticleScore:
    """Scores of one true article, 0 to 1 each; `standfirst` and `credits` are told, not counted."""

    title: float
    body: float
    captions: float
    leak: float
    standfirst: float
    credits: float
    leaks: tuple[str, ...] = ()

    @property
    def total(self) -> float:
        return (self.title + self.body + self.captions + self.leak) / 4


LOST = ArticleScore(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class PageScore:
    """The score of one page in one form."""

    page: Labelled
    form: str
    score: float
    articles: tuple[ArticleScore, ...]
    invented: int
    lost: int


def score_page(page: Labelled, form: str, folded: FoldedPage) -> PageScore:
    """The mean over the true articles; a lost one counts 0, invented ones cost extra."""
    found = list(folded.articles)
    if not page.articles:
        return PageScore(page, form, 0.0 if found else 1.0, (), len(found), 0)
    pairs = _pairs(page, found)
    scores = tuple(
        LOST if match is None else score_article(page, truth, match) for truth, match in pairs
    )
    matched = sum(match is not None for _, match in pairs)
    invented = len(found) - matched
    mean = sum(score.total for score in scores) / len(scores)
    total = mean * max(0.0, 1 - INVENTED_COST * invented)
    return PageScore(page, form, total, scores, invented, len(scores) - matched)


def _pairs(page: Labelled, found: list[Article]) -> list[tuple[TrueArticle, Article | None]]:
    """Each true article with the found one that overlaps it most; each found one once."""
    ranked = sorted(
        (
            (_overlap(page, truth, article), -t, -a)
            for t, truth in enumerate(page.articles)
            for a, article in enumerate(found)
        ),
        reverse=True,
    )
    match: dict[int, int] = {}
    for overlap, t, a in ranked:
        if overlap > 0 and -t not in match and -a not in match.values():
            match[-t] = -a
    return [
        (truth, found[match[t]] if t in match else None) for t, truth in enumerate(page.articles)
    ]


def _overlap(page: Labelled, truth: TrueArticle, article: Article) -> float:
    same_title = normal(truth.title) == normal(article.title)
    captions = caption_score(truth.captions, [cap.text for cap in article.captions])
    return body_score(page, truth, article) + 0.5 * same_title + (0.2 * captions)


def score_article(page: Labelled, truth: TrueArticle, article: Article) -> ArticleScore:
    """How well `article` is `truth`."""
    leaks = find_leaks(page, article)
    texts = [cap.text for cap in article.captions]
    loose = page.unit == "sentence"
    return ArticleScore(
        title=float(normal(truth.title) == normal(article.title)),
        body=body_score(page, truth, article),
        captions=1.0 if loose else caption_score(truth.captions, texts),
        leak=max(0.0, 1 - LEAK_COST * len(leaks)),
        standfirst=float(_same_standfirst(truth, article)),
        credits=_credit_score(truth.captions, article),
        leaks=leaks,
    )


def _same_standfirst(truth: TrueArticle, article: Article) -> bool:
    """Whether the field is right; a lead that is the first paragraph may stand in either field."""
    allowed = [truth.standfirst] if truth.standfirst else ["", *truth.body[:1]]
    return normal(article.standfirst) in {normal(text) for text in allowed}


def body_score(page: Labelled, truth: TrueArticle, article: Article) -> float:
    """F1 of the ordered units of standfirst and body; text forms do not tell the two apart."""
    optional = {normal(text) for text in truth.optional}
    want = _units(page, (truth.standfirst, *truth.body), set())
    have = _units(page, (article.standfirst, *article.body), optional)
    if not want:
        return 1.0 if not have else 0.0
    common = longest_common(want, have)
    return 2 * common / (len(want) + len(have))


def _units(page: Labelled, texts: Iterable[str], optional: set[str]) -> list[str]:
    parts = list(texts)
    if page.unit == "sentence":
        parts = [one for text in parts for one in sentences(text)]
    units = [normal(text) for text in parts]
    return [unit for unit in units if unit and unit not in optional]


def longest_common(a: Sequence[str], b: Sequence[str]) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(b) + 1)
    for left in a:
        diagonal = 0
        for at, right in enumerate(b, 1):
            above = row[at]
            row[at] = diagonal + 1 if left == right else max(row[at], row[at - 1])
            diagonal = above
    return row[-1]


def caption_score(truth: Sequence[TrueCaption], texts: Sequence[str]) -> float:
    """F1 of captions, each to be there exactly once in one of the forms that may be kept."""
    if not truth and not texts:
        return 1.0
    left = Counter(normal(text) for text in texts)
    hits = 0
    for caption in truth:
        forms = [normal(form) for form in caption.forms if left[normal(form)]]
        if forms:
            left[forms[0]] -= 1
            hits += 1
    return 2 * hits / (len(truth) + len(texts))


def _credit_score(truth: Sequence[TrueCaption], article: Article) -> float:
    want = [normal(cap.credit) for cap in truth if cap.credit]
    have = " ".join(normal(cap.credit) for cap in article.captions)
    return sum(credit in have for credit in want) / len(want) if want else 1.0


def find_leaks(page: Labelled, article: Article) -> tuple[str, ...]:
    """The forbidden lines that stand in the article, as units or, the longer ones, in a unit."""
    texts = [article.title, article.standfirst, *article.body]
    texts += [f"{cap.text} {cap.credit}" for cap in article.captions]
    texts += [cap.text for cap in article.captions]
    return leaked(page, texts)


def leaked(page: Labelled, texts: Sequence[str]) -> tuple[str, ...]:
    """The forbidden lines of `page` that stand in any texts that were kept of it."""
    units = {normal(text) for text in texts}
    whole = "\n".join(units)
    truths = "\n".join(_true_texts(page))
    found = []
    for line in page.forbidden:
        key = normal(line)
        if not key:
            if any(line.strip() == text.strip() for text in texts):
                found.append(line)
        elif key in units or (len(key) >= LEAK_WITHIN and key in whole and key not in truths):
            found.append(line)
    return tuple(line for line in found if not _inside_another(line, found))


def _inside_another(line: str, lines: Sequence[str]) -> bool:
    """Whether `line` is a long piece of another leak: the two are one."""
    key = normal(line)
    return len(key) >= LEAK_WITHIN and any(
        key in normal(other) and key != normal(other) for other in lines
    )


def _true_texts(page: Labelled) -> list[str]:
    out = []
    for truth in page.articles:
        out += [normal(text) for text in (truth.title, truth.standfirst, *truth.body)]
        out += [normal(form) for cap in truth.captions for form in cap.forms]
    return out
