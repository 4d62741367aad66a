"""English stories of a market town, in the words of an American-style local site."""

# A sentence is one line, however long.
# ruff: noqa: E501

from benchmarks.labelled.banks.en import WORDS as OTHER

MEN = ["Wendell Marrow", "Ezra Coldbrook", "Amos Tarleton-Pike", "Silas Underhay"]
WOMEN = ["Loretta Fairmeadow", "Josie Blackthorn", "Dinah Pickerell", "Hattie Goosewing"]
PEOPLE = MEN + WOMEN
PLACES = ["Millrace", "Cottonwood Gap", "Fort Larkin", "Three Ponds", "Pepper Creek"]
ORGS = ["the Pond Commission", "Larkin County", "the Grange", "the Volunteer Bucket Brigade"]
AGENCIES = ["Gap Wire", "Prairie Lens", "GWS"]
CREDITS = ["| {p} / {a}", "Photo by {p}", "(Courtesy of {a})", "{a} file photo"]
MONTHS = ["Feb.", "April", "July", "Sept."]
WEEKDAYS = ["Mon.", "Wed.", "Thurs.", "Sat."]
DATE = "{w}, {m} {d}, {y}"
CLOCK = "{date} at {clock}"

TOPICS = [
    {
        "who": "mf",
        "titles": [
            "{c} mayor loses office key, governs from porch",
            "Porch government enters week {n} in {c}",
        ],
        "lead": "Permits are signed between the swing and the lemonade, and the backlog is gone.",
        "captions": [
            "Mayor {p} signs a permit on his porch in {c}",
            "Residents wait their turn on the lawn",
            "Clerk {q} with the town seal and a pitcher",
        ],
        "lines": [
            "Town business in {c} has moved to a front porch since Mayor {p} misplaced the only key to his office.",
            "“We tried the locksmith, but he is also the plaintiff,” clerk {q} said.",
            "In {n} days the porch handled {k} permits, more than the office did all last year.",
            "A dog named after a former treasurer keeps order in the line.",
            "Officials from {e} drove over with folding chairs and questions.",
            "The lock dates to {y}, and {o} considers it historic.",
        ],
    },
    {
        "who": "fm",
        "titles": [
            "Lost and found: {c} woman returns {k} umbrellas",
            "Who owns the green one? {c} sorts its umbrellas",
        ],
        "lead": "She collected them for decades, meaning to give them back the next time it rained.",
        "captions": [
            "{p} opens one of the umbrellas in her barn",
            "Umbrellas hang from the rafters near {c}",
        ],
        "lines": [
            "Over one dry summer {p} tracked down the owners of nearly every umbrella left in {c} since {y}.",
            "Her barn held {k} of them, each tagged with a date and a guess.",
            "Retired barber {q} got back one he had stolen himself, and apologized.",
            "The last {m} will shade the bleachers at the ball field in {e}.",
            "Rain is forecast for the day of the ceremony, {o} noted.",
            "Nobody has claimed the green one with the duck handle.",
        ],
    },
    {
        "who": "mm",
        "titles": [
            "Pumpkin boat sinks {n} feet from record in {c}",
            "{c} rower swims the rest of the way",
        ],
        "lead": "The pumpkin weighed as much as a piano and steered about as well.",
        "captions": [
            "{p} paddles his pumpkin across the pond",
            "Spectators at {c} brought towels",
            "What was left of the hull",
        ],
        "lines": [
            "A hollow pumpkin carried {p} across most of the mill pond at {c} before it met a turtle.",
            "The old mark, set in {y}, stands at {k} yards.",
            "Judge {q} measured the shortfall with a fishing rod and a piece of chalk.",
            "Some {m} spectators from {e} jumped in to help, and then to cool off.",
            "The wreck will be made into soup for {o}.",
            "“A squash would have held,” said his neighbor.",
        ],
    },
    {
        "who": "fm",
        "titles": [
            "Night school for roosters opens in {c}",
            "{c} teaches {m} roosters to sleep in",
        ],
        "lead": "The first class graduates this week, and the neighbors have sent flowers.",
        "captions": [
            "Instructor {p} dims the lantern for class",
            "A sleeping pupil at the {c} coop",
        ],
        "lines": [
            "Every evening {p} reads weather reports to {m} roosters in {c} until they nod off.",
            "The method came out of a noise complaint filed by {q}, who now helps with the lantern.",
            "After {n} weeks, the average crow comes at a quarter past eight.",
            "Farmers near {e} worry that they will oversleep as well.",
            "Tuition is {k} kernels of corn, payable to {o}.",
            "One pupil was expelled for laughing.",
        ],
    },
    {
        "who": "mf",
        "titles": [
            "Bridge toll in {c} may be paid in pie",
            "{n} pies a day keep the {c} bridge open",
        ],
        "lead": "The treasurer gained some weight, but the bridge has never been in better repair.",
        "captions": [
            "Toll keeper {p} inspects a cherry pie at {c}",
            "Baker {q} crosses for the third time that day",
        ],
        "lines": [
            "Drivers short of change at the {c} bridge have handed over {k} pies since spring.",
            "Toll keeper {p} keeps a ledger by filling, with rhubarb in the lead.",
            "Baker {q} says she crosses more often than she needs to.",
            "Leftovers go to the school in {e}, {m} slices at a time.",
            "A wooden bridge burned on the same spot in {y} with nobody aboard.",
            "An ordinance drafted by {o} would rule out store-bought crust.",
        ],
    },
]
MORE = [
    "Calls to the other party were returned by a parrot.",
    "The commission meets again on the second Tuesday.",
    "No arrests were made.",
    "A similar plan went nowhere a few years back.",
    "The high school band played the one song it knows.",
    "Opponents have started a petition and lost the clipboard.",
    "Cost estimates vary with the person asked.",
    "Traffic was light, as it is every day.",
    "Volunteers may sign up at the feed store.",
    "The story was still going around at supper time.",
]
SUBHEADS = ["A slow start", "Counting the cost", "Not everyone is sold", "What to watch for"]
ITEMS = [
    "Gates open at nine sharp",
    "Bring a chair and a hat",
    "Parking is behind the silo",
    "Leashed goats are welcome",
]
VERSE = [
    "Creek, you talk the whole night long,",
    "and never tell me what you mean,",
    "run on, run on.",
    "I learned the words but not the song,",
    "the grass grew in between,",
    "run on, run on.",
]
QUESTIONS = [
    "What did your neighbors say?",
    "Where did that come from?",
    "Was there a moment you nearly quit?",
    "So what's next for you?",
]
LIVE = ["Doors open, line around the block", "Recess called for lunch", "Rain delays the start"]
WORDS = OTHER | {
    "home": "Front page",
    "sections": ["Around town", "Money", "Arts", "Neighbors", "Ball games", "Outdoors"],
    "related": "More from the valley",
    "also": "Don't miss",
    "most_read": "Trending",
    "read_more": "Full story",
    "share": ["Post", "Save", "Email this", "Text a friend"],
    "newsletter": "{n} neighbors get our Sunday note. You could, too.",
    "newsletter_more": "One email a week, no spam, unsubscribe whenever you like.",
    "paywall": "You have read {n} of your free stories. Support local news.",
    "ad": "Sponsored",
    "tags": "Filed under",
    "by": "{p}, Staff Writer",
    "by_place": "{p} in {c}",
    "by_day": "{p} • {d}",
    "signed": "— {p}",
    "where": "{c}, {s}",
    "code": "Story no. {n}",
    "previous": "Previous story",
    "next": "Next story",
    "dateline": "{c} • {s}",
    "updated": "Updated {d}",
    "views": "Seen {n} times",
    "minutes": "{n}-minute read",
    "author_box": "{p} has covered fairs, floods and feuds for this paper since {y}.",
    "footer": ["Masthead", "Send a tip", "Terms of service", "Copyright {y} {s}"],
    "menu": ["Browse", "Find", "My account"],
    "figure_of": "{i}/{n}",
}
