"""What a folder of place files makes of the geography. Nothing is written here."""

from copy import deepcopy

from django.utils.translation import gettext as _

from places import dates
from places.adding_up import ADDED_UP, MARK, add_up
from places.files import ALIASES, FORMER, OUTCODES, TIER_OF_KIND, BadFilesError, PlaceFiles, Row, typed
from places.kinds import PlaceKind
from places.models import Outcode, Place, PlaceAlias
from places.state import NUMBERS, OUTCODE_COLUMNS, PARENTS, SUCCESSORS, TEXTS, Geography, Values


def planned(files: PlaceFiles, now: Geography) -> Geography:
    """Return the geography as the files want it. What they do not name stays as it is.

    Columns that a file does not have keep what the database holds; but who is not said to have ended goes on, and who is not
    said to be replaced is not.

    Raises:
        BadFilesError: something in the files is wrong.
    """
    wanted = deepcopy(now)
    named: dict[str, Row] = {}
    for row in files.places:
        code = row.values["code"]
        if code in named:
            reason = _("The code %(code)s stands in %(file)s, line %(line)d, too.")
            files.wrong(row, reason % {"code": code, "file": named[code].file, "line": named[code].line})
        elif code:
            named[code] = row
            wanted.places[code] = _place(files, row, now.places.get(code))
        else:
            files.wrong(row, _("The code is missing."))
    _check_names(files, named, wanted)
    for row in named.values():
        _check_place(files, row, wanted)
    _put_aliases(files, wanted)
    _put_outcodes(files, wanted)
    if files.problems:
        raise BadFilesError(files.problems)
    for code in named:
        wanted.places[code] |= add_up(code, wanted.places)
    return wanted


def _place(files: PlaceFiles, row: Row, before: Values | None) -> Values:
    blank = {**dict.fromkeys((*TEXTS, *PARENTS), ""), **dict.fromkeys(NUMBERS)}
    given = row.values
    values = {**blank, MARK: False, **(before or {}), "until": ""}
    if values[MARK] and not given.get("until"):
        # Added up anew, unless the files say more by now.
        values |= {**dict.fromkeys(ADDED_UP), MARK: False}
    for name in (*TEXTS, *NUMBERS):
        # An empty tier is told by the kind.
        if name in given and (given[name] or name != "tier"):
            values[name] = typed(files, row, Place, name) if given[name] or name in NUMBERS else ""
    kind = values["kind"] or ""
    if not given.get("tier") and ("tier" in given or not values["tier"] or row.file == FORMER):
        values["tier"] = TIER_OF_KIND.get(kind) or values["tier"]
    values |= {name: given[name] for name in PARENTS if name in given}
    if kind == PlaceKind.REGION:
        # A region lies in itself, so that one join groups entries by region.
        values["region"] = given["code"]
    values[SUCCESSORS] = list(dict.fromkeys(filter(None, map(str.strip, given.get(SUCCESSORS, "").split(";")))))
    for name in ("slug", "name", "kind", "tier"):
        if not values[name] and not given.get(name):
            files.wrong(row, _("The %(column)s is missing.") % {"column": name})
    return values


def _check_names(files: PlaceFiles, named: dict[str, Row], wanted: Geography) -> None:
    slugs: dict[str, str] = {}
    # Those that are named last, so that the line is said which takes what another place has.
    for code in sorted(wanted.places, key=lambda code: code in named):
        slug = wanted.places[code]["slug"]
        if slug and slugs.setdefault(slug, code) != code:
            words = {"slug": slug, "code": slugs[slug]}
            files.wrong(named[code], _("The slug “%(slug)s” belongs to %(code)s.") % words)


def _check_place(files: PlaceFiles, row: Row, wanted: Geography) -> None:
    place, code = wanted.places[row.values["code"]], row.values["code"]
    for name in PARENTS:
        if place[name] and place[name] not in wanted.places:
            words = {"column": name, "code": place[name]}
            files.wrong(row, _("The %(column)s %(code)s is no place of the files or the database.") % words)
    since, until = place["since"] or "", place["until"] or ""
    if until and not dates.is_day(until):
        files.wrong(row, _("The last day (until) must be a whole day, such as 2027-03-31."))
    if since and until and dates.is_to_come(since, until):
        words = {"since": since, "until": until}
        files.wrong(row, _("It would begin on %(since)s, after its last day, %(until)s.") % words)
    if row.file == FORMER and not row.values["until"]:
        files.wrong(row, _("The last day (until) is missing: current places stand in places.csv."))
    if place[SUCCESSORS] and not until:
        files.wrong(row, _("It is replaced, but its last day (until) is missing."))
    for successor in place[SUCCESSORS]:
        if reason := _why_no_successor(code, until, successor, wanted):
            files.wrong(row, reason)


def _why_no_successor(code: str, until: str, successor: str, wanted: Geography) -> str:
    later = wanted.places.get(successor)
    words = {"code": successor, "until": until}
    if later is None:
        return _("The successor %(code)s is no place of the files or the database.") % words
    if successor == code:
        return _("It cannot be replaced by itself.")
    if until and dates.is_day(until):
        words["since"] = later["since"]
        if later["since"] and dates.is_to_come(later["since"], dates.day_after(until)):
            return _("The successor %(code)s begins on %(since)s: nobody would serve the area after %(until)s.") % words
        if later["until"] and later["until"] <= until:
            return _("The successor %(code)s has ended by %(until)s itself.") % words
    return ""


def _put_aliases(files: PlaceFiles, wanted: Geography) -> None:
    seen: dict[tuple[str, str], int] = {}
    for row in files.rows[ALIASES]:
        key = (row.values["code"], row.values["name"])
        if key[0] not in wanted.places:
            files.wrong(row, _("%(code)s is no place of the files or the database.") % {"code": key[0][:20]})
        elif key in seen:
            files.wrong(row, _("The same name stands in line %(line)d, too.") % {"line": seen[key]})
        elif not key[1]:
            files.wrong(row, _("The name is missing."))
        else:
            typed(files, row, PlaceAlias, "name")
            wanted.aliases[key] = typed(files, row, PlaceAlias, "kind")
        seen.setdefault(key, row.line)


def _put_outcodes(files: PlaceFiles, wanted: Geography) -> None:
    seen: dict[str, int] = {}
    for row in files.rows[OUTCODES]:
        outcode, council = row.values["outcode"], row.values["place"]
        also = list(filter(None, row.values["also"].split(";")))
        if outcode in seen:
            files.wrong(
                row, _("%(outcode)s stands in line %(line)d, too.") % {"outcode": outcode, "line": seen[outcode]}
            )
        if not outcode:
            files.wrong(row, _("The outcode is missing."))
        for code in (council, *also):
            _check_council(files, row, code, wanted)
        seen.setdefault(outcode, row.line)
        typed(files, row, Outcode, "outcode")
        numbers = {name: typed(files, row, Outcode, name) for name in OUTCODE_COLUMNS if name != "place"}
        wanted.outcodes[outcode] = {**numbers, "place": council, "also": also}


def _check_council(files: PlaceFiles, row: Row, code: str, wanted: Geography) -> None:
    place = wanted.places.get(code)
    if place is None:
        files.wrong(row, _("%(code)s is no place of the files or the database.") % {"code": code[:20] or "“”"})
    elif place["since"] and dates.is_to_come(place["since"], dates.today()):
        words = {"code": code, "since": place["since"]}
        files.wrong(
            row,
            _("%(code)s begins on %(since)s. Name the council until then; its successor takes over by itself.") % words,
        )
