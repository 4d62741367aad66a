"""Italian: fiction about places and people that do not exist."""

# A sentence is one line, however long.
# ruff: noqa: E501

MEN = ["Ottavio Brandolese", "Fermo Caldirola", "Nevio Tassinelli", "Amos Ghirardoni"]
WOMEN = ["Clelia Portovenchi", "Ersilia Monteluna", "Ines Cavallanti", "Zaira Pontremolese"]
PEOPLE = MEN + WOMEN
PLACES = ["Borgo Salice", "Castelvento", "Porto Mirtillo", "Valcorta", "Roccabruna Alta"]
ORGS = ["il Consorzio delle acque", "la Pro loco", "l'Ente dei ponti", "la Lega dei pastori"]
AGENCIES = ["Agenzia Ponente", "FotoVento", "A.P.V."]
CREDITS = ["(foto {a})", "({p})", "(Archivio {a})", "- Foto {p}"]
MONTHS = ["febbraio", "maggio", "agosto", "dicembre"]
DATE = "{d} {m} {y}"
CLOCK = "{date} alle {clock}"

TOPICS = [
    {
        "who": "mf",
        "titles": [
            "{c}, il campanile suona {n} minuti prima per far dormire i gatti",
            "I gatti di {c} dettano l'ora al campanile",
        ],
        "lead": "Il parroco ha ceduto dopo una raccolta di firme, molte delle quali a forma di zampa.",
        "captions": [
            "Il campanaro {p} con la corda nuova a {c}",
            "Un gatto dorme sul sagrato",
            "La bacheca con le firme",
        ],
        "lines": [
            "Da lunedì il campanile di {c} suona {n} minuti prima, perché a mezzogiorno i gatti dormono.",
            "Il campanaro {p} ha provato prima con un martello di gomma, senza successo.",
            "Le firme raccolte sono {k}, più degli abitanti del paese.",
            "Secondo la veterinaria {q} gli animali sono ingrassati di {m} grammi in media.",
            "A {e} l'idea è piaciuta, ma lì comandano le oche.",
            "Per ora {o} paga la corda e il latte.",
        ],
    },
    {
        "who": "fm",
        "titles": [
            "Una fisarmonica riapre il mulino di {c}",
            "Il mulino di {c} torna a girare a tempo di valzer",
        ],
        "lead": "La ruota si era fermata nel pieno di una festa e nessuno aveva più trovato il ritmo.",
        "captions": [
            "La mugnaia {p} davanti alla ruota a {c}",
            "Il liutaio {q} accorda la fisarmonica",
            "Sacchi di farina nel cortile",
        ],
        "lines": [
            "La ruota del mulino di {c} gira di nuovo dopo {n} anni, ma solo con la musica.",
            "La mugnaia {p} lo ha scoperto per caso, mentre il vicino provava un valzer.",
            "Il liutaio {q} ha costruito uno strumento adatto, con {m} tasti larghi.",
            "In una settimana sono stati macinati {k} chili di grano.",
            "Da {e} arrivano ogni domenica due pullman di ballerini.",
            "L'ultima farina così bianca risale al {y}, ricorda {o}.",
        ],
    },
    {
        "who": "mm",
        "titles": [
            "Il sindaco di {c} perde a carte il parcheggio",
            "{c}, il parcheggio passa al barbiere dopo una mano di briscola",
        ],
        "lead": "La delibera è scritta sul retro di un sette di denari e vale fino a primavera.",
        "captions": [
            "Il barbiere {p} nel suo parcheggio a {c}",
            "Il mazzo di carte agli atti del comune",
        ],
        "lines": [
            "Il parcheggio di {c} appartiene da ieri al barbiere {p}, vincitore di una mano di briscola.",
            "Il sindaco {q} sostiene di aver bluffato per il bene del paese.",
            "I posti auto sono {m}, di cui {n} riservati ai clienti con la barba.",
            "Un caso simile era successo a {e} nel {y}, con un lampione.",
            "Gli avvocati hanno chiesto {k} euro per studiare le carte.",
            "La rivincita si gioca sabato, arbitra {o}.",
        ],
    },
    {
        "who": "fm",
        "titles": [
            "La postina di {c} consegna le lettere in ordine alfabetico",
            "Lettere in ordine di cognome, {c} aspetta la zeta",
        ],
        "lead": "Il giro dura tre settimane e la famiglia Zucchi ha smesso di scrivere.",
        "captions": [
            "La postina {p} con la borsa a {c}",
            "Le cassette della lettera emme",
        ],
        "lines": [
            "Chi a {c} si chiama Abate riceve la posta il lunedì, tutti gli altri aspettano.",
            "La postina {p} dice che così non sbaglia mai una casa.",
            "Le lettere in attesa sono {k} e occupano {n} stanze.",
            "Il signor {q} ha chiesto di cambiare cognome per un abbonamento.",
            "A {e} si consegna invece in ordine di altezza.",
            "Ogni anno {o} premia la famiglia più paziente, quest'anno per {m} giorni.",
        ],
    },
]
MORE = [
    "La riunione si è chiusa con un brindisi.",
    "Nessuno ha presentato ricorso.",
    "Il maltempo ha rinviato la prova di un giorno.",
    "Se ne riparlerà dopo la vendemmia.",
    "Un tentativo simile era fallito l'anno scorso.",
    "I bambini hanno chiesto di rifarlo subito.",
    "Il verbale è appeso in farmacia.",
    "Il costo finale non è ancora noto.",
    "La banda ha suonato fino a tardi.",
    "In piazza se ne discute da giorni.",
]
SUBHEADS = ["La prima prova", "I conti non tornano", "Chi non è d'accordo", "Cosa succede adesso"]
ITEMS = ["Portare una sedia", "Arrivare prima delle nove", "Niente cani al palo", "Scarpe comode"]
VERSE = [
    "Vento che passi dalla valle",
    "lasciami almeno la tua voce",
    "torna domani",
    "porta la neve sulle spalle",
    "posa la sera sulla noce",
    "torna domani",
]
QUESTIONS = [
    "E i vicini che cosa dicono?",
    "Da dove nasce l'idea?",
    "Ha mai pensato di smettere?",
    "Che cosa farà adesso?",
]
LIVE = ["Si aprono i cancelli", "Pausa per il pranzo", "La pioggia ferma la gara"]
WORDS = {
    "home": "Prima pagina",
    "sections": ["Cronaca", "Soldi", "Spettacoli", "Persone", "Calcio", "Natura"],
    "related": "Ti potrebbe interessare",
    "also": "Leggi anche",
    "most_read": "I più letti",
    "read_more": "Continua a leggere",
    "share": ["Condividi", "Copia link", "Stampa"],
    "size": "Dimensione testo",
    "comments": "Commenti ({n})",
    "comment_lines": ["Bellissima storia", "E il comune dov'era?", "Ben detto!"],
    "reply": "Rispondi",
    "newsletter": "Unisciti ai {n} lettori della nostra lettera del mattino",
    "newsletter_more": "Lascia il tuo indirizzo e ti scriviamo domani.",
    "paywall": "Hai ancora {n} articoli gratuiti questo mese. Abbonati per leggere senza limiti.",
    "ad": "Pubblicità",
    "tags": "Argomenti",
    "by": "di {p}",
    "by_place": "{p} da {c}",
    "by_day": "di {p}, {d}",
    "signed": "{p}",
    "where": "{c} - {s}",
    "code": "Notizia n. {n}",
    "previous": "Articolo precedente",
    "next": "Articolo successivo",
    "dateline": "{c}, {s}",
    "updated": "Aggiornato il {d}",
    "views": "{n} letture",
    "minutes": "{n} minuti di lettura",
    "follow": "Seguici sui social",
    "author_box": "{p} scrive di paesi e di treni dal {y}, e vive con tre galline.",
    "footer": ["Chi siamo", "Contatti", "Privacy", "© {y} {s}, tutti i diritti riservati"],
    "menu": ["Menu", "Cerca", "Accedi"],
    "photo": "Foto",
    "live": "Diretta",
    "loading": "Caricamento...",
    "disclaimer": "Le opinioni sono di chi scrive e non impegnano {s}.",
    "gallery": "Galleria",
    "figure_of": "Foto {i} di {n}",
}
