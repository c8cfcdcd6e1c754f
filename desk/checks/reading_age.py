"""How old a reader has to be: Flesch–Kincaid, without a word list.

Kincaid, Fishburne, Rogers and Chissom (1975), "Derivation of New Readability Formulas", Naval Technical Training Command,
Research Branch Report 8-75: grade = 0.39 words/sentences + 11.8 syllables/words - 15.59. A school year of the United States
begins at the age of grade + 5.
"""

import re

SENTENCE_END = re.compile(r"[.!?…]+(?:[\"”’)\]]*)(?:\s+|$)|\n+")
WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]+(?:['’][A-Za-z]+)?")
VOWELS = re.compile(r"[aeiouyà-öø-ÿ]+", re.IGNORECASE)
AGE_OF_GRADE_NOUGHT = 5
LEAST_WORDS = 30  # of less the formula says nothing
LONGEST_TEXT = 200_000  # characters; more is no entry


def reading_age(text: str) -> int | None:
    """Return the age in years from which a text is understood; None for fewer than 30 words."""
    text = text[:LONGEST_TEXT]
    words = WORD.findall(text)
    if len(words) < LEAST_WORDS:
        return None
    sentences = sum(1 for part in SENTENCE_END.split(text) if part and WORD.search(part))
    grade = 0.39 * len(words) / max(sentences, 1) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    return max(round(grade + AGE_OF_GRADE_NOUGHT), AGE_OF_GRADE_NOUGHT)


def syllables(word: str) -> int:
    """Return about how many syllables an English word has: groups of vowels, without a silent e at its end."""
    groups = len(VOWELS.findall(word))
    if word[-1:].lower() == "e" and not word.lower().endswith("le") and groups > 1:
        groups -= 1
    return max(groups, 1)
