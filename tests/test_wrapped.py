"""Texts that were broken at a margin, and those that only look like it; all of it is fiction."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import pytest

from crawler.lines import blocks_from_text, plain_lines
from crawler.page import page_from_text
from dedupe.page import fold_page

TITLE = "The old mill grinds again"
TEXT = (
    "The council of Tarnholm voted on Tuesday to reopen the old mill above the weir. It has stood "
    "silent for forty years, and its wheel was sold for firewood long ago.",
    "Engineers of the valley spent the winter clearing the race. A new wheel of oak was hung in "
    "the first week of March, and it turned at once.",
    "Ada Quill will be the miller. She said that she would begin with barley, since wheat from the "
    "upper fields would not be dry before autumn. Farmers have promised her two hundred sacks.",
    "The bridge beside the mill stays closed to carts. Inspectors want to look at its second arch, "
    "which leans a little. Nobody knows when they will come.",
    "Visitors may watch the grinding on Saturdays. The bakery beside the church will sell the "
    "first loaves at cost, and the school has asked for a bag of bran.",
)
ARABIC = (
    "صوت مجلس بلدة تارنهولم يوم الثلاثاء على إعادة فتح الطاحونة القديمة فوق السد. وقد بقيت صامتة "
    "أربعين عاما، وبيعت عجلتها حطبا منذ زمن بعيد.",
    "أمضى مهندسو الوادي الشتاء في تنظيف القناة. وعلقت عجلة جديدة من خشب البلوط في الأسبوع الأول "
    "من مارس، ودارت على الفور.",
    "ستكون أدا كويل هي الطحانة. وقالت إنها ستبدأ بالشعير لأن قمح الحقول العليا لن يجف قبل الخريف. "
    "ووعدها المزارعون بمئتي كيس من الحبوب.",
    "يبقى الجسر المجاور للطاحونة مغلقا أمام العربات. ويريد المفتشون فحص قوسه الثانية التي تميل "
    "قليلا. ولا يعرف أحد متى سيأتون إلى البلدة.",
    "يمكن للزوار مشاهدة الطحن أيام السبت. وسيبيع المخبز المجاور للكنيسة الأرغفة الأولى بسعر الكلفة "
    "وطلبت المدرسة كيسا من النخالة للدجاج الذي تربيه في الحديقة منذ سنوات.",
)
CHINESE = (
    "塔恩霍姆镇议会周二投票决定重新开放沉寂四十年的老磨坊。磨坊位于堰坝上方，它的水轮早已被当作柴火卖掉了。",
    "来自山谷的工程师花了一个冬天清理水道。三月的第一周挂上了新的橡木水轮，它立刻就转动起来，人们都鼓掌。",
    "阿达将成为磨坊主。她说将从大麦开始，因为高地的小麦要到秋天才会干。农民们答应给她两百袋粮食。",
    "磨坊旁的石桥仍然禁止马车通行。检查员要先查看稍稍倾斜的第二个桥拱，谁也不知道他们什么时候会来到镇上。",
)  # fmt: skip
WIDE, NARROW = "mwMW", "ijlt.,' "


def shown(*lines: str) -> list[str]:
    return [block.text for block in blocks_from_text("\n".join(lines))]


def in_print(text: str, room: float) -> Iterator[str]:
    """Lines of a text set in letters of several widths."""
    line, used = "", 0.0
    for word in text.split():
        size = sum(1.6 if c in WIDE else 0.5 if c in NARROW else 1.0 for c in word) + 0.5
        if line and used + size > room:
            yield line
            line, used = "", 0.0
        line, used = f"{line} {word}".strip(), used + size
    yield line


def dense(text: str, width: int) -> list[str]:
    return [text[at : at + width] for at in range(0, len(text), width)]


@pytest.mark.parametrize("text", [TEXT, ARABIC])
@pytest.mark.parametrize("width", [46, 50, 57])
def test_paragraphs_between_page_numbers_and_running_heads_are_whole(
    text: tuple[str, ...], width: int
) -> None:
    lines = [TITLE, "By Ada Quill", "12 March 2024"]
    for number, part in enumerate(text, 1):
        lines += [*textwrap.wrap(part, width), f"- {number} -", "The Tarnholm Courier"]
    assert set(text) <= set(shown(*lines))


@pytest.mark.parametrize("foot", ["- {} -", "The Tarnholm Courier, sheet {}"])
@pytest.mark.parametrize("size", [4, 5, 6, 7])
def test_page_numbers_amid_a_paragraph_are_lines_of_their_own(foot: str, size: int) -> None:
    lines = [line for part in TEXT for line in textwrap.wrap(part, 60)]
    feet = [foot.format(number) for number in range(len(lines) // size)]
    for number in range(len(feet), 0, -1):
        lines.insert(number * size, feet[number - 1])
    found = shown(TITLE, *lines)
    assert [line for line in found if line in feet] == feet
    assert " ".join(line for line in found[1:] if line not in feet) == " ".join(TEXT)


@pytest.mark.parametrize(
    "over", ["https://velm.example/" + 15 * "old-mill-", TITLE + 12 * " again"]
)
def test_a_line_longer_than_the_margin_hides_it_not(over: str) -> None:
    lines = [over, *(line for part in 2 * TEXT for line in textwrap.wrap(part, 60))]
    assert shown(*lines) == [over, *2 * TEXT]


@pytest.mark.parametrize("room", [48.0, 60.0, 75.0])
@pytest.mark.parametrize("apart", [[], [""]])
def test_lines_of_print_have_no_margin_in_characters(room: float, apart: list[str]) -> None:
    lines = [TITLE, *apart]
    for part in TEXT:
        lines += [*in_print(part, room), *apart]
    found = shown(*lines)
    assert found[0] == TITLE
    assert " ".join(found[1:]) == " ".join(TEXT)
    # Where no blank line parts them, a last line that is nearly full may be taken for another.
    assert len(found) == 1 + len(TEXT) if apart else len(found) <= 2 + len(TEXT)


def test_lines_of_a_script_without_spaces_are_joined_without_spaces() -> None:
    assert shown("老磨坊", *(line for part in CHINESE for line in dense(part, 24))) == [
        "老磨坊",
        *CHINESE,
    ]


@pytest.mark.parametrize("size", [46, 50, 54])
def test_sentences_of_nearly_one_length_are_a_paragraph_each(size: int) -> None:
    """In a script without spaces the next word is the next line: that is no margin."""
    told = 3 * "磨坊主说她将从大麦开始磨起因为高地的小麦要到今年秋天才会真正变干"
    lines = [told[at : at + size - at % 7] + "。" for at in range(9)]
    assert shown(*lines) == lines


def test_a_word_that_was_cut_is_one_again() -> None:
    lines = textwrap.wrap(TEXT[0], 50) + textwrap.wrap(TEXT[1], 50) + textwrap.wrap(TEXT[2], 50)
    at = next(n for n, line in enumerate(lines) if len(line) < 50 and lines[n + 1][:1].islower())
    room = 49 - len(lines[at])
    head, _, rest = lines[at + 1].partition(" ")
    assert room >= 1
    assert len(head) > room
    lines[at : at + 2] = [
        f"{lines[at]} {head[: room - 1] or head[0]}-",
        f"{head[room - 1 or 1 :]} {rest}",
    ]
    assert " ".join(shown(*lines)) == " ".join(TEXT[:3])


HEADLINES = tuple(
    f"{who} {what} after the storm of last autumn took the old ramp"
    for who in ("Ferry to Oster Island", "Harbour board", "Fishermen of Velm", "The old mill")
    for what in ("asks for more time", "waits for its money", "starts again")
)
VERSES = (
    "The wind came up at night and took the ramp away,",
    "and with it took the light that stood above the bay,",
    "so that no boat could see the harbour or the quay",
    "and all of us were still until the wind had gone,",
    "and those who had a lamp had put it out by dawn,",
    "and those who had a boat had left it on the lawn,",
    "and none of us would say what he had seen that day",
    "but all of us were glad to see the water grey",
)


CARDS = tuple(
    line
    for one in HEADLINES
    for line in ("Islands", f"{one[:40]}. By boat {one[-12:]}", "Ada Quill", "14:35")
)


@pytest.mark.parametrize(
    "lines", [HEADLINES, VERSES, CARDS, tuple(f"{line}." for line in HEADLINES)]
)
def test_headlines_cards_and_verses_stay_lines(lines: tuple[str, ...]) -> None:
    assert shown(*lines) == list(lines)


def test_what_may_be_wrapped_is_not_read_as_plain_lines() -> None:
    lines = [line for part in 2 * TEXT for line in textwrap.wrap(part, 60)]
    assert plain_lines("\n".join(lines)) is None
    assert plain_lines("\n".join(["x" * 200, *lines])) is None
    assert plain_lines("\n".join(TEXT)) == list(TEXT)


def test_a_page_of_wrapped_lines_is_an_article() -> None:
    lines = [TITLE, "By Ada Quill", "12 March 2024"]
    for number, part in enumerate(TEXT, 1):
        lines += [*in_print(part, 60.0), f"- {number} -"]
    (article,) = fold_page(page_from_text("\n".join(lines) + "\n", id="x")).articles
    assert article.title == TITLE
    assert [part for part in article.body if len(part) > 9] == list(TEXT)
