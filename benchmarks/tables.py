"""Tables for the terminal and for the file of results."""
from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs
import rich.table


@attrs.frozen
class Table:
    """Rows of cells under a title, each by its name."""

    title: str
    columns: Sequence[str]
    rows: Mapping[str, Sequence[str]]

    def shown(self) -> rich.table.Table:
        table = rich.table.Table('', title=self.title, title_justify='left')
        for column in self.columns:
            table.add_column(column, justify='right')
        for name, cells in self.rows.items():
            table.add_row(name, *cells)
        return table

    def markdown(self) -> str:
        head = ['| |' + ''.join(f' {column} |' for column in self.columns), '| --- |' + ' ---: |' * len(self.columns)]
        body = [f'| {name} |' + ''.join(f' {cell} |' for cell in cells) for name, cells in self.rows.items()]
        return '\n'.join([f'### {self.title}', '', *head, *body])
