"""Russian stories with the words of a regional agency."""

from benchmarks.labelled.banks.ru import (
    ITEMS,
    LIVE,
    MORE,
    ORGS,
    PLACES,
    QUESTIONS,
    SUBHEADS,
    TOPICS,
    VERSE,
)
from benchmarks.labelled.banks.ru import WORDS as OTHER

MEN = ["Остап Журавин", "Никодим Полынов", "Савва Ржаной", "Ефрем Туманов"]
WOMEN = ["Пелагея Лугова", "Устинья Маковкина", "Ксения Рябинова", "Дарья Ветлугина"]
PEOPLE = MEN + WOMEN
AGENCIES = ["ИА «Поле»", "Луг-Медиа", "П.О.Л."]
CREDITS = ["/ {p}", "(фото автора)", "Фото: {p} / {a}", "({a})"]
MONTHS = ["февраля", "мая", "августа", "декабря"]
DATE = "{d} {m} {y}"
CLOCK = "{clock}, {date}"

WORDS = OTHER | {
    "home": "На главную",
    "sections": ["Происшествия", "Деньги", "Афиша", "Люди", "Футбол", "Погода"],
    "related": "Ещё по теме",
    "also": "Ранее мы писали",
    "most_read": "Популярное за сутки",
    "read_more": "Подробнее",
    "share": ["ВКонтакте", "Телеграм", "Отправить"],
    "comments": "Обсуждение ({n})",
    "newsletter": "{n} человек уже читают наше письмо по пятницам",
    "newsletter_more": "Укажите почту и получите первое письмо сегодня.",
    "paywall": "Вам доступно ещё {n} материала на этой неделе.",
    "ad": "На правах рекламы",
    "tags": "Метки",
    "by": "{p}, корреспондент",
    "by_place": "{p}, {c}",
    "by_day": "{d} | {p}",
    "signed": "{p}",
    "where": "{c} – {s}",
    "code": "Материал № {n}",
    "previous": "Предыдущая новость",
    "next": "Следующая новость",
    "dateline": "{c} – {s}",
    "updated": "Изменено {d}",
    "author_box": "{p} работает в агентстве с {y} года и держит пасеку.",
    "footer": ["Редакция", "Реклама на сайте", "Правила", "© {y}, {s}"],
    "figure_of": "Фото {i} из {n}",
}

__all__ = [
    "ITEMS",
    "LIVE",
    "MORE",
    "ORGS",
    "PLACES",
    "QUESTIONS",
    "SUBHEADS",
    "TOPICS",
    "VERSE",
]
