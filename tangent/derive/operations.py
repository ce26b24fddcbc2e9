"""Operations that carry derivatives, and the rules that they have."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
import gast

from tangent.analyses.activity import Activity
from tangent.analyses.calls import attribute_entry, callee_of, operator_entry
from tangent.errors import NoRuleError, UnsupportedError
from tangent.syntax.function import Function, Origin
from tangent.syntax.indexing import index_value
from tangent.syntax.spelling import Speller
from tangent.templates.engine import (
    Arguments, BindingError, Filled, UndecidedError, bind, differentiable, parsed,
)
from tangent.templates.registry import Entry, lookup


@attrs.frozen(eq=False)
class Operations:
    """The operations of one function."""

    function: Function
    activity: Activity
    speller: Speller

    def rule_for(self, value: gast.expr) -> tuple[Entry, Arguments]:
        """The rule of an operation, and its arguments by the names of the rule's parameters.

        Raises:
            NoRuleError: if it has none, or none for an argument that carries a derivative.
        """
        if isinstance(value, gast.BinOp):
            if isinstance(value.op, gast.Mult) and any(map(self.is_sparse, (value.left, value.right))):
                raise self.function.error(
                    UnsupportedError, value, '* with a sparse matrix of SciPy cannot be differentiated: for some kinds '
                    'of them it is the product of matrices', 'Write @ for that.')
            entry, arguments, keywords = operator_entry(value), (value.left, value.right), ()
        elif isinstance(value, gast.UnaryOp):
            entry, arguments, keywords = operator_entry(value), (value.operand,), ()
        elif isinstance(value, gast.Subscript):
            parts = value.slice.elts if isinstance(value.slice, gast.Tuple) else [value.slice]
            arguments, keywords = tuple(index_value(part, self.speller) for part in parts), ()
            entry = self.indexing(value)
        elif isinstance(value, gast.Attribute):
            entry, arguments, keywords = attribute_entry(value), (value.value,), ()
        elif isinstance(value, gast.Call):
            callee = callee_of(self.function, value, self.activity.locals)
            entry, arguments, keywords = callee.entry, callee.arguments, callee.keywords
        else:
            raise self.no_rule(value, 'cannot be differentiated')
        if entry is None or entry.template is None:
            raise self.no_rule(value, 'has no derivative with respect to what is passed to it')
        try:
            bound = bind(entry, arguments, keywords)
        except BindingError as error:
            raise self.no_rule(value, f'cannot be differentiated as it is called here: {error}') from None
        for parameter, argument in bound.items():
            if parameter not in takes(entry) and self.activity.carries(argument) and not (
                    entry.constant is None or parameter in entry.constant or parameter in entry.shape_reads):
                raise self.no_rule(value, f'has no derivative with respect to its argument {parameter!r}')
        return entry, bound

    def filled(self, value: gast.expr, fill: Callable[..., Filled], template: Callable, result: gast.expr, known: Any,
               arguments: Arguments, origin: Origin | None) -> Filled:
        """The rule of an operation, filled in by `fill` or `fill_forward`.

        Raises:
            UnsupportedError: if what it gives depends on an argument that is no constant.
        """
        try:
            return fill(template, result, known, arguments, self.function.names, self.speller, origin)
        except UndecidedError as error:
            unknown = ' and '.join(map(repr, error.parameters))
            raise self.function.error(
                UnsupportedError, value, f'{_shown(value)} has derivatives for some values of its argument {unknown}, '
                'which is not a constant here',
                'Write it as one in the call; if it may be several, branch on it.') from None

    def is_sparse(self, node: gast.expr) -> bool:
        """Whether an expression is known to be a sparse matrix."""
        found = self.function.scope.resolve(node, self.function.names.variables)
        return type(found).__module__.startswith('scipy.sparse')

    def indexing(self, node: gast.Subscript) -> Entry | None:
        """What is known of an object that makes an array of its index, as np.r_ does."""
        return lookup(self.function.scope.resolve(node.value, self.function.names.variables))

    def no_rule(self, value: gast.expr, reason: str, decorator: str = 'adjoint') -> NoRuleError:
        """The error for an operation without the rule that is needed, which the decorator would register."""
        shown = _shown(value)
        remedy = (f'Write a rule: @tangent.grads.{decorator}({shown}) over a function of the result and the arguments; '
                  'or compute the value outside and pass it in.')
        return self.function.error(NoRuleError, value, f'{shown} {reason}', remedy)


def _shown(value: gast.expr) -> str:
    """What an operation is called in messages."""
    from_ = value.func if isinstance(value, gast.Call) else value
    if isinstance(from_, (gast.Name, gast.Attribute)):
        return gast.unparse(from_)
    return type(getattr(value, 'op', value)).__name__


def takes(entry: Entry) -> frozenset[str]:
    """The arguments with respect to which a rule gives derivatives."""
    if entry.adjoint is None:
        return frozenset(parsed(entry.tangent).parameters[1:])
    return differentiable(entry.adjoint)


def as_expression(target: gast.expr) -> gast.expr:
    """What an assignment's target stands for after it."""
    if isinstance(target, gast.Starred):
        return gast.Starred(as_expression(target.value), gast.Load())
    return gast.Name(target.id, gast.Load(), None, None) if isinstance(target, gast.Name) else gast.Tuple(
        [as_expression(element) for element in target.elts], gast.Load())
