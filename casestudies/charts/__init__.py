"""Charts of a story: figures that editors type or paste, drawn on the server. Pure functions, no database."""

from casestudies.charts.drawing import Drawing, draw
from casestudies.charts.figures import Figures, read_figures

__all__ = ["Drawing", "Figures", "draw", "read_figures"]
