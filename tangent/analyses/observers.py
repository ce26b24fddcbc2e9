"""Which variables may see that another one is written in place."""
from __future__ import annotations

import gast

from tangent.analyses.activity import target_names
from tangent.analyses.control import live_after_each
from tangent.analyses.indices import counts
from tangent.analyses.sharing import Place, Sharing, resizes, writes_in_place
from tangent.runtime.sequences import indices
from tangent.runtime.views import write_through
from tangent.syntax.build import name, walk
from tangent.syntax.function import Function


def changed_by(node: gast.stmt) -> str | None:
    """The variable whose object a statement changes in place, or may change."""
    value = getattr(node, 'value', None)
    if not isinstance(node, gast.Assign):
        return None
    if getattr(value, 'in_place', False):
        return value.args[0].id
    return value.left.id if getattr(value, 'updates', False) else None


def changes_items(node: gast.stmt) -> bool:
    """Whether a write may change an item of a container, and not only exchange it."""
    return any(getattr(part, 'augments', False) for part in [node.value, *getattr(node.value, 'args', [])])


_DISPLAYS = (gast.List, gast.Tuple, gast.Dict, gast.Constant)


class Observers:
    """Of a function whose names are versioned: who sees its writes."""

    def __init__(self, function: Function) -> None:
        self.function = function
        self.sharing = Sharing(function, updates=True)
        self.writes = [place for place in self.sharing.places if changed_by(place.statement) is not None]
        self.live = live_after_each(function.tree.body) if self.writes else {}

    def needed_after(self, place: Place) -> set[str]:
        """The variables that are read after a write, or that a loop around it goes through."""
        node = place.statement
        live = self.live[id(node)] & set(self.function.names.variables) - set(target_names(node.targets[0]))
        return live | self.iterated_around(place)

    def iterated_around(self, place: Place) -> set[str]:
        """The variables that loops around a write go through, in ways that would not see it."""
        any_loop = resizes(self.function, place.statement.value)
        return set().union(*[self.gone_through(loop) for loop in place.loops
                             if any_loop or not self.is_by_index(loop)]) - {changed_by(place.statement)}

    def is_by_index(self, loop: gast.stmt) -> bool:
        """Whether a loop is over the indices of sequences, whose items it reads when it is their turn."""
        return isinstance(loop, gast.For) and any(
            isinstance(part, gast.Call) and self.function.scope.resolve(
                part.func, self.function.names.variables) is indices for part in walk(loop.iter))

    def gone_through(self, loop: gast.stmt) -> set[str]:
        """The variables whose items a loop goes through."""
        if not isinstance(loop, gast.For) or counts(loop.iter) or getattr(loop.iter, 'is_of_keys', False):
            return set()
        return self.sharing.direct(loop.iter) & set(self.function.names.variables)

    def of(self, place: Place, among: set[str]) -> set[str]:
        """Those of some variables that may see a write."""
        node, changed = place.statement, changed_by(place.statement)
        target = node.targets[0].elts[0] if isinstance(node.targets[0], gast.Tuple) else node.targets[0]
        found = set()
        if changes_items(node):
            # A copy of a list has its items: it sees what is done to one, but not that it is exchanged.
            memory = self.sharing.reached(changed) | self.sharing.held_by_copies(changed, set())
            found = {other for other in among - {target.id} if not memory.isdisjoint(
                self.sharing.reached(other) | self.sharing.held_by_copies(other, set()))}
        return found | self.sharing.conflicts(place, changed, among, target.id)

    def by_joins(self, place: Place, among: set[str]) -> set[str]:
        """Those of some variables that hold an item which a write changes, if what seems arithmetic joins lists."""
        if not changes_items(place.statement):
            return set()
        memory = self.sharing.held_by_joins(changed_by(place.statement))
        return {other for other in among if not memory.isdisjoint(self.sharing.held_by_joins(other))}

    def by_write(self) -> list[set[str]]:
        """For each write, in the order of the text, the variables that may see it."""
        return [self.of(place, self.needed_after(place)) for place in self.writes]

    def by_loop(self) -> list[bool]:
        """For each `for` loop, in the order of the text, whether something is written in it that it goes through."""
        loops = [place.statement for place in self.sharing.places if isinstance(place.statement, gast.For)]
        return [not self.is_by_index(loop) and any(any(around is loop for around in place.loops) and (
            changed_by(place.statement) in self.gone_through(loop) or self.of(place, self.gone_through(loop)))
            for place in self.writes) for loop in loops]

    def writes_twice(self, place: Place) -> bool:
        """Whether what a write changes may stand in a container, of this function, more than once."""
        node = place.statement
        containers = {getattr(node.value, 'part_of', None), *getattr(node.value, 'items_of', ())} - {None}
        if changes_items(node) and getattr(node.value, 'part_of', None) is None and self.holds_twice(changed_by(node)):
            return True
        return any(self.holds_twice(version) for version in self.sharing.definitions
                   if self.function.names.unversioned(version) in containers)

    def holds_twice(self, container: str) -> bool:
        """Whether an object, or views of one, may have been put into a container more than once."""
        found: list[str] = []
        for version in self.sharing.chain(container):
            for place, value in self.sharing.definitions.get(version, ()):
                if getattr(value, 'puts_back', False) or self.written_through(value) is not None:
                    continue
                if _repeats(value):
                    return True
                for identifier in [root for part in self.put_in(value) for root in sorted(self.sharing.direct(part))]:
                    made = [where.loops for where, _ in self.sharing.definitions.get(identifier, ())]
                    again = any(loops[:len(place.loops)] != place.loops for loops in made) or not made and place.loops
                    found += [identifier] * (2 if again else 1)
        return len(set(found)) < len(found)

    def is_known(self, container: str) -> bool:
        """Whether all that is put into a container is seen, one by one; or it is surely an array."""
        todo = [container]
        for current in todo:
            if self.sharing.is_array(name(current)):
                continue
            for version in self.sharing.chain(current):
                if version not in self.sharing.definitions:  # a parameter
                    return False
                for _, value in self.sharing.definitions[version]:
                    before = self.sharing.before(value) or self.written_through(value)
                    if before is None and not isinstance(value, _DISPLAYS):
                        return False
                    if before is not None and before not in todo:
                        todo.append(before)
        return True

    def written_through(self, value: gast.expr) -> str | None:
        """The variable that an expression is another version of, after a view of it was written."""
        is_so = isinstance(value, gast.Call) and self.function.scope.resolve(
            value.func, self.function.names.variables) is write_through
        return value.args[0].id if is_so else None

    def put_in(self, value: gast.expr) -> list[gast.expr]:
        """What an expression puts into the container or object that it makes or changes."""
        if not isinstance(value, gast.Call):
            return value.values if isinstance(value, gast.Dict) else getattr(value, 'elts', [])
        if writes_in_place(self.function, value):
            return value.args[1:]
        return [*value.args, *[k.value for k in value.keywords]] if self.sharing.direct(value) else []


def _repeats(node: gast.expr) -> bool:
    """Whether an expression is `[item] * n`, of items that may be written in place."""
    return isinstance(node, gast.BinOp) and isinstance(node.op, gast.Mult) and any(
        isinstance(part, gast.List) and not all(isinstance(item, gast.Constant) for item in part.elts)
        for part in (node.left, node.right))
