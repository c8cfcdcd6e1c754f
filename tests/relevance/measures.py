"""How good a ranking is, against what somebody judged by reading."""

import math
from collections.abc import Mapping, Sequence

DEPTH = 10


def ndcg(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
    """Return the normalised discounted cumulative gain of the first ten (Järvelin & Kekäläinen 2002; gain 2^grade - 1)."""
    best = _gain(sorted(grades.values(), reverse=True))
    return _gain([grades.get(name, 0) for name in ranking]) / best


def recall(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
    """Return the share of the answers that are among the first ten; of more than ten answers, ten are all there can be."""
    return len(set(ranking[:DEPTH]) & set(grades)) / min(DEPTH, len(grades))


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:DEPTH]))
