"""The variables of a function under transformation, and fresh names for new ones."""
from __future__ import annotations

import builtins
import keyword
from collections.abc import Iterable

import attrs


# Without what an interactive session adds: it calls the last value `_`.
_RESERVED = frozenset({*dir(builtins), *keyword.kwlist} - {'_'})


@attrs.frozen
class Variable:
    """What a name stands for.

    base: the name it would like to have; variables of one base are versions of each other.
    temporary: it holds a part of a user's expression, and is folded back where that is possible.
    primal: for an adjoint or a tangent, the variable it belongs to.
    """

    base: str
    temporary: bool = False
    primal: str | None = None


class Names:
    """Variables by name, and the names that are taken."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self.variables: dict[str, Variable] = {}
        self.versions: dict[str, str] = {}  # versions of variables, and which they are of
        self.loops = 0
        self.held: set[str] = set()  # adjoints before they are reduced to the shape of their variable
        self.stand_ins: set[str] = set()  # variables read in place of others of their shape and dtype
        self.heads: dict[str, int] = {}  # variables that a loop carries from one iteration to the next, and its number
        self.tapes: set[str] = set()  # lists on which a loop saves values
        self.shared_tapes: set[str] = set()  # names that stand for a tape and for something else
        self.has_scopes = True  # whether functions or lambdas may be defined in the function
        self.taken = set(taken) | _RESERVED

    def saved(self) -> dict[str, object]:
        """All that is known now, to go back to it after a trial."""
        return {key: value.copy() if isinstance(value, (dict, set)) else value for key, value in vars(self).items()}

    def restore(self, saved: dict[str, object]) -> None:
        vars(self).update(saved)

    def add(self, name: str) -> str:
        """Know a user's variable under its own name."""
        self.taken.add(name)
        self.variables.setdefault(name, Variable(name))
        return name

    def fresh(self, base: str, *, temporary: bool = False, primal: str | None = None) -> str:
        """A new variable: its name is the base, or the base with a number."""
        name, count = base, 0
        while name in self.taken:
            count += 1
            name = f'{base}_{count}'
        self.taken.add(name)
        self.variables[name] = Variable(base, temporary, primal)
        return name

    def ignored(self) -> str:
        """A variable for what nobody reads."""
        return self.fresh('_', temporary=True)

    def loop(self) -> int:
        """A number for a new loop."""
        self.loops += 1
        return self.loops

    def version(self, name: str) -> str:
        """A new version of a variable."""
        known = self.variables[name]
        version = self.fresh(known.base, temporary=known.temporary, primal=known.primal)
        self.versions[version] = self.unversioned(name)
        return version

    def unversioned(self, name: str) -> str:
        """The variable that a name is a version of, or is itself."""
        return self.versions.get(name, name)

    def base(self, name: str) -> str:
        known = self.variables.get(name)
        return known.base if known else name

    def is_temporary(self, name: str) -> bool:
        known = self.variables.get(name)
        return known is not None and known.temporary

    def adjoint(self, name: str) -> str:
        """A new variable for the adjoint of another."""
        return self.fresh('b' + self.base(name), temporary=self.is_temporary(name), primal=name)

    def tangent(self, name: str) -> str:
        """A new variable for the tangent of another."""
        return self.fresh('d' + self.base(name), temporary=self.is_temporary(name), primal=name)
