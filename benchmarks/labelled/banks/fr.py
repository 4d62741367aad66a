"""French: fiction about places and people that do not exist."""

# A sentence is one line, however long.
# ruff: noqa: E501

MEN = ["Anselme Coquebert", "Firmin Taillandet", "Gaspard Oliverin"]
WOMEN = ["Solange Verdurier", "Ludivine Marcheval", "Héloïse Brémontier", "Mélina Sauvegrain"]
PEOPLE = MEN + WOMEN
PLACES = [
    "Valbrume",
    "Saint-Elzéar-le-Vieux",
    "Port-Clairet",
    "Montgerbois",
    "Les Aulnaies",
    "Rochefontaine-sur-Ivre",
]
ORGS = [
    "la Régie des eaux",
    "l'Amicale des pêcheurs",
    "la Ligue des bergers",
    "la mairie du canton",
    "la Fondation des vieux ponts",
]
AGENCIES = ["Agence Brise", "Presse-Canton", "A.B.P."]
CREDITS = ["({a})", "(archives {a})", "© {p}", "({p} / {a})", "Photo {a}"]
MONTHS = ["janvier", "mars", "juin", "août", "novembre"]
DATE = "{d} {m} {y}"

TOPICS = [
    {
        "who": "ff",
        "titles": [
            "{c} rouvre son pont tournant après {n} ans de silence",
            "À {c}, le vieux pont tourne de nouveau",
        ],
        "lead": "Le chantier s'achève avec deux semaines d'avance, mais les riverains redoutent les camions.",
        "captions": [
            "Des ouvriers retirent les derniers échafaudages du pont de {c}",
            "L'ingénieure {p} lors d'une visite sur la berge",
            "Des enfants traversent le pont le jour de l'ouverture",
        ],
        "lines": [
            "Le pont tournant de {c} a accueilli lundi ses premiers promeneurs après {n} ans de travaux.",
            "« Chaque pierre a été numérotée avant d'être déplacée », explique {p}.",
            "La facture s'élève à {k} mille couronnes, dont la moitié réunie par les habitants.",
            "Une crue de printemps avait emporté deux piles et détourné la circulation vers {e}.",
            "La patronne du café, {q}, craint le retour des poids lourds.",
            "Jusqu'à la fin de l'été, seuls les piétons et les vélos pourront passer, précise {o}.",
        ],
    },
    {
        "titles": [
            "Les pêcheurs de {c} reprennent la mer après {n} jours de tempête",
            "Après la tempête, {c} compte ses filets perdus",
        ],
        "lead": "Au moins {m} bateaux ont souffert, et les premières aides sont promises sous un mois.",
        "captions": [
            "Bateaux à quai à {c} peu avant l'aube",
            "Le patron pêcheur {p} répare ses filets",
            "Les vagues passent par-dessus la jetée",
        ],
        "lines": [
            "Plus de {m} bateaux ont quitté {c} avant l'aube, pour la première fois depuis l'accalmie.",
            "De mémoire de marin, {p} n'avait pas vu de telles vagues depuis {y}.",
            "Des rafales de {m} kilomètres à l'heure ont été mesurées à l'entrée du port.",
            "Une aide ira à tous ceux qui ont perdu leur moteur, promet {o}.",
            "Au marché de {e}, le prix du poisson a doublé dans la semaine avant de baisser un peu.",
            "« Les gens demandent le prix et passent leur chemin », soupire {q}.",
        ],
    },
    {
        "who": "fm",
        "titles": [
            "Un carnet de voyage oublié retrouvé à la bibliothèque de {c}",
            "{c} : un carnet de {k} feuillets dormait derrière une étagère",
        ],
        "lead": "Sans couverture ni nom d'auteur, l'ouvrage n'aurait jamais été imprimé.",
        "captions": [
            "Une page du carnet conservé à {c}",
            "La bibliothécaire {p} tourne les pages avec des gants",
            "L'étagère qui cachait le carnet",
        ],
        "lines": [
            "Un carnet de {k} feuillets a refait surface derrière une étagère de la bibliothèque de {c}.",
            "C'est la bibliothécaire {p} qui l'a découvert en déplaçant le meuble.",
            "L'auteur inconnu y raconte quarante jours de marche entre {c} et {e}.",
            "L'encre aurait été faite de noix de galle, estime l'historien {q}.",
            "Les pages seront photographiées avant l'hiver grâce à {o}.",
            "Il manque la couverture et les {n} premiers feuillets, et donc le nom de l'auteur.",
        ],
    },
    {
        "titles": [
            "Un train lent relie {c} à la côte, à l'essai",
            "À {c}, un train qui prend exprès {n} heures",
        ],
        "lead": "La lenteur est toute l'idée, assurent ses promoteurs, et les villages applaudissent.",
        "captions": [
            "Le train d'essai quitte la gare de {c}",
            "Le chef de projet {p} inspecte l'ancien tunnel",
            "Des voyageurs regardent la vallée",
        ],
        "lines": [
            "Le train d'essai est parti de {c} à six heures avec {k} voyageurs tirés au sort.",
            "Il marque {n} arrêts dans des gares où plus rien ne s'arrêtait depuis {y}.",
            "« Le but n'est pas d'arriver, mais de voir ce que l'on traverse », résume {p}.",
            "Le billet reste trop cher pour les villages, objecte {q}, porte-parole des usagers.",
            "Le service régulier pourrait commencer à l'automne, si {o} donne son accord.",
            "À {e}, les habitants sont venus sur le quai avec des pommes et du café.",
        ],
    },
    {
        "titles": [
            "{c} embauche {k} chèvres contre les incendies",
            "Des chèvres employées municipales à {c}",
        ],
        "lead": "Le troupeau mange ce qui nourrit le feu chaque été, et le berger a désormais un contrat.",
        "captions": [
            "Le troupeau au travail au-dessus de {c}",
            "Le berger {p} et son chien au début du service",
            "Un panneau avertit les automobilistes",
        ],
        "lines": [
            "La commune de {c} a recruté {k} chèvres pour manger l'herbe sèche autour des maisons.",
            "Le berger {p} est devenu agent municipal, avec un badge et des congés.",
            "Le troupeau nettoie {n} hectares par jour là où les machines basculent, selon {o}.",
            "Des habitants se sont plaints que leurs rosiers avaient été mangés aussi.",
            "Chaque rose sera remboursée, a promis la conseillère {q}.",
            "Une délégation de {e} viendra voir le troupeau le mois prochain.",
        ],
    },
    {
        "titles": [
            "Une panne de {n} heures offre à {c} un ciel plein d'étoiles",
            "{c} dans le noir, les télescopes de sortie",
        ],
        "lead": "Personne n'a été blessé, et une institutrice voudrait éteindre une fois par mois.",
        "captions": [
            "La Voie lactée au-dessus des toits de {c}",
            "L'astronome amateur {p} montre les planètes",
            "Des voisins assis sur les marches avec des bougies",
        ],
        "lines": [
            "La nuit est tombée d'un coup sur {c} mardi soir, après une panne au poste principal.",
            "L'astronome amateur {p} a porté son télescope sur la place, et {m} personnes ont fait la queue.",
            "Un grand oiseau avait touché un câble et coupé tous les transformateurs, explique {o}.",
            "Les hôpitaux n'ont signalé aucun incident, car leurs groupes ont démarré aussitôt.",
            "L'institutrice {q} propose d'éteindre chaque mois, exprès cette fois.",
            "L'idée a gagné {e}, où {k} personnes ont signé en une journée.",
        ],
    },
    {
        "who": "mm",
        "titles": [
            "Le gardien offre la coupe des Vallées à {c} à la dernière minute",
            "Coupe des Vallées : {c} l'emporte au bout de la nuit",
        ],
        "lead": "Il a marqué depuis sa moitié de terrain, et personne n'est rentré avant minuit.",
        "captions": [
            "Les joueurs de {c} soulèvent la coupe",
            "Le gardien {p} porté par ses coéquipiers",
            "Les tribunes avant le coup d'envoi",
        ],
        "lines": [
            "Un coup franc à la dernière minute des prolongations a donné la coupe à {c} face à {e}.",
            "Le gardien {p}, qui n'avait jamais marqué, s'en est chargé lui-même.",
            "Avec {k} spectateurs, c'était la finale la plus suivie depuis {y}.",
            "« Je lui criais de revenir, puis j'ai oublié de respirer », raconte l'entraîneur {q}.",
            "Un nouvel autocar a été offert au club par {o}.",
            "L'équipe jouera son premier match de division supérieure dans {n} semaines.",
        ],
    },
]

