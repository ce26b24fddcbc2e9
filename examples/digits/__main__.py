"""Train on handwritten digits with a gradient that tangent wrote, and show it all."""
from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.syntax import Syntax

import tangent
from examples.digits import model, picture


def run(epochs: int, seed: int, out: Path, console: Console) -> list[model.Epoch]:
    """Derive, check, train and draw; gives the history of the training."""
    rng = np.random.default_rng(seed)
    data = model.Digits.load(rng)

    start = time.perf_counter()
    dloss = model.gradient()
    seconds = time.perf_counter() - start
    console.rule(f'The gradient, written by tangent in {1000.0 * seconds:.0f} ms', align='left')
    console.print(Syntax(tangent.source(dloss).strip(), 'python', theme='ansi_dark', word_wrap=True,
                         background_color='default'))
    console.rule()

    slope, wanted = model.check(dloss, model.initial(rng, 64), data.X, data.digits, rng)
    error = abs(slope - wanted) / abs(wanted)
    verdict = '[green]they agree[/]' if error < 1e-6 else '[bold red]they differ[/]'
    console.print(f'Slope in a random direction: {slope:.9f} by the gradient,\n{wanted:.9f} by finite '
                  f'differences: {verdict} (relative error {error:.0e}).', highlight=False)
    if error >= 1e-6:
        raise SystemExit(1)

    history = []
    start = time.perf_counter()
    columns = (TextColumn('Training'), BarColumn(), MofNCompleteColumn(), TextColumn('epochs'),
               TextColumn('{task.description}'), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task('', total=epochs)
        for epoch in model.train(dloss, data, rng, epochs):
            history.append(epoch)
            progress.update(task, advance=1, description=f'loss {epoch.loss:.4f}, '
                                                         f'held out {epoch.accuracy_held_out:.1%}')
    seconds = time.perf_counter() - start

    misread = picture.draw(history, data, out)
    held_out = len(data.digits_held_out)
    console.print(f'[bold]{held_out - misread} of {held_out} held-out images read right '
                  f'({history[-1].accuracy_held_out:.1%})[/] after {seconds:.1f} s of training.\n'
                  f'The learning curve and the misread digits are in {out}.', highlight=False)
    return history


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog='python -m examples.digits', description=__doc__)
    parser.add_argument('--epochs', type=int, default=40, help='passes over the training images (40)')
    parser.add_argument('--seed', type=int, default=0, help='of the split, the weights and the order (0)')
    parser.add_argument('--out', type=Path, default=Path('digits.png'), help='the picture (digits.png)')
    options = parser.parse_args(arguments)
    if options.epochs < 1:
        parser.error('--epochs must be at least 1')
    console = Console()
    if not console.is_terminal:  # a log: wide enough for the code
        console = Console(width=100)
    run(options.epochs, options.seed, options.out, console)


if __name__ == '__main__':
    main()
