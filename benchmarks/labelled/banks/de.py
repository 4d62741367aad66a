"""German: fiction about places and people that do not exist."""

# A sentence is one line, however long.
# ruff: noqa: E501

MEN = ["Konrad Immelstett", "Ansgar Feldrain", "Veit Brunnhöfer", "Jost Lindenau"]
WOMEN = ["Wiebke Sternthal", "Almut Grasdorf", "Henrike Moorland", "Dörte Quellmann"]
PEOPLE = MEN + WOMEN
PLACES = ["Niederquell", "Alt-Sterrenberg", "Hafen Immelsund", "Moosgrund", "Oberfurt", "Lindwerth"]
ORGS = ["der Wasserverband", "der Bund der Hirten", "der Verein Alte Brücken", "der Kreisrat"]
AGENCIES = ["Nordfunk", "Bildstelle Immel", "NDB"]
CREDITS = ["({a})", "(Archivbild: {a})", "Foto: {p}", "© {p}/{a}"]
MONTHS = ["Januar", "März", "Juni", "Oktober"]
DATE = "{d}. {m} {y}"

TOPICS = [
    {
        "who": "mf",
        "titles": [
            "{c} öffnet seine Drehbrücke nach {n} stillen Jahren",
            "In {c} dreht sich die alte Brücke wieder",
        ],
        "lead": "Die Arbeiten endeten zwei Wochen früher, doch die Anwohner fürchten den Lastverkehr.",
        "captions": [
            "Arbeiter bauen in {c} die letzten Gerüste ab",
            "Ingenieur {p} prüft die Pfeiler der Brücke",
            "Kinder laufen am ersten Tag über die Brücke",
        ],
        "lines": [
            "Über die Drehbrücke in {c} sind am Montag nach {n} Jahren die ersten Fußgänger gegangen.",
            "Jeder Stein sei vor dem Versetzen nummeriert worden, sagte Ingenieur {p}.",
            "Die Kosten lagen bei {k} tausend Kronen, die Hälfte davon stammt aus Spenden.",
            "Ein Hochwasser hatte zwei Pfeiler fortgerissen und den Verkehr über {e} gezwungen.",
            "Die Wirtin {q} befürchtet, dass die Lastwagen zurückkehren.",
            "Bis zum Ende des Sommers dürfen nur Fußgänger und Räder passieren, teilt {o} mit.",
        ],
    },
    {
        "who": "mf",
        "titles": [
            "Fischer aus {c} laufen nach {n} Sturmtagen wieder aus",
            "Nach dem Sturm zählt {c} seine zerrissenen Netze",
        ],
        "lead": "Mindestens {m} Boote wurden beschädigt, die ersten Hilfen sollen in einem Monat fließen.",
        "captions": [
            "Boote im Hafen von {c} kurz vor der Dämmerung",
            "Fischer {p} flickt am Kai seine Netze",
        ],
        "lines": [
            "Mehr als {m} Boote verließen {c} vor der Dämmerung, zum ersten Mal seit dem Sturm.",
            "Solche Wellen habe er seit {y} nicht gesehen, erzählte Fischer {p}.",
            "An der Hafeneinfahrt wurden Böen von {m} Kilometern in der Stunde gemessen.",
            "Wer seinen Motor verloren hat, soll Hilfe bekommen, verspricht {o}.",
            "Auf dem Markt von {e} verdoppelte sich der Fischpreis und sank am Freitag ein wenig.",
            "„Die Leute fragen nach dem Preis und gehen weiter“, sagt die Händlerin {q}.",
        ],
    },
    {
        "who": "fm",
        "titles": [
            "Vergessenes Reisetagebuch in {c} hinter einem Regal entdeckt",
            "{k} Blätter ohne Namen: ein Fund in {c}",
        ],
        "lead": "Dem Buch fehlen Einband und Verfasser, und gedruckt wurde es wohl nie.",
        "captions": [
            "Eine Seite des Tagebuchs aus der Bibliothek von {c}",
            "Bibliothekarin {p} blättert mit Handschuhen",
        ],
        "lines": [
            "Hinter einem Regal der Bibliothek von {c} ist ein Tagebuch von {k} Blättern aufgetaucht.",
            "Gefunden hat es die Bibliothekarin {p}, als das Möbel entsorgt werden sollte.",
            "Der unbekannte Schreiber schildert einen Fußweg von vierzig Tagen nach {e}.",
            "Die Tinte wurde wohl aus Eichengallen gekocht, vermutet der Historiker {q}.",
            "Die Aufnahmen der Seiten bezahlt {o} noch vor dem Winter.",
            "Es fehlen der Einband und die ersten {n} Blätter und damit der Name.",
        ],
    },
    {
        "who": "mf",
        "titles": [
            "Ein langsamer Zug verbindet {c} mit der Küste",
            "{n} Stunden mit Absicht: {c} testet den langsamen Zug",
        ],
        "lead": "Die Langsamkeit ist der ganze Einfall, sagen die Macher, und die Dörfer freuen sich.",
        "captions": [
            "Der Versuchszug verlässt den Bahnhof von {c}",
            "Projektleiter {p} begutachtet den alten Tunnel",
        ],
        "lines": [
            "Der Versuchszug verließ {c} um sechs Uhr früh mit {k} ausgelosten Fahrgästen.",
            "Er hält an {n} kleinen Bahnhöfen, an denen seit {y} kein Zug mehr stand.",
            "„Es geht nicht ums Ankommen, sondern ums Sehen“, sagte Projektleiter {p}.",
            "Die Fahrkarte sei für die Dörfer zu teuer, hält {q} vom Fahrgastverband dagegen.",
            "Der Regelbetrieb könnte im Herbst beginnen, wenn {o} zustimmt.",
            "In {e} kamen die Leute mit Äpfeln und Kaffee auf den Bahnsteig.",
        ],
    },
    {
        "who": "mf",
        "titles": [
            "{c} stellt {k} Ziegen gegen Waldbrände ein",
            "Ziegen im Dienst der Stadt {c}",
        ],
        "lead": "Die Herde frisst, was jeden Sommer brennt, und der Hirte bekommt nun ein Gehalt.",
        "captions": [
            "Die Herde an den Hängen über {c}",
            "Hirte {p} und sein Hund zu Beginn der Schicht",
        ],
        "lines": [
            "Die Stadt {c} hat {k} Ziegen eingestellt, die das trockene Gras zwischen den Häusern fressen.",
            "Hirte {p} ist jetzt Angestellter mit Ausweis und Urlaub.",
            "Am Tag schafft die Herde {n} Hektar an Hängen, an denen Maschinen kippen.",
            "Einige Anwohner beklagten, dass auch ihre Rosen gefressen wurden.",
            "Jede Rose werde bezahlt, versprach die Stadträtin {q}.",
            "Im nächsten Monat will sich eine Abordnung aus {e} die Herde ansehen.",
        ],
    },
    {
        "who": "mf",
        "titles": [
            "Stromausfall von {n} Stunden zeigt {c} den Sternenhimmel",
            "{c} im Dunkeln: Die Fernrohre kamen auf den Platz",
        ],
        "lead": "Verletzt wurde niemand, und eine Lehrerin will das Licht nun jeden Monat löschen.",
        "captions": [
            "Die Milchstraße über den Dächern von {c}",
            "Hobbyastronom {p} erklärt die Planeten",
        ],
        "lines": [
            "Am Dienstagabend fiel in {c} nach einem Fehler im Umspannwerk das Licht aus.",
            "Hobbyastronom {p} trug sein Fernrohr auf den Platz, und {m} Menschen standen an.",
            "Ein großer Vogel hatte eine Leitung berührt, erklärt {o}.",
            "Die Krankenhäuser meldeten keine Zwischenfälle, da ihre Aggregate sofort ansprangen.",
            "Die Lehrerin {q} schlug vor, das Licht jeden Monat absichtlich zu löschen.",
            "In {e} unterschrieben dafür {k} Menschen an einem Tag.",
        ],
    },
]
MORE = [
    "Eine amtliche Stellungnahme lag bei Redaktionsschluss nicht vor.",
    "Einzelheiten sollen in der kommenden Woche bekannt gegeben werden.",
    "Manche Anwohner sagen, man habe sie nie gefragt.",
    "Dutzende Neugierige verfolgten das Geschehen von den Balkonen gegenüber.",
    "Ein früherer Anlauf war am Geld gescheitert.",
    "Die Veranstalter dankten den Helfern, die Tag und Nacht gearbeitet hatten.",
    "Erste Ergebnisse werden zum Ende der Saison erwartet.",
    "Gegner meinen, das Geld wäre anderswo besser angelegt gewesen.",
    "Der Rat will in einer Sondersitzung darüber beraten.",
    "Die Läden schlossen aus diesem Anlass für eine Stunde.",
]
SUBHEADS = ["Wie alles begann", "Zahlen und Einzelheiten", "Stimmen dagegen", "Wie es weitergeht"]
ITEMS = [
    "Die Straße ist ab acht Uhr für Autos gesperrt",
    "Wasser gibt es kostenlos an drei Toren",
    "Fahrräder können hinter der Markthalle stehen",
]
VERSE = [
    "Fluss, geh langsam, bleib bei mir,",
    "die Nacht ist lang, das Ufer weit,",
    "bring uns heim.",
    "Ich bat den Wind: Nun schlafe hier,",
    "er sang den Masten von der Zeit,",
    "bring uns heim.",
]
QUESTIONS = [
    "Und was geschah dann?",
    "Wie kam es zu dem Einfall?",
    "Was war der schwerste Moment?",
    "Was sagen Sie den Kritikern?",
]
LIVE = [
    "Die Sitzung ist eröffnet",
    "Kurzes Wort des Vorsitzenden",
    "Regen unterbricht die Arbeiten",
]
WORDS = {
    "home": "Startseite",
    "sections": ["Region", "Wirtschaft", "Kultur", "Gesellschaft", "Sport", "Natur"],
    "related": "Mehr zum Thema",
    "also": "Lesen Sie auch",
    "most_read": "Meistgelesen",
    "read_more": "Weiterlesen",
    "share": ["Teilen", "Link kopieren", "Drucken"],
    "size": "Schriftgröße",
    "comments": "Kommentare ({n})",
    "comment_lines": ["Ein schöner Bericht, danke", "Und wo war der Rat bisher?", "Gut gesagt."],
    "reply": "Antworten",
    "newsletter": "Schon {n} Menschen lesen unseren Morgenbrief",
    "newsletter_more": "Tragen Sie Ihre Adresse ein und erhalten Sie täglich das Wichtigste.",
    "paywall": "Sie haben noch {n} freie Artikel in diesem Monat. Jetzt abonnieren.",
    "ad": "Anzeige",
    "tags": "Themen",
    "by": "Von {p}",
    "dateline": "{s} ({c})",
    "updated": "Zuletzt geändert: {d}",
    "views": "{n} Aufrufe",
    "minutes": "Lesezeit: {n} Min.",
    "follow": "Folgen Sie unserem Kanal",
    "author_box": "{p} schreibt über Städte und Menschen und ist seit {y} als Reporter unterwegs.",
    "footer": ["Impressum", "Kontakt", "Datenschutz", "Alle Rechte vorbehalten © {s} {y}"],
    "menu": ["Menü", "Suche", "Anmelden"],
    "photo": "Bild",
    "live": "Live",
    "loading": "Wird geladen...",
    "disclaimer": "Die Beiträge geben die Ansicht der Verfasser und nicht die von {s} wieder.",
    "gallery": "Bilderstrecke",
    "figure_of": "{i} von {n}",
}
