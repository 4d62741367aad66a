"""Dutch: fiction about places and people that do not exist."""

# A sentence is one line, however long.
# ruff: noqa: E501

MEN = ["Gijs van der Terp", "Wouter Zandvliet", "Bram Kloosterhoek", "Sjoerd Wielinga"]
WOMEN = ["Femke ter Wolde", "Marijke Duinhoven", "Aafke Roodzand", "Tineke Polderman"]
PEOPLE = MEN + WOMEN
PLACES = ["Oudewiel", "Zandkerke", "Noorderterp", "Lage Vliet", "Klokkenveen"]
ORGS = [
    "het Waterschap Vlietlanden",
    "de Molenstichting",
    "de Vereniging van Veerlieden",
    "de dorpsraad",
]
AGENCIES = ["Persbureau Vliet", "Duinbeeld", "PVN"]
CREDITS = ["© {a}", "Beeld {p}", "| Foto: {p}, {a}", "(archieffoto {a})"]
MONTHS = ["februari", "april", "augustus", "oktober"]
DATE = "{d} {m} {y}"
CLOCK = "{date} om {clock} uur"

TOPICS = [
    {
        "who": "mf",
        "titles": [
            "Veerman van {c} vaart {n} jaar door zonder passagiers",
            "De pont van {c} vaart, ook als niemand meegaat",
        ],
        "lead": "Het dienstrooster is nooit opgezegd, en dus vertrekt hij elk heel uur.",
        "captions": [
            "Veerman {p} gooit de trossen los in {c}",
            "De lege banken aan boord van de pont",
            "Het dienstrooster hangt nog achter glas",
        ],
        "lines": [
            "Elk heel uur vertrekt de pont uit {c}, meestal met niemand aan boord behalve {p}.",
            "Sinds de brug bij {e} openging, telde hij in totaal {m} betalende reizigers.",
            "Het contract uit {y} kent geen einddatum, bevestigt een jurist van {o}.",
            "Wethouder {q} noemt het een dure gewoonte en stapt toch elke vrijdag in.",
            "Een overtocht kost {k} cent, en wie een gedicht voorleest mag gratis mee.",
            "De veerman zelf wil doorgaan tot het roer het begeeft.",
        ],
    },
    {
        "who": "fm",
        "titles": [
            "Bibliotheek van {c} leent {k} stiltes uit",
            "In {c} kun je een uur stilte mee naar huis nemen",
        ],
        "lead": "Het doosje is leeg, maar de wachtlijst is lang en de boetes zijn hoog.",
        "captions": [
            "Bibliothecaris {p} stempelt een doosje stilte af",
            "De balie in {c} op zaterdagochtend",
        ],
        "lines": [
            "Wie in {c} lid is van de bibliotheek, kan sinds maandag een doosje stilte lenen.",
            "Er zit niets in, erkent {p}, behalve een kaartje waarop staat wat je niet moet doen.",
            "Het idee kreeg ze toen {n} kinderen tegelijk vroegen waar het rustig was.",
            "Componist {q} leende er drie en bracht er twee te laat terug.",
            "De doosjes zijn gemaakt van oude catalogusladen uit {y} en betaald door {o}.",
            "In {e} denkt men aan een variant met regen.",
        ],
    },
    {
        "who": "mm",
        "titles": [
            "Molenaar uit {c} maalt {m} ton kaneel op één dag",
            "De geur van kaneel legt {c} plat",
        ],
        "lead": "Een verkeerd geladen schip bracht specerijen in plaats van tarwe, en de wind stond gunstig.",
        "captions": [
            "Molenaar {p} met een schep kaneel",
            "Het schip dat naar {c} voer met de verkeerde lading",
            "Schoolkinderen met sjaals voor hun neus",
        ],
        "lines": [
            "De molen van {c} heeft een hele scheepslading kaneel vermalen omdat niemand de zakken had opengemaakt.",
            "Molenaar {p} merkte het pas toen zijn hond begon te niezen.",
            "Schipper {q} had volgens zijn papieren tarwe geladen in {e}.",
            "De school stuurde {k} leerlingen naar huis, waar het net zo sterk rook.",
            "Bakkers uit de streek kochten de voorraad op binnen {n} uur.",
            "Een woordvoerder van {o} sprak van een incident met een aangename nasleep.",
        ],
    },
    {
        "who": "fm",
        "titles": [
            "{c} zet een bankje op de plek waar nooit iets gebeurde",
            "Monument voor niets onthuld in {c}",
        ],
        "lead": "De plaquette is blanco, en toch kwamen er meer mensen dan bij de vorige onthulling.",
        "captions": ["Kunstenares {p} naast het bankje in {c}", "De blanco plaquette van dichtbij"],
        "lines": [
            "Na {n} maanden zoeken vond {p} in {c} een plek waar aantoonbaar nooit iets is voorgevallen.",
            "Archivaris {q} doorzocht daarvoor {k} dozen, teruggaand tot {y}.",
            "Alleen een verloren want uit {e} zorgde even voor twijfel.",
            "Bij de onthulling werd {m} seconden lang niet geklapt, zoals afgesproken.",
            "Het bankje zelf werd geschonken door {o}.",
            "Omwonenden vrezen dat er nu juist wel iets gaat gebeuren.",
        ],
    },
    {
        "who": "mf",
        "titles": [
            "Schaatsers redden een piano uit de sloot bij {c}",
            "Piano op het ijs: {c} krijgt onverwacht een concert",
        ],
        "lead": "Het instrument was van een verhuiswagen gegleden en speelde nog bijna alle noten.",
        "captions": ["Schaatser {p} duwt de piano naar de kant", "Het publiek op het ijs bij {c}"],
        "lines": [
            "Een groep van {m} schaatsers trok zaterdag een piano over het ijs naar {c}.",
            "Voorrijder {p} bond er een slee onder en hoopte op nachtvorst.",
            "Pianiste {q}, toevallig op weg naar {e}, trok haar handschoenen uit en begon te spelen.",
            "Het ijs was {n} centimeter dik, gemeten met een lepel.",
            "Er luisterden naar schatting {k} mensen, de eenden niet meegerekend.",
            "Wie de eigenaar is, zoekt {o} nog uit.",
        ],
    },
]
MORE = [
    "De gemeente wil pas reageren als het rapport klaar is.",
    "Een eerdere poging strandde op de verzekering.",
    "Er was soep, en daarna nog meer soep.",
    "Volgens kenners blijft het bij een bevlieging.",
    "De weg was aan het eind van de middag weer vrij.",
    "Wie wil helpen, kan zich melden bij de smid.",
    "Over de kosten wordt volgende maand gestemd.",
    "Kinderen klommen op hekken om het beter te zien.",
    "Bezwaar maken kan tot het eind van de maand.",
    "Niemand raakte gewond.",
]
SUBHEADS = ["Hoe het zo kwam", "Wat het kost", "Tegenstemmen", "En nu verder"]
ITEMS = [
    "Parkeren kan op het kerkplein",
    "Honden aan de lijn zijn welkom",
    "Neem zelf een kussen mee",
]
VERSE = [
    "Water, blijf nog even staan,",
    "de maan heeft haar jas vergeten,",
    "en niemand roept.",
    "Laat de boten slapen gaan,",
    "de wind hoeft het niet te weten,",
    "en niemand roept.",
]
QUESTIONS = [
    "En wat zei u toen?",
    "Hoe bent u erop gekomen?",
    "Wat ging er bijna mis?",
    "Wanneer houdt u ermee op?",
]
LIVE = ["De zitting is begonnen", "Korte schorsing", "Regen legt het werk stil"]
WORDS = {
    "home": "Voorpagina",
    "sections": ["Streek", "Geld", "Kunst", "Mensen", "Sport", "Buiten"],
    "related": "Lees verder in dit dossier",
    "also": "Zie ook",
    "most_read": "Best gelezen",
    "read_more": "Hele verhaal",
    "share": ["Deel dit artikel", "Kopieer link", "Mail", "Print"],
    "size": "Lettergrootte",
    "comments": "{n} reacties",
    "comment_lines": ["Prachtig geschreven", "Waar gaat ons geld heen", "Hier word ik blij van."],
    "reply": "Reageer",
    "newsletter": "Al {n} lezers krijgen onze middagbrief",
    "newsletter_more": "Meld je aan en lees elke dag om vijf uur wat ertoe doet.",
    "paywall": "Nog {n} gratis verhalen deze maand. Word abonnee.",
    "ad": "Advertentie",
    "tags": "Onderwerpen",
    "by": "Door onze redacteur {p}",
    "by_place": "{p} {c}",
    "by_day": "{p} {d}",
    "signed": "{p}",
    "where": "{c} – {s}",
    "code": "Artikel {n}",
    "previous": "Vorige",
    "next": "Volgende",
    "dateline": "{s}, {c}",
    "updated": "Bijgewerkt op {d}",
    "views": "{n} keer gelezen",
    "minutes": "Leestijd {n} min",
    "follow": "Volg ons kanaal",
    "author_box": "{p} trekt sinds {y} door de streek en schrijft op wat anderen laten liggen.",
    "footer": [
        "Colofon",
        "Adverteren",
        "Privacy en cookies",
        "© {s} {y}, overname alleen met toestemming",
    ],
    "menu": ["Alle rubrieken", "Zoeken", "Inloggen"],
    "photo": "Beeld",
    "live": "Live",
    "loading": "Laden",
    "disclaimer": "Ingezonden stukken geven niet de mening van {s} weer.",
    "gallery": "Fotoserie",
    "figure_of": "{i} van {n}",
}
