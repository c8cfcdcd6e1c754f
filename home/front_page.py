"""Reads for the home page."""

from casestudies.shelf import latest_case_studies
from connectors.directory import directory_counts
from connectors.options import all_options

LATEST_CASE_STUDIES = 3


def front_page_context() -> dict:
    """What the home page prints: ways in with counts, and the latest case studies."""
    return {"counts": directory_counts(all_options()), "case_studies": latest_case_studies(LATEST_CASE_STUDIES)}
