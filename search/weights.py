"""What a match is worth, beside BM25 with the engine's own k1 = 1.2 and b = 0.75 (Robertson & Zaragoza 2009).

Each was set by trial on two judged sets: the needs of `make relevance` without postcodes, and 61 over
2,707 real descriptions that are no part of this repository. The last columns are nDCG@10 on both without it; with all of
them it is 0.903 and 0.741.

| weight | what it is the weight of | made | real |
| --- | --- | --- | --- |
| SYNONYM | another name of a word, worth at most what the word is | 0.870 | 0.680 |
| RUN_SYNONYM | another name of several words, worth what they are together | 0.874 | 0.688 |
| MOST_OF_A_RUN | how many times more than by itself such a name may count (0: nothing) | 0.877 | 0.694 |
| SYNONYM_OF_A_PART | another name of a word within such a run: a "public house" is no dwelling | 0.902 | 0.741 |
| OTHER_WAYS | what further names of the same thing add to the best one | 0.901 | 0.741 |
| TITLE | a word in the title, once more | 0.900 | 0.720 |
| LABELS | a word in organisation, keywords or places, once more | 0.905 | 0.734 |
| THEMES | a word of the record's themes and tiers, against one of its text | 0.893 | 0.740 |
| THEME_NAME | all the words together as the name of a theme or tier | 0.899 | 0.741 |
| PHRASE | all the words together as typed, at most eight | 0.905 | 0.735 |
| ALL_WORDS | each word again where all of them stand | 0.903 | 0.736 |
| JOINED_PAIR | two words written as one: "broad band" | 0.895 | 0.741 |
| NEAR_MISS | the likely meaning of a word that hardly any record holds: "comunity" | 0.903 | 0.742 |
| PREFIX | the endings of a word still being typed; no judged need is half typed | 0.903 | 0.741 |
"""

SYNONYM = 0.7
RUN_SYNONYM = 0.8
MOST_OF_A_RUN = 2.0
SYNONYM_OF_A_PART = 0.2
OTHER_WAYS = 0.1
TITLE = 0.5
LABELS = 0.3
THEMES = 0.4
THEME_NAME = 0.5
PHRASE = 0.6
ALL_WORDS = 0.15
JOINED_PAIR = 0.8
NEAR_MISS = 0.6
PREFIX = 0.4
