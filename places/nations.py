"""What differs from nation to nation: in which year its figures were counted, and by which index deprivation is measured.

The years are those of the sources that `places/data/SOURCES.md` names.
"""

from dataclasses import dataclass

ENGLAND, WALES, SCOTLAND, NORTHERN_IRELAND = "E92000001", "W92000004", "S92000003", "N92000002"


@dataclass(frozen=True)
class Sources:
    """The index behind a nation's UK-comparable deprivation score, and the years of that and of the rural-urban classes."""

    deprivation: str
    deprivation_year: int
    rural_urban_year: int


SOURCES = {
    ENGLAND: Sources("IMD", 2019, 2011),
    WALES: Sources("WIMD", 2019, 2011),
    SCOTLAND: Sources("SIMD", 2020, 2016),
    NORTHERN_IRELAND: Sources("NIMDM", 2017, 2015),
}
