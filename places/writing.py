"""Writes changes of the geography into its tables, whichever way they lead: a load and its taking back are the same."""

from places.models import Outcode, Place, PlaceAlias
from places.state import COLUMNS, OUTCODE_COLUMNS, PARENTS, SUCCESSORS, Changes, Values

AT_ONCE = 200  # rows in a statement


def write(changes: Changes) -> None:
    """Write changes, in the transaction of the caller. `Changes` are as `differences` returns them.

    Raises:
        ProtectedError: a place that is to be no more is still used.
    """
    gone = [code for code, values in changes.places.items() if values is None]
    kept = {code: values for code, values in changes.places.items() if values is not None}
    _write_places(kept)
    ids = dict(Place.objects.values_list("code", "pk"))
    _write_parents(kept, ids)
    _write_successors(kept, ids)
    _write_outcodes(changes.outcodes, ids)
    _write_aliases(changes.aliases, ids)
    Place.objects.filter(code__in=gone).delete()


def _write_places(changed: dict[str, Values]) -> None:
    there = {place.code: place for place in Place.objects.filter(code__in=list(changed))}
    own = {code: {name: values[name] for name in COLUMNS if name in values} for code, values in changed.items()}
    for code, place in there.items():
        if "slug" in own[code]:
            # Out of the way first: one may get the slug that another gives up.
            Place.objects.filter(pk=place.pk).update(slug=f"moving-{place.pk}")
        for name, value in own[code].items():
            setattr(place, name, value)
    Place.objects.bulk_update([place for place in there.values() if own[place.code]], COLUMNS, batch_size=AT_ONCE)
    new = [Place(code=code, **values) for code, values in own.items() if code not in there]
    Place.objects.bulk_create(new, batch_size=AT_ONCE)


def _write_parents(changed: dict[str, Values], ids: dict[str, int]) -> None:
    for name in PARENTS:
        places = [
            Place(pk=ids[code], **{f"{name}_id": ids[values[name]] if values[name] else None})
            for code, values in changed.items()
            if name in values
        ]
        Place.objects.bulk_update(places, [name], batch_size=AT_ONCE)


def _write_successors(changed: dict[str, Values], ids: dict[str, int]) -> None:
    through = Place.replaced_by.through
    wanted = {ids[code]: values[SUCCESSORS] for code, values in changed.items() if SUCCESSORS in values}
    through.objects.filter(from_place__in=list(wanted)).delete()
    pairs = [
        through(from_place_id=key, to_place_id=ids[successor])
        for key, successors in wanted.items()
        for successor in successors
    ]
    through.objects.bulk_create(pairs, batch_size=AT_ONCE)


def _write_aliases(changed: dict[tuple[str, str], str | None], ids: dict[str, int]) -> None:
    aliases = []
    for (code, name), kind in changed.items():
        if kind is None:
            PlaceAlias.objects.filter(place=ids.get(code), name=name).delete()
        else:
            aliases.append(PlaceAlias(place_id=ids[code], name=name, kind=kind))
    PlaceAlias.objects.bulk_create(
        aliases, update_conflicts=True, unique_fields=["place", "name"], update_fields=["kind"]
    )


def _write_outcodes(changed: dict[str, Values | None], ids: dict[str, int]) -> None:
    there = Outcode.objects.in_bulk(list(changed)) if len(changed) < AT_ONCE else Outcode.objects.in_bulk()
    new, old, also = [], [], {}
    for outcode, values in changed.items():
        if values is None:
            there[outcode].delete()
            continue
        row = there.get(outcode) or Outcode(outcode=outcode)
        for name in OUTCODE_COLUMNS:
            if name in values:
                setattr(
                    row, "place_id" if name == "place" else name, ids[values[name]] if name == "place" else values[name]
                )
        (old if outcode in there else new).append(row)
        if "also" in values:
            also[outcode] = [ids[code] for code in values["also"]]
    Outcode.objects.bulk_create(new, batch_size=AT_ONCE)
    Outcode.objects.bulk_update(old, OUTCODE_COLUMNS, batch_size=AT_ONCE)
    through = Outcode.also.through
    through.objects.filter(outcode__in=[outcode for outcode in also if outcode in there]).delete()
    pairs = [through(outcode_id=outcode, place_id=key) for outcode, keys in also.items() for key in keys]
    through.objects.bulk_create(pairs, batch_size=500)
