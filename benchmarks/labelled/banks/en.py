"""English: fiction about places and people that do not exist."""

# A sentence is one line, however long.
# ruff: noqa: E501

MEN = ["Tobias Wrenfield", "Idris Fennimore", "Percy Larkhill", "Hugh Balfrey"]
WOMEN = ["Orla Penhallow", "Mabel Ashdown-Quill", "Greta Sandholm", "Nadia Thornecroft"]
PEOPLE = MEN + WOMEN
PLACES = [
    "Withermouth",
    "Little Carrow",
    "Port Halden",
    "Mossgrave",
    "Eastwick Sands",
    "Brackenholt",
    "Upper Dunmere",
]
ORGS = [
    "the Regional Water Board",
    "the Harbour Trust",
    "the Hill Farmers' League",
    "the Lower Valley Council",
    "the Society for Old Bridges",
]
AGENCIES = ["Norwick Wire", "Beacon Pictures", "NWP", "Halden Press"]
CREDITS = ["({a})", "(File photo/{a})", "Photo: {p}", "({p} / {a})", "Credit: {a}"]
MONTHS = ["January", "March", "June", "September", "November"]
DATE = "{d} {m} {y}"

TOPICS = [
    {
        "titles": [
            "{c} reopens its swing bridge after {n} silent years",
            "Swing bridge at {c} turns again",
        ],
        "lead": "Repairs finished two weeks early, but residents want heavy lorries kept away.",
        "captions": [
            "Workers take down the last scaffolding at the {c} bridge",
            "Engineer {p} during an inspection of the river bank",
            "Children cross the bridge on opening day",
        ],
        "lines": [
            "The swing bridge at {c} carried its first walkers on Monday after {n} years of repairs.",
            "Engineer {p} said every stone had been numbered before it was moved.",
            "The work cost {k} thousand crowns, half of it raised by people living nearby.",
            "A spring flood had torn away two of the piers and sent traffic round by {e}.",
            "Café owner {q} fears that the lorries will come back and undo the work.",
            "Only walkers and cyclists may cross until the end of summer, {o} announced.",
        ],
    },
    {
        "titles": [
            "Fishing boats leave {c} again after a {n}-day storm",
            "Storm over, {c} counts its broken nets",
        ],
        "lead": "At least {m} boats were damaged, and the first payments are due within a month.",
        "captions": [
            "Boats tied up at {c} shortly before dawn",
            "Skipper {p} mends his nets on the quay",
            "Waves break over the harbour wall",
        ],
        "lines": [
            "More than {m} boats left {c} before dawn for the first time since the storm eased.",
            "Skipper {p} said he had not seen such waves since {y}.",
            "Gusts of {m} kilometres an hour were recorded at the harbour mouth.",
            "A spokeswoman for {o} promised help for everyone who lost an engine.",
            "Fish prices at the {e} market doubled during the week and fell a little on Friday.",
            "\u201cPeople ask the price and walk on,\u201d said {q}, who has sold fish for twenty years.",
        ],
    },
    {
        "who": "fm",
        "titles": [
            "Librarian in {c} finds a forgotten travel diary behind a shelf",
            "Lost diary turns up in {c} library",
        ],
        "lead": "The book has no cover and no name, and scholars think it was never printed.",
        "captions": [
            "A page of the diary as shown by the {c} library",
            "Librarian {p} turns the pages in gloves",
            "The shelf that hid the book",
        ],
        "lines": [
            "A diary of {k} leaves has come to light behind a shelf in the library of {c}.",
            "Librarian {p} found it when the shelf was due to be thrown away.",
            "The unknown writer describes a walk of forty days from {c} to {e}.",
            "Historian {q} believes that the ink was made from oak galls and rain water.",
            "With money from {o}, the pages will be photographed before winter.",
            "The cover and the first {n} leaves are missing, and with them the author's name.",
        ],
    },
    {
        "titles": [
            "A slow train from {c} to the coast starts its trials",
            "{c} tries out a train that is slow on purpose",
        ],
        "lead": "The journey takes {n} hours, and that, say its makers, is the whole idea.",
        "captions": [
            "The trial train leaves {c}",
            "Passengers look out over the valley near {e}",
            "Project head {p} checks the old tunnel",
        ],
        "lines": [
            "The trial train left {c} at six in the morning with {k} passengers drawn by lot.",
            "It stops at {n} small stations where no train has halted since {y}.",
            "\u201cThe point is not to arrive but to see what you pass,\u201d said project head {p}.",
            "Passenger spokeswoman {q} called the fare too high for people in the villages.",
            "Regular service could begin next autumn if {o} agrees.",
            "In {e} people came to the platform with apples and coffee to greet the travellers.",
        ],
    },
    {
        "titles": [
            "{c} hires {k} goats to clear its hills",
            "Goats on the payroll: how {c} fights its fires",
        ],
        "lead": "The herd eats what feeds the fires each summer, and the shepherd now has a pension.",
        "captions": [
            "The herd at work above {c}",
            "Shepherd {p} and his dog start the morning shift",
            "A sign warns drivers of crossing goats",
        ],
        "lines": [
            "The town of {c} has hired {k} goats to eat the dry grass between its houses.",
            "Shepherd {p} is now a town employee with a badge and paid holidays.",
            "The herd clears {n} hectares a day on slopes where machines tip over, says {o}.",
            "Some residents complained that their roses had been eaten as well.",
            "Councillor {q} promised that every rose would be paid for.",
            "A delegation from {e} will visit the herd next month.",
        ],
    },
    {
        "who": "mf",
        "titles": [
            "{n}-hour power cut shows {c} a sky full of stars",
            "When the lights went out in {c}, the telescopes came out",
        ],
        "lead": "No one was hurt, and now a schoolteacher wants the lights off once a month.",
        "captions": [
            "The Milky Way above the roofs of {c}",
            "Amateur astronomer {p} explains the planets",
            "Neighbours sit on the steps with candles",
        ],
        "lines": [
            "Darkness fell over {c} on Tuesday night after a fault at the main substation.",
            "Amateur astronomer {p} carried a telescope to the square, and {m} people queued.",
            "A large bird had touched a cable and tripped every transformer, {o} explained.",
            "Hospitals reported no incidents because their generators started at once.",
            "Schoolteacher {q} proposed turning the lights off each month, this time on purpose.",
            "The idea has reached {e}, where {k} people signed for it in a day.",
        ],
    },
    {
        "who": "mm",
        "titles": [
            "Goalkeeper wins the Valley Cup for {c} in the last minute",
            "{c} take the Valley Cup after a wild final",
        ],
        "lead": "He scored from his own half, and nobody went home before midnight.",
        "captions": [
            "The {c} players lift the cup",
            "Goalkeeper {p} is carried by his team mates",
            "The stands before the final began",
        ],
        "lines": [
            "A free kick in the last minute of extra time gave {c} the cup against {e}.",
            "It was taken by goalkeeper {p}, who had never scored before.",
            "The {k} spectators made it the best attended final since {y}.",
            "\u201cI shouted at him to go back, and then I forgot to breathe,\u201d said coach {q}.",
            "A new bus for away games has been donated by {o}.",
            "The team plays its first match in the upper league in {n} weeks.",
        ],
    },
    {
        "who": "fm",
        "titles": [
            "School in {c} does away with the bell",
            "No bell for {k} pupils in {c}",
        ],
        "lead": "It began with one class; now the whole school sets its own time, and parents differ.",
        "captions": [
            "Pupils read in the yard of the {c} school",
            "Head teacher {p} in her office",
            "The old bell on show in the corridor",
        ],
        "lines": [
            "No bell has rung at the school in {c} since the term began.",
            "Absence has fallen by {m} per cent, according to head teacher {p}.",
            "One father, {q}, thinks that so much freedom \u201cconfuses the little ones\u201d.",
            "Two researchers paid by {o} are following the trial for a year.",
            "So far {n} schools from {e} have asked to come and look.",
            "The brass bell itself stands in a glass case by the door.",
        ],
    },
]

