"""Lists and dicts of which an item is exchanged: by one of another shape, maybe."""
from __future__ import annotations

import gast

from tangent.analyses.containers import Containers
from tangent.analyses.effects import entry_of
from tangent.analyses.sharing import Sharing, is_copy
from tangent.runtime.memory import placed, refreshed
from tangent.runtime.sequences import set_at
from tangent.runtime.views import write_through
from tangent.syntax.build import in_order
from tangent.syntax.function import Function


def rewritten_containers(function: Function) -> set[str]:
    """The variables of a function in core form that are, or hold, a container an item of which is exchanged.

    What is surely no list or dict does not count, and neither does what an integer is the index of, if it may be an
    array and is neither a parameter nor a copy.
    """
    writes = [node.value for node in in_order(function.tree.body) if isinstance(node, gast.Assign)
              and isinstance(node.value, gast.Call) and (entry := entry_of(function, node.value)) is not None
              and entry.function is set_at and isinstance(node.value.args[0], gast.Name)]
    if not writes:
        return set()
    containers, sharing = Containers(function), Sharing(function)
    parameters = set(function.parameters)
    written = [write.args[0] for write in writes if _is_key(write.args[1]) or containers.of(write.args[0]) is not None
               or not _is_of_array(write.args[1]) and _is_given(sharing, write.args[0].id, parameters)]
    return _holders(sharing, [base.id for base in written if not sharing.is_array(base)])


def _is_given(sharing: Sharing, identifier: str, parameters: set[str]) -> bool:
    """Whether a variable is a parameter, written or not, or a copy of something."""
    todo = [identifier]
    for current in todo:
        chain = sharing.chain(current)
        made = [value for values in chain.values() for _, value in values]
        if not parameters.isdisjoint(chain) or any(map(is_copy, made)):
            return True
        todo += [value.args[0].id for value in made if _is_through_another(sharing.function, value)
                 and value.args[0].id not in todo]
    return False


def _is_through_another(function: Function, value: gast.expr) -> bool:
    """Whether a value is what a variable became by a write under another name."""
    entry = entry_of(function, value) if isinstance(value, gast.Call) else None
    return entry is not None and entry.function in (write_through, placed, refreshed) and isinstance(
        value.args[0], gast.Name)


def _is_key(index: gast.expr) -> bool:
    return isinstance(index, gast.Constant) and isinstance(index.value, str)


def _is_of_array(index: gast.expr) -> bool:
    """Whether an index is one that no list takes."""
    return isinstance(index, gast.Tuple) or isinstance(index, gast.Constant) and index.value in (None, Ellipsis)


def _holders(sharing: Sharing, written: list[str]) -> set[str]:
    """The variables that are what is written, and those of which that may be an item, or an item of an item."""
    todo = [(identifier, 0) for identifier in written]  # with how deep in it what is written stands
    for identifier, depth in todo:
        for _, value in sharing.definitions.get(identifier, ()):
            found = _defined_by(sharing, value, depth)
            todo += [pair for pair in found if pair not in todo and pair[1] <= _MOST]
    return {identifier for identifier, _ in todo}


def _defined_by(sharing: Sharing, value: gast.expr, depth: int) -> list[tuple[str, int]]:
    if isinstance(value, gast.Subscript):
        return [(identifier, depth + 1) for identifier in sorted(sharing.direct(value.value))]
    if isinstance(value, (gast.List, gast.Tuple, gast.Dict)):
        return [(identifier, depth - 1) for identifier in sorted(sharing.direct(value))] if depth else []
    before = sharing.before(value)
    if before is not None and isinstance(value, gast.Call):
        inside = [(identifier, depth - 1) for argument in value.args[1:] for identifier in sorted(
            sharing.direct(argument))] if depth else []
        return [(before, depth), *inside]
    return [(identifier, depth) for identifier in sorted(sharing.direct(value))]


_MOST = 3
