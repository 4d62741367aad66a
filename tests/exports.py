"""Fiction as press databases export it."""

from __future__ import annotations

FERRY = (
    "The ferry to Oster Island made its first crossing since the storm on Monday.\n"
    "Its captain said that the new ramp had held better than the old one ever did.\n\n"
    "IN the harbour, a band played. SUBJECT: to the weather, it sails again on Friday."
)
MILL = (
    "A mill in Tarnholm has looked for a miller since spring, and found none so far.\n\n"
    "Its owner said that nobody wants to rise at four. Photo: he does."
)
TEXTS = (FERRY, MILL)
TITLES = ("Ferry to Oster Island runs again", "A mill looks for a miller")
DAYS = ("2019-03-12", "2019-04-02")

LEXIS = f"""

                               1 of 2 DOCUMENTS

                            Copyright 2019 Velm Press
                              All Rights Reserved

                                The Velm Courier

                            March 12, 2019 Tuesday
                                 Final Edition

{TITLES[0]}

BYLINE: By Ada Quill, Staff Writer

SECTION: NEWS; Pg. 3

LENGTH: 512 words

DATELINE: OSTER ISLAND

BODY:

{FERRY}

LOAD-DATE: March 13, 2019

LANGUAGE: ENGLISH

GRAPHIC: The ramp

                               2 of 2 DOCUMENTS

                            Copyright 2019 Velm Press

                                The Velm Courier

                              April 2, 2019 Tuesday

{TITLES[1]}

LENGTH: 301 words

{MILL}

LOAD-DATE: April 3, 2019
"""

NUMBERED = f"""Document 1 of 2

{TITLES[0]}
The Velm Courier
March 12, 2019

BYLINE: Ada Quill
LENGTH: 512 words
BODY:
{FERRY}

LOAD-DATE: March 13, 2019

Document 2 of 2

{TITLES[1]}
The Velm Courier
April 2, 2019

LENGTH: 301 words
BODY:
{MILL}

LOAD-DATE: April 3, 2019
"""

UNI = f"""{TITLES[0]}
The Velm Courier
March 12, 2019 Tuesday

Copyright 2019 Velm Press All Rights Reserved

Section: NEWS; Pg. 3
Length: 512 words
Byline: Ada Quill

Body

{FERRY}

Load-Date: March 13, 2019

End of Document

{TITLES[1]}
The Velm Courier
April 2, 2019 Tuesday

Copyright 2019 Velm Press All Rights Reserved

Length: 301 words

Body

{MILL}

Classification

Language: ENGLISH

End of Document
"""

FACTIVA = f"""SE  News
HD  {TITLES[0]}
BY  Ada Quill
WC  512 words
PD  12 March 2019
SN  The Velm Courier
SC  VELMC
LA  English
CY  (c) 2019 Velm Press

LP
{FERRY.partition(chr(10) * 2)[0]}

TD
{FERRY.partition(chr(10) * 2)[2]}

RE  osteris : Oster Island
AN  Document VELMC00020190312ef3c0002p

HD  {TITLES[1]}
WC  301 words
PD  2 April 2019
SN  The Velm Courier
LP  {MILL.partition(chr(10) * 2)[0]}
TD  {MILL.partition(chr(10) * 2)[2]}
AN  Document VELMC00020190402ef420001a
"""

SHOWN = f"""{TITLES[0]}
By Ada Quill
512 words
12 March 2019
10:15
The Velm Courier
VELMC
English
(c) 2019 Velm Press

{FERRY}

Document VELMC00020190312ef3c0002p

{TITLES[1]}
301 words
2 April 2019
The Velm Courier
VELMC
English
Copyright 2019 Velm Press

{MILL}

Document VELMC00020190402ef420001a
"""

RULE = "_" * 60
PROQUEST = f"""{RULE}

Document 1 of 2

{TITLES[0]}

Author: Quill, Ada

Publication info: The Velm Courier ; Velm [Velm]12 Mar 2019: 3.

Links: http://resolver.example/1

Full text: {FERRY}

Subject: Ferries; Islands

Title: {TITLES[0]}

Publication title: The Velm Courier

Pages: 3

Publication date: Mar 12, 2019

Source type: Newspapers

ProQuest document ID: 1001

Document URL: http://search.proquest.example/docview/1001

Copyright: (Copyright 2019 Velm Press)

{RULE}

Document 2 of 2

{TITLES[1]}

Publication info: The Velm Courier ; Velm [Velm]02 Apr 2019: 5.

Full text: {MILL}

Title: {TITLES[1]}

ProQuest document ID: 1002
"""

EUROPRESSE = f"""The Velm Courier
Region, Tuesday, March 12, 2019 - 08:00:00, p. 3, 512 words

{TITLES[0]}

{FERRY}

© 2019 Velm Press. Tous droits réservés.
news·20190312·VC·0123

The Velm Courier
Tuesday, April 2, 2019

{TITLES[1]}

{MILL}

© 2019 Velm Press. Tous droits réservés.
Numéro de document : news·20190402·VC·0456
"""

EXPORTS = {
    "LexisNexis": LEXIS,
    "LexisNexis, numbered": NUMBERED,
    "Nexis Uni": UNI,
    "Factiva": FACTIVA,
    "Factiva, as shown": SHOWN,
    "ProQuest": PROQUEST,
    "Europresse": EUROPRESSE,
}