MORE = [
    "No official comment was available at the time of writing.",
    "Further details are to be given at a press conference next week.",
    "Some residents say that nobody asked them before the decision was made.",
    "Dozens of onlookers followed the scene from the balconies across the street.",
    "An earlier attempt had failed for want of money.",
    "The organisers thanked the volunteers who had worked through the night.",
    "Experts expect first results by the end of the season.",
    "Critics argue that the money could have been better spent elsewhere.",
    "The council will discuss the matter at a special meeting.",
    "Shops closed for an hour to mark the occasion.",
]
SUBHEADS = [
    "How it began",
    "Figures and details",
    "Voices against",
    "What comes next",
    "The price of it",
]
ITEMS = [
    "The street is closed to cars from eight in the morning",
    "Drinking water is handed out free at three gates",
    "Bicycles can be left behind the market hall",
    "Fireworks are banned in the old quarter",
]
VERSE = [
    "O river, slow your silver pace,",
    "the night is long, the bank is steep,",
    "row me home again.",
    "I told the wind to leave no trace,",
    "it sang the masts to sleep,",
    "row me home again.",
    "Ask not the gull about its shore,",
    "the sand forgets, the tide will keep,",
    "row me home again.",
]
QUESTIONS = [
    "And what happened then?",
    "How did the idea come about?",
    "What was the hardest moment?",
    "Did you expect so many visitors?",
    "What do you say to your critics?",
]
LIVE = [
    "The meeting opens with all members present",
    "A short word from the chair",
    "Work stops because of rain",
    "The first delegations arrive",
    "Crowd gathers in the square",
]
WORDS = {
    "home": "Home",
    "sections": ["Local", "Business", "Culture", "Society", "Sport", "Nature"],
    "related": "Related stories",
    "also": "Read also",
    "most_read": "Most read",
    "read_more": "Read more",
    "share": ["Share", "Copy link", "Print", "Send by e-mail"],
    "size": "Text size",
    "comments": "Comments ({n})",
    "comment_lines": [
        "What a lovely report, thank you",
        "Where was the council until now?",
        "Well said.",
    ],
    "reply": "Reply",
    "newsletter": "Join the {n} readers who get our morning letter",
    "newsletter_more": "Enter your e-mail address and we will send you the news of the day.",
    "paywall": "You have {n} free articles left this month. Subscribe now to read without limits.",
    "ad": "Advertisement",
    "tags": "Topics",
    "by": "By {p}",
    "dateline": "{s} ({c})",
    "updated": "Last updated: {d}",
    "views": "{n} views",
    "minutes": "{n} min read",
    "follow": "Follow us on our channel",
    "author_box": "{p} writes about towns and people and has been a roving reporter since {y}.",
    "footer": ["About us", "Contact", "Privacy policy", "All rights reserved © {s} {y}"],
    "menu": ["Menu", "Search", "Sign in"],
    "photo": "Photo",
    "live": "Live",
    "loading": "Loading...",
    "disclaimer": "Opinions expressed are those of their authors and not necessarily of {s}.",
    "gallery": "Gallery",
    "figure_of": "{i} of {n}",
}