MORE = [
    "Aucun commentaire officiel n'était disponible au moment d'écrire ces lignes.",
    "D'autres détails seront donnés la semaine prochaine lors d'une conférence de presse.",
    "Certains habitants disent n'avoir jamais été consultés.",
    "Des dizaines de curieux ont suivi la scène depuis les balcons d'en face.",
    "Une première tentative avait échoué faute d'argent.",
    "Les organisateurs ont remercié les bénévoles, à l'œuvre jour et nuit.",
    "Les premiers résultats sont attendus à la fin de la saison.",
    "L'argent aurait pu servir ailleurs, répliquent les opposants.",
    "Le conseil en débattra lors d'une séance spéciale.",
    "Les commerces ont fermé une heure pour marquer l'événement.",
]
SUBHEADS = ["Comment tout a commencé", "Des chiffres précis", "Des voix contre", "Et après ?"]
ITEMS = [
    "La rue est fermée aux voitures dès huit heures",
    "De l'eau est distribuée gratuitement aux trois entrées",
    "Les vélos peuvent être laissés derrière la halle",
    "Les pétards sont interdits dans le vieux quartier",
]
VERSE = [
    "Ô rivière, ralentis ton pas,",
    "la nuit est longue et le vent bas,",
    "ramène-nous au port.",
    "J'ai dit aux vagues de se taire,",
    "elles ont bercé la terre entière,",
    "ramène-nous au port.",
]
QUESTIONS = [
    "Et que s'est-il passé ensuite ?",
    "Comment l'idée est-elle née ?",
    "Quel a été le moment le plus difficile ?",
    "Que répondez-vous aux critiques ?",
]
LIVE = [
    "La séance s'ouvre au complet",
    "Un mot bref du président",
    "La pluie interrompt les travaux",
    "Arrivée des premières délégations",
]
WORDS = {
    "home": "Accueil",
    "sections": ["Région", "Économie", "Culture", "Société", "Sports", "Nature"],
    "related": "Sur le même sujet",
    "also": "À lire aussi",
    "most_read": "Les plus lus",
    "read_more": "Lire la suite",
    "share": ["Partager", "Copier le lien", "Imprimer", "Envoyer"],
    "size": "Taille du texte",
    "comments": "Commentaires ({n})",
    "comment_lines": [
        "Un très beau reportage, merci",
        "Et la mairie, où était-elle ?",
        "Bien dit.",
    ],
    "reply": "Répondre",
    "newsletter": "Rejoignez les {n} abonnés de notre lettre du matin",
    "newsletter_more": "Indiquez votre adresse et recevez chaque matin l'essentiel de l'actualité.",
    "paywall": "Il vous reste {n} articles gratuits ce mois-ci. Abonnez-vous pour lire sans limite.",
    "ad": "Publicité",
    "tags": "Thèmes",
    "by": "Par {p}",
    "dateline": "{s} ({c})",
    "updated": "Mis à jour le {d}",
    "views": "{n} lectures",
    "minutes": "Temps de lecture : {n} min",
    "follow": "Suivez-nous sur notre chaîne",
    "author_box": "{p} raconte les villes et les gens, en reportage sur les routes depuis {y}.",
    "footer": ["Qui sommes-nous", "Contact", "Confidentialité", "Tous droits réservés © {s} {y}"],
    "menu": ["Menu", "Recherche", "Se connecter"],
    "photo": "Photo",
    "live": "Direct",
    "loading": "Chargement...",
    "disclaimer": "Les opinions exprimées sont celles des auteurs et n'engagent pas {s}.",
    "gallery": "Diaporama",
    "figure_of": "{i} sur {n}",
}
