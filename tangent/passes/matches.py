"""Let `match` only choose where its cases do more than assign what carries no derivative.

    match command:                      case = None
        case ('scale', factor):         match command:
            y = factor * x                  case ('scale', factor):
        case 'square':          ->              case = 0
            y = x * x                       case 'square':
                                                case = 1
                                        if case == 0:
                                            y = factor * x
                                        elif case == 1:
                                            y = x * x
"""
from __future__ import annotations

from collections.abc import Iterable

import gast

from tangent.syntax.build import assign, constant, if_, name, origin_of, reads, walk, with_origin, written
from tangent.syntax.function import Function

_SIMPLE = (gast.Assign, gast.AnnAssign, gast.Pass, gast.Raise)


def split_matches(function: Function, inputs: Iterable[str]) -> Function:
    """The function with branches after each `match` that cannot stay as it is."""
    nodes = [node for statement in function.tree.body for node in walk(statement)]
    if not any(isinstance(node, gast.Match) for node in nodes):
        return function
    return function.with_body(_Splitter(function, _varied(nodes, set(inputs))).block(function.tree.body))


def _varied(nodes: list[gast.AST], found: set[str]) -> set[str]:
    """The variables that may depend on the inputs, whatever the operations on the way."""
    assigned: list[tuple[set[str], set[str]]] = []
    for node in nodes:
        if isinstance(node, gast.FunctionDef):
            assigned.append(({node.name}, reads(node)))
        elif isinstance(node, gast.Call) and isinstance(node.func, gast.Attribute):
            assigned.append((_names(node.func.value), reads(node)))
        elif isinstance(node, gast.Match):
            assigned.append((set().union(*[written(case.pattern) for case in node.cases]), reads(node.subject)))
        else:
            targets = [getattr(node, field) for field in ('target', 'optional_vars') if getattr(node, field, None)]
            targets += getattr(node, 'targets', [])
            values = [getattr(node, field) for field in ('value', 'iter', 'context_expr') if getattr(node, field, None)]
            if targets:
                assigned += [(_names(target), set().union(*map(reads, [value, target])))
                             for target in targets for value in values]
    size = -1
    while size < len(found):
        size = len(found)
        for targets, used in assigned:
            if not used.isdisjoint(found):
                found = found | targets
    return found


def _names(node: gast.AST) -> set[str]:
    return {part.id for part in walk(node) if isinstance(part, gast.Name)}


class _Splitter:
    def __init__(self, function: Function, varied: set[str]) -> None:
        self.function, self.varied = function, varied

    def block(self, statements: list[gast.stmt]) -> list[gast.stmt]:
        return [new for node in statements for new in self.statement(node)]

    def statement(self, node: gast.stmt) -> list[gast.stmt]:
        if isinstance(node, gast.Match):
            return [node] if self.may_stay(node) else self.split(node)
        if not isinstance(node, (gast.If, gast.For, gast.While, gast.With)):
            return [node]
        copy = type(node).__new__(type(node))
        copy.__dict__.update(node.__dict__)
        for field in ('body', 'orelse'):
            if getattr(node, field, None):
                setattr(copy, field, self.block(getattr(node, field)))
        return [copy]

    def may_stay(self, node: gast.Match) -> bool:
        """Whether all that the cases do is to assign variables without derivatives."""
        statements = [statement for case in node.cases for statement in case.body]
        for statement in statements:
            if isinstance(statement, gast.If):
                statements += [*statement.body, *statement.orelse]
            elif not isinstance(statement, _SIMPLE):
                return False
            targets = statement.targets if isinstance(statement, gast.Assign) else []
            if not all(isinstance(target, gast.Name) for target in targets):
                return False
        return written(node).isdisjoint(self.varied) and not any(
            isinstance(part, gast.Call) and isinstance(part.func, gast.Attribute)
            and _names(part.func.value) & set(self.function.names.variables)
            for statement in statements for part in walk(statement))

    def split(self, node: gast.Match) -> list[gast.stmt]:
        origin, chosen = origin_of(node), self.function.names.fresh('case')
        cases, branches = [], []
        for number, case in enumerate(node.cases):
            cases.append(gast.match_case(case.pattern, case.guard, [assign(chosen, constant(number), origin)]))
            test = gast.Compare(name(chosen), [gast.Eq()], [constant(number)])
            branches.append((test, self.block(case.body)))
        last = node.cases[-1]
        always = last.guard is None and isinstance(last.pattern, gast.MatchAs) and last.pattern.pattern is None
        following = branches.pop()[1] if always else []
        for test, body in reversed(branches):
            following = [if_(test, body, following, origin)]
        before = [] if always else [assign(chosen, constant(None), origin)]
        return [*before, with_origin(gast.copy_location(gast.Match(node.subject, cases), node), origin), *following]
