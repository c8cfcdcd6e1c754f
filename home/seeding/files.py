"""Reading of the seed files."""

from pathlib import Path
from typing import Any

import yaml

SEED = Path(__file__).parent.parent / "seed"


def read_seed(name: str) -> Any:
    """Return the content of one file of home/seed/.

    Args:
        name: the file's name without its ending.
    """
    return yaml.safe_load((SEED / f"{name}.yaml").read_text(encoding="utf-8"))


def folded(text: str | None) -> str:
    """Return text without the line breaks that only keep the seed file readable."""
    return " ".join(text.split()) if text else ""
