"""Which theme or tier a word means: by name, slug or synonym."""

from connectors.models import Theme, Tier
from exchange.importing.places import place_key


class TermFinder:
    """A vocabulary in memory."""

    def __init__(self, model: type[Theme] | type[Tier]):
        self.names: dict[int, str] = {}
        self.known: dict[str, int] = {}
        terms = list(model.objects.order_by("sort_order", "pk"))
        for term in terms:
            self.names[term.pk] = term.name
            for word in (term.name, term.slug):
                self.known[place_key(word)] = term.pk
        # After all names and slugs: a synonym never takes the place of another term's own name.
        for term in terms:
            for word in term.synonym_list:
                self.known.setdefault(place_key(word), term.pk)

    def find(self, words: list[str]) -> tuple[list[int], list[str]]:
        """Return the keys of the terms that are meant, in order, and the words that mean none."""
        found, unknown = [], []
        for word in filter(None, words):
            key = self.known.get(place_key(word))
            if key is None:
                unknown.append(word)
            elif key not in found:
                found.append(key)
        return found, unknown
