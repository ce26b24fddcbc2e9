"""The picture that training leaves behind: the learning curve, and the digits that are still misread."""
from __future__ import annotations

import math
from pathlib import Path

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from examples.digits.model import Digits, Epoch, probabilities

BLUE, ORANGE, GREY, PALE = '#2a6fb0', '#d9731a', '#666666', '#cccccc'
AT_MOST = 20  # digits shown


def draw(history: list[Epoch], data: Digits, path: Path) -> int:
    """Write the picture as a PNG file; gives the number of held-out digits that are misread."""
    figure = Figure(figsize=(12.5, 6.5), layout='constrained')
    FigureCanvasAgg(figure)
    curves, digits = figure.subfigures(1, 2, width_ratios=(5, 6), wspace=0.04)
    draw_curves(curves, history)
    misread = draw_misread(digits, history[-1], data)
    figure.savefig(path, dpi=120)
    return misread


def draw_curves(figure, history: list[Epoch]) -> None:
    figure.suptitle('Learning', fontweight='bold')
    above, below = figure.subplots(2, 1, sharex=True)
    epochs = [e.number for e in history]
    above.semilogy(epochs, [e.loss for e in history], color=BLUE)
    above.set_ylabel('mean loss in training')
    below.plot(epochs, [e.accuracy for e in history], color=BLUE, label='training images')
    below.plot(epochs, [e.accuracy_held_out for e in history], color=ORANGE, label='held-out images')
    best, last = max(e.accuracy for e in history), history[-1].accuracy_held_out
    low = min(e.accuracy_held_out for e in history)
    below.set_ylim(min(low, 0.9) - 0.01, max(best, 1.0) + 0.005)
    below.axhline(last, color=ORANGE, linewidth=0.8, linestyle=':')
    below.set_ylabel('accuracy')
    below.set_xlabel('epoch')
    below.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    below.xaxis.set_major_locator(MaxNLocator(integer=True))
    below.legend(loc='lower right', frameon=False, title=f'{last:.1%} of the held-out images read right')
    for axes in (above, below):
        axes.grid(alpha=0.25)
        axes.spines[['top', 'right']].set_visible(False)


def draw_misread(figure, last: Epoch, data: Digits) -> int:
    chances = probabilities(last.parameters, data.X_held_out)
    read = np.argmax(chances, axis=1)
    wrong = np.flatnonzero(read != data.digits_held_out)
    surest = wrong[np.argsort(-chances[wrong, read[wrong]])][:AT_MOST]
    title = f'Held-out digits misread: {len(wrong)} of {len(read)}'
    if len(surest) < len(wrong):
        title += f' (the {len(surest)} surest mistakes)'
    figure.suptitle(title, fontweight='bold')

    columns = max(3, math.ceil(len(surest) ** 0.5))
    rows = max(2, math.ceil(len(surest) / columns))
    grid = figure.subplots(rows, columns, squeeze=False)
    for axes in grid.flat[len(surest):]:
        axes.set_axis_off()
    for axes, i in zip(grid.flat, surest):
        axes.imshow(data.X_held_out[i].reshape(8, 8), cmap='gray_r', vmin=0.0, vmax=1.0)
        axes.set_title(f'{data.digits_held_out[i]} read as {read[i]}', fontsize=11, color=ORANGE)
        axes.set_xlabel(f'{chances[i, read[i]]:.0%} sure', fontsize=9, color=GREY)
        axes.set_xticks([])
        axes.set_yticks([])
        axes.spines[:].set_color(PALE)
    return len(wrong)
