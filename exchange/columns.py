"""The columns of a file, the same on the way in and on the way out."""

from dataclasses import dataclass

IMPORT_SCHEME = "import"  # the register that external ids of imports are kept under
URN = "urn:uuid:"  # an external id of an entry that was never imported: its own key, the same on every copy of the site


@dataclass(frozen=True)
class Column:
    """One column of the file.

    Attributes:
        name: its heading.
        required: a row without it is refused.
        many: holds several values, parted by semicolons.
    """

    name: str
    required: bool = False
    many: bool = False


COLUMNS = (
    Column("external_id", required=True),
    Column("kind", required=True),
    Column("title", required=True),
    Column("summary", required=True),
    Column("body"),
    Column("place", many=True),
    Column("postcode"),
    Column("latitude"),
    Column("longitude"),
    Column("point_precision"),
    Column("themes", many=True),
    Column("tiers", many=True),
    Column("keywords", many=True),
    Column("stage"),
    Column("started"),
    Column("ended"),
    Column("website"),
    Column("organisation"),
    Column("connector_kind"),
    Column("question"),
    Column("what_did_not_work"),
    Column("evidence_level"),
    Column("source_title", many=True),
    Column("source_url", many=True),
    Column("last_confirmed"),
)
IMPORTED = ("licence", *(column.name for column in COLUMNS))
# An export adds these; an import reads over them.
ONLY_EXPORTED = ("exported_on", "place_name", "source_archived_url", "url", "score")
EXPORTED = ("licence", ONLY_EXPORTED[0], *(column.name for column in COLUMNS), *ONLY_EXPORTED[1:])
# What a cell ends with that was too long for Excel. An import leaves the field of such a cell alone.
CUT_MARK = " […cut here: Excel holds no more]"
