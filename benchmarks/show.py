"""Truth against result of one page, as lines with the marks of a diff."""

from __future__ import annotations

import difflib

from benchmarks.labelled.truth import TrueArticle
from benchmarks.scoring import PageScore
from dedupe.model import Article, FoldedPage


def report(score: PageScore, folded: FoldedPage) -> str:
    """Scores, then per article what is missing (-) and what is too much (+), then the leaks."""
    page = score.page
    out = [f"=== {page.name} {score.form}: {score.score:.3f} ({', '.join(page.families)})"]
    out.append(f"invented {score.invented}, lost {score.lost}")
    want = [line for article in page.articles for line in _true_lines(article)]
    have = [line for article in folded.articles for line in _found_lines(article)]
    out += [line for line in difflib.ndiff(want, have) if not line.startswith("?")]
    for number, article in enumerate(score.articles):
        out += [f"leak in article {number}: {line}" for line in article.leaks]
    return "\n".join(out)


def _true_lines(article: TrueArticle) -> list[str]:
    lines = ["----- article", f"title: {article.title}"]
    if article.standfirst:
        lines.append(f"text: {article.standfirst}")
    lines += [f"text: {text}" for text in article.body]
    return lines + [f"caption: {cap.text}" for cap in article.captions]


def _found_lines(article: Article) -> list[str]:
    lines = ["----- article", f"title: {article.title}"]
    if article.standfirst:
        lines.append(f"text: {article.standfirst}")
    lines += [f"text: {text}" for text in article.body]
    return lines + [f"caption: {cap.text}" for cap in article.captions]
