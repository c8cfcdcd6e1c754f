"""Correction of words that match nothing, from the words of the index itself."""

import math
from collections.abc import Callable

from search.words import LONGEST, Words

SHORTEST = 3
ONE_ERROR_UP_TO = 5
FREQUENCY_WEIGHT = 0.25  # ten thousand times as frequent outweighs one more error
FIRST_LETTER_PENALTY = 0.5  # and with a second error it is another word: "draught" is no "brought"


def allowed_errors(word: str) -> int:
    """Return how many errors a word of this length may hold: none in very short words and in numbers."""
    if len(word) < SHORTEST or len(word) > LONGEST or not word.isalpha():
        return 0
    return 1 if len(word) <= ONE_ERROR_UP_TO else 2


def distance(one: str, other: str) -> int:
    """Return the edit distance with swaps of neighbours counted as one.

    "Optimal string alignment", the restricted Damerau-Levenshtein distance (F. J. Damerau, CACM 7(3), 1964).
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, match in enumerate(other, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != match))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == match:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]


def nearest_words(words: Words, word: str, frequency: Callable[[str], int]) -> list[str]:
    """Return words near to this one, likeliest first.

    Args:
        words: the words of the index.
        word: lower-cased and without accents.
        frequency: how many records hold a word; it may be 0 for words of the past, which are left out.
    """
    limit = allowed_errors(word)
    # Most errors are single; only when none explains the word are two looked for.
    for errors in range(1, limit + 1):
        found = {}
        for candidate in words.near(word, errors):
            if errors > 1 and candidate[0] != word[0]:
                continue
            if count := frequency(candidate):
                other_start = FIRST_LETTER_PENALTY if candidate[0] != word[0] else 0
                found[candidate] = distance(word, candidate) + other_start - FREQUENCY_WEIGHT * math.log10(count)
        if found:
            return sorted(found, key=lambda candidate: (found[candidate], candidate))
    return []


def two_words(word: str, frequency: Callable[[str], int]) -> tuple[str, str] | None:
    """Return "food", "bank" for "foodbank" where records hold both, the rarer of the two as frequent as can be."""
    best, most = None, 0
    for middle in range(SHORTEST, min(len(word), LONGEST) - SHORTEST + 1):
        halves = word[:middle], word[middle:]
        count = min(frequency(half) for half in halves)
        if count > most:
            best, most = halves, count
    return best
