"""What the pictures share."""
from __future__ import annotations

from pathlib import Path
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

COLOURS = ('#2a6fb0', '#d9731a', '#3a8f4d', '#a23b8f', '#666666')


def panels(count: int, title: str, height: float = 4.8, **options: Any) -> tuple[Figure, list[Any]]:
    """A figure with so many axes side by side."""
    figure = Figure(figsize=(6.2 * count, height), layout='constrained')
    FigureCanvasAgg(figure)
    figure.suptitle(title, fontweight='bold')
    axes = list(figure.subplots(1, count, squeeze=False, **options)[0])
    for one in axes:
        one.grid(alpha=0.25)
        one.spines[['top', 'right']].set_visible(False)
    return figure, axes


def write(figure: Figure, path: Path) -> None:
    """Write a picture as a PNG file."""
    figure.savefig(path, dpi=120)
