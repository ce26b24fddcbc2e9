"""Which parts of a result may be one array, and copies of those that must not be."""
from __future__ import annotations

from collections.abc import Iterable

import gast

from tangent.analyses.activity import target_names
from tangent.analyses.effects import entry_of
from tangent.analyses.facts import Facts
from tangent.analyses.shape_reads import shape_arguments
from tangent.derive.generate import Part
from tangent.runtime.arrays import copied
from tangent.runtime.sequences import set_at
from tangent.syntax.build import call, origin_of, walk, with_origin
from tangent.syntax.function import Function
from tangent.syntax.spelling import Speller


class Memory:
    """Which of the values that a function returns may share memory, with each other or what it was given.

    Args:
        facts: about the variables of the function.
        given: the variables for what it was given.
    """

    def __init__(self, function: Function, facts: Facts, given: Iterable[str]) -> None:
        self.function, self.facts = function, facts
        self.definitions: dict[str, list[gast.expr]] = {}
        for node in walk(gast.Module(function.tree.body, [])):
            if isinstance(node, gast.Assign):
                for identifier in target_names(node.targets[0]):
                    self.definitions.setdefault(identifier, []).append(node.value)
        self.seen = set(given)

    def roots(self, node: gast.expr) -> set[str]:
        """The variables whose memory a value may share."""
        found: set[str] = set()
        todo = [node]
        for current in todo:
            for identifier in sorted(self.direct(current) - found):
                if self.facts.of_name(identifier).shape != frozenset():
                    found.add(identifier)
                    todo += self.definitions.get(identifier, [])
        return found

    def direct(self, node: gast.expr) -> set[str]:
        """The variables in an expression whose memory its value may share."""
        if isinstance(node, gast.Name):
            return {node.id}
        if isinstance(node, (gast.BinOp, gast.UnaryOp, gast.Constant)):
            return set()
        if isinstance(node, gast.Call):
            entry = entry_of(self.function, node)
            part = self.function.scope.resolve(node.func, self.function.names.variables)
            if entry is not None and entry.fresh or isinstance(part, Part) and part.is_fresh:
                return set()
            if entry is not None and entry.function is set_at and self.facts.is_made(node.args[0]):
                return self.direct(node.args[0])
            shaped = shape_arguments(self.function, node)
            return set().union(*[self.direct(a) for a in node.args if not any(a is s for s in shaped)])
        return set().union(*[self.direct(child) for child in gast.iter_child_nodes(node)])

    def is_shared(self, node: gast.expr) -> bool:
        """Whether a value may share memory with one asked about before, or with a parameter."""
        found = self.roots(node)
        shared = not found.isdisjoint(self.seen)
        self.seen |= found
        return shared


def without_aliases(function: Function, memory: Memory, kept: str, speller: Speller) -> Function:
    """The function with copies in its result where two parts of it, or a part and what it was given, may be one array.

    The variable `kept` is returned as it is.
    """
    *body, last = function.tree.body

    def own(node: gast.expr) -> gast.expr:
        if isinstance(node, gast.Tuple):
            return gast.Tuple([own(element) for element in node.elts], gast.Load())
        if isinstance(node, gast.Name) and node.id == kept or not memory.is_shared(node):
            return node
        return call(speller.spell(copied), node)
    return function.with_body([*body, with_origin(gast.Return(own(last.value)), origin_of(last))])


def is_fresh(function: Function, memory: Memory) -> bool:
    """Whether the adjoints that a function returns share no memory."""
    last = function.tree.body[-1]
    values = last.value.elts if isinstance(last.value, gast.Tuple) else [last.value]
    return not any(memory.is_shared(value) for value in values)
