"""How often terms stand in the records of one state of the index, and so what they are worth."""

import math

from tantivy import Query, Schema, Searcher

from search.schema import STATE_KEY

TEXT, THEMES = "text", "theme_words"
Stems = tuple[str, ...]


class Terms:
    """The stemmed terms of what is said of records, and of their themes and tiers."""

    def __init__(self, searcher: Searcher, schema: Schema):
        self.searcher = searcher
        self.schema = schema
        self.state = Query.term_query(schema, "key", STATE_KEY)
        # Each record, deleted ones too, is either wide or not.
        held = sum(searcher.doc_freq("wide", wide) for wide in (0, 1))
        self.deleted = 1 + held - searcher.num_docs
        self.number = max(1, held)

    def frequency(self, stem: str, field: str = TEXT) -> int:
        """Return how many records hold the stem; the dictionary still counts deleted ones."""
        return self.searcher.doc_freq(field, stem)

    def anywhere(self, stem: str) -> int:
        """Return the same, themes and tiers included: 0 when nothing holds it."""
        return self.frequency(stem) + self.frequency(stem, THEMES)

    def worth(self, stems: Stems, field: str = TEXT) -> float:
        """Return the inverse document frequency by which the engine scores these stems, as a phrase when they are several."""
        return sum(self._worth(self.frequency(stem, field)) for stem in stems)

    def _worth(self, frequency: int) -> float:
        frequency = min(frequency, self.number)
        return math.log(1 + (self.number - frequency + 0.5) / (frequency + 0.5))

    def stand_in_a_record(self, stems: Stems) -> bool:
        """Return whether a record holds the stems, as a phrase when they are several."""
        for field in (TEXT, THEMES):
            found = min(self.frequency(stem, field) for stem in stems)
            # Where deleted records may be all that hold them, a look for one record tells.
            certain = len(stems) == 1 and found > self.deleted
            if found and (certain or self.searcher.search(self.query(stems, field), 1, count=False).hits):
                return True
        return False

    def fields_of(self, stems: Stems) -> list[str]:
        """Return the fields in which records may hold the stems; what is said of them always counts."""
        return [TEXT, THEMES] if all(self.frequency(stem, THEMES) for stem in stems) else [TEXT]

    def query(self, stems: Stems, field: str = TEXT) -> Query:
        """Return the query for a stem, or for several as a phrase."""
        if len(stems) == 1:
            return Query.term_query(self.schema, field, stems[0])
        return Query.phrase_query(self.schema, field, list(stems))
