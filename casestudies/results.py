"""The results of a case study in one list: those of its table and those that its story tells."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casestudies.anchors import result_address
from casestudies.evidence import EvidenceLevel

if TYPE_CHECKING:
    from casestudies.models import CaseStudyPage


@dataclass(frozen=True)
class Result:
    """One measured result.

    Attributes:
        how_sure: None when nobody said.
        anchor: where the story tells it; empty for a result of the table alone.
    """

    indicator: str
    baseline: str
    result: str
    unit: str
    measured_on: str
    how_sure: EvidenceLevel | None
    source_title: str
    source_url: str
    note: str = ""
    anchor: str = ""

    @property
    def is_sourced(self) -> bool:
        return bool(self.source_title or self.source_url)


def results_of(page: "CaseStudyPage") -> list[Result]:
    """Return all results of a case study, those of its table first."""
    told = [block.value for block in page.story if block.block_type == "outcome"]
    return [
        *(_result(vars(outcome), usual=page.evidence_level, note=outcome.note) for outcome in page.outcomes.all()),
        *(_result(value, anchor=result_address(number)) for number, value in enumerate(told, 1)),
    ]


def _result(values: dict[str, Any], *, usual: str = "", note: str = "", anchor: str = "") -> Result:
    level = values.get("how_sure") or usual
    names = ("indicator", "baseline", "result", "unit", "measured_on", "source_title", "source_url")
    return Result(
        **{name: values.get(name) or "" for name in names},
        how_sure=EvidenceLevel(level) if level in EvidenceLevel.values else None,
        note=note,
        anchor=anchor,
    )
