"""Take active expressions apart, so that each active statement does one operation.

The operands of an active operation are names, constants, and displays of these; parts
without derivatives that are cheap stay as the user wrote them.  What does not carry
derivatives is left alone.

    y = np.tanh(np.dot(W, x) + b) * n      dot = np.dot(W, x)
                                           total = dot + b
                                    ->     tanh = np.tanh(total)
                                           y = tanh * n
"""
from __future__ import annotations

import gast
import numpy as np

from tangent.analyses.activity import Activity, target_names
from tangent.analyses.blocks import block_of
from tangent.analyses.calls import attribute_entry
from tangent.analyses.cheap import is_cheap, is_cheap_index
from tangent.analyses.effects import entry_of, is_pure
from tangent.errors import UnsupportedError
from tangent.passes.fence import is_comprehension
from tangent.passes.iteration import Loops
from tangent.runtime.sequences import plus, repeated
from tangent.runtime.fields import number, of_class
from tangent.syntax.build import (
    LOOPS, assign, call, if_, joins_lists, name, origin_of, tuple_, with_arguments, with_blocks,
    with_origin,
)
from tangent.syntax.function import Function, Origin
from tangent.syntax.spelling import Speller
from tangent.templates.registry import is_of_numpy

_OPERATION_NAMES = {
    gast.Add: 'total', gast.Sub: 'diff', gast.Mult: 'prod', gast.Div: 'ratio', gast.FloorDiv: 'quotient',
    gast.Mod: 'rest', gast.Pow: 'power', gast.MatMult: 'product', gast.USub: 'neg', gast.UAdd: 'pos',
}
_CALL_NAMES = {'sum': 'total', 'max': 'largest', 'min': 'smallest', 'abs': 'size', 'pow': 'power', 'print': 'printed',
               'unbroadcast': 'summed'}

# Functions of NumPy that return several arrays.
_SEVERAL = {np.linalg.slogdet, np.linalg.eig, np.linalg.eigh, np.linalg.svd, np.linalg.qr, np.linalg.lstsq, np.modf,
            np.frexp, np.divmod, np.split, np.array_split, np.hsplit, np.vsplit, np.dsplit, np.meshgrid,
            np.broadcast_arrays}


def anf(function: Function, activity: Activity, speller: Speller) -> Function:
    """The same function with its active statements in a-normal form."""
    return function.with_body(_Anf(function, activity, speller).block(function.tree.body))


class _Anf:
    def __init__(self, function: Function, activity: Activity, speller: Speller) -> None:
        self.function, self.activity, self.speller = function, activity, speller
        self.out: list[gast.stmt] = []
        self.origin: Origin | None = None
        self.loops = Loops(self)

    def block(self, statements: list[gast.stmt]) -> list[gast.stmt]:
        outer, self.out = self.out, []
        for statement in statements:
            self.origin = origin_of(statement)
            self.statement(statement)
        self.out, block = outer, self.out
        return block

    def statement(self, node: gast.stmt) -> None:
        active = self.activity.active
        if block_of(node) is not None:
            self.out.append(node)
        elif isinstance(node, gast.Assign) and not active.isdisjoint(target_names(node.targets[0])):
            self.assignment(node.targets[0], node.value)
        elif isinstance(node, gast.If):
            origin = self.origin
            test = node.test if is_cheap(node.test) else self.temporary(node.test, 'condition')
            new = if_(test, self.block(node.body), self.block(node.orelse), origin)
            self.out.append(gast.copy_location(new, node))
        elif isinstance(node, gast.With):
            self.out.append(with_blocks(node, [self.block(node.body)]))
        elif isinstance(node, LOOPS):
            self.out += self.loops.loop(node, self.origin)
        elif isinstance(node, gast.Return) and node.value is not None and self.activity.carries(node.value):
            if isinstance(node.value, gast.Name):
                self.out.append(node)
            else:
                result = self.function.names.fresh('result')
                self.activity.active.add(result)
                self.activity.varied.add(result)
                self.assignment(gast.Name(result, gast.Store(), None, None), node.value)
                self.out.append(with_origin(gast.Return(name(result)), self.origin))
        else:
            self.out.append(node)

    def assignment(self, target: gast.expr, value: gast.expr) -> None:
        if not self.activity.carries(value):
            self.emit(target, value)
        elif isinstance(target, gast.Name):
            self.emit(target, self.operation(value, target.id))
        elif isinstance(value, (gast.Tuple, gast.List)) and _matches(target, value):
            for inner, element in zip(target.elts, value.elts):
                self.assignment(inner, element)
        else:
            simple = all(isinstance(element, (gast.Name, gast.Starred)) for element in target.elts)
            whole = self.temporary(value) if self.gives_array(value) else self.operation(value)
            if simple:
                self.emit(target, whole)
            else:
                parts = []
                inner = []
                for element in target.elts:
                    if isinstance(element, gast.Tuple):
                        part = self.fresh('part', varied=True)
                        inner.append((element, part))
                        parts.append(gast.Name(part, gast.Store(), None, None))
                    else:
                        parts.append(element)
                self.emit(tuple_(parts, gast.Store), whole)
                for element, part in inner:
                    self.assignment(element, name(part))

    def gives_array(self, node: gast.expr) -> bool:
        """Whether what is unpacked may be an array, whose adjoint is made of those of its rows when these are known."""
        if isinstance(node, gast.BinOp):
            return not joins_lists(node)
        if isinstance(node, gast.Call):
            entry = entry_of(self.function, node)
            if entry is None:
                return not isinstance(self.activity.mask_of(node), tuple)
            return (entry.shape is not None or is_of_numpy(entry.function)) and entry.function not in _SEVERAL
        return isinstance(node, gast.UnaryOp) or isinstance(node, gast.Attribute) and attribute_entry(node) is not None

    def emit(self, target: gast.expr | str, value: gast.expr) -> None:
        self.out.append(gast.copy_location(assign(target, value, self.origin), value))

    def fresh(self, base: str, varied: bool) -> str:
        identifier = self.function.names.fresh(base, temporary=True)
        if varied:
            self.activity.varied.add(identifier)
            self.activity.active.add(identifier)
        return identifier

    def temporary(self, value: gast.expr, base: str | None = None) -> gast.Name:
        """A name for the value of an expression, which is computed before."""
        carries = self.activity.carries(value)
        if carries:
            value = self.operation(value)
            if isinstance(value, gast.Name):
                return value
        identifier = self.fresh(base or self.describe(value), carries)
        self.emit(identifier, value)
        return name(identifier)

    def atom(self, node: gast.expr) -> gast.expr:
        """An expression that stands for the value of another and costs nothing."""
        if isinstance(node, gast.Name):
            return node
        if isinstance(node, gast.Starred):
            return gast.Starred(self.atom(node.value), gast.Load())
        if not self.activity.carries(node):
            return node if is_cheap(node) else self.temporary(node)
        if isinstance(node, (gast.Tuple, gast.List, gast.Dict)):
            return self.display(node)
        return self.temporary(node)

    def display(self, node: gast.expr) -> gast.expr:
        if isinstance(node, gast.Dict):
            items = [(self.key(key), self.atom(value)) for key, value in zip(node.keys, node.values)]
            return gast.copy_location(gast.Dict([key for key, _ in items], [value for _, value in items]), node)
        return gast.copy_location(type(node)([self.atom(element) for element in node.elts], gast.Load()), node)

    def key(self, node: gast.expr | None) -> gast.expr | None:
        """A key of a dict display, which is computed before the values from its own on if computing it has effects."""
        return node if node is None or is_pure(self.function, node) else self.temporary(node, 'key')

    def operation(self, node: gast.expr, target: str | None = None) -> gast.expr:
        """One operation on atoms with the value of an active expression."""
        if isinstance(node, gast.Name):
            return node
        if isinstance(node, gast.BinOp) and isinstance(node.op, gast.Add):
            left, right = self.activity.display_of(node.left), self.activity.display_of(node.right)
            if isinstance(left, (gast.Tuple, gast.List)) and type(left) is type(right) and all(
                    _is_made_once(part, display) for part, display in ((node.left, left), (node.right, right))):
                return self.display(gast.copy_location(type(left)([*left.elts, *right.elts], gast.Load()), node))
            if joins_lists(node) or isinstance(left, (gast.Tuple, gast.List)) or isinstance(
                    right, (gast.Tuple, gast.List)) or any(
                    self.activity.containers.of(part) in (list, tuple) for part in (node.left, node.right)):
                joined = call(self.speller.spell(plus), self.atom(node.left), self.atom(node.right))
                return gast.copy_location(joined, node)
        if isinstance(node, gast.BinOp) and isinstance(node.op, gast.Mult):
            for position, (items, count) in enumerate(((node.left, node.right), (node.right, node.left)), 1):
                if getattr(node, 'joins', 0) == position or self.activity.containers.of(items) in (
                        list, tuple) or isinstance(self.activity.display_of(items), (gast.Tuple, gast.List)):
                    if self.activity.carries(count):
                        raise self.function.error(
                            UnsupportedError, node, 'a list times a value that carries a derivative cannot be '
                            'differentiated: times an integer it is repeated',
                            'If an array is meant, make the list one: np.array([...]).')
                    new = call(self.speller.spell(repeated), self.atom(items), self.atom(count))
                    return gast.copy_location(new, node)
        if isinstance(node, gast.BinOp):
            new = gast.BinOp(self.atom(node.left), node.op, self.atom(node.right))
        elif isinstance(node, gast.UnaryOp):
            new = gast.UnaryOp(node.op, self.atom(node.operand))
        elif isinstance(node, gast.Call):
            func = node.func
            if isinstance(func, gast.Attribute) and self.activity.carries(func.value):
                func = gast.copy_location(gast.Attribute(self.atom(func.value), func.attr, gast.Load()), func)
            elif not isinstance(func, (gast.Name, gast.Attribute)):
                func = self.temporary(func, 'function')
            new = gast.Call(func, [self.atom(a) for a in node.args],
                            [gast.keyword(k.arg, self.atom(k.value)) for k in node.keywords])
        elif isinstance(node, gast.Subscript):
            value = self.atom(node.value)
            if isinstance(value, (gast.Dict, gast.List, gast.Tuple)):
                value = self.temporary(value)
            new = gast.Subscript(value, self.index(node.slice), gast.Load())
        elif isinstance(node, gast.Attribute):
            new = gast.Attribute(self.atom(node.value), node.attr, gast.Load())
        elif isinstance(node, (gast.Tuple, gast.List, gast.Dict)):
            return self.display(node)
        elif isinstance(node, gast.IfExp):
            return self.choice(node.test, node.body, node.orelse, target)
        elif isinstance(node, gast.BoolOp):
            return self.bool_op(node, target)
        elif isinstance(node, gast.Lambda):
            return self.lambda_(node)
        else:
            raise self.unsupported(node)
        return gast.copy_location(new, node)

    def index(self, node: gast.expr) -> gast.expr:
        """An index without parts that should not be computed twice."""
        if isinstance(node, gast.Tuple):
            return gast.Tuple([self.index(element) for element in node.elts], gast.Load())
        if isinstance(node, gast.Slice):
            bounds = (node.lower, node.upper, node.step)
            return gast.Slice(*[None if bound is None else self.index(bound) for bound in bounds])
        if self.activity.carries(node):
            return self.atom(node)
        return node if is_cheap_index(node) else self.temporary(node, 'index')

    def unsupported(self, node: gast.expr) -> UnsupportedError:
        what = 'a comprehension' if is_comprehension(node) else f'the expression {type(node).__name__}'
        return self.function.error(
            UnsupportedError, node, f'{what} over values that carry derivatives cannot be differentiated',
            'Write it as array operations, or write out its elements.')

    def choice(self, test: gast.expr, body: gast.expr, orelse: gast.expr, target: str | None) -> gast.Name:
        test = test if is_cheap(test) else self.temporary(test, 'condition')
        merged = self.fresh(self.function.names.base(target) if target else 'chosen', True)
        origin = self.origin
        blocks = []
        for value in (body, orelse):
            outer, self.out = self.out, []
            self.emit(merged, self.operation(value) if self.activity.carries(value) else value)
            self.out, block = outer, self.out
            blocks.append(block)
        self.out.append(if_(test, *blocks, origin))
        return name(merged)

    def bool_op(self, node: gast.BoolOp, target: str | None) -> gast.Name:
        first, *rest = node.values
        if not rest:
            return self.temporary(first)
        held = self.temporary(first)
        others = rest[0] if len(rest) == 1 else gast.copy_location(gast.BoolOp(node.op, rest), node)
        if isinstance(node.op, gast.And):
            return self.choice(held, others, held, target)
        return self.choice(held, held, others, target)

    def lambda_(self, node: gast.Lambda) -> gast.Name:
        identifier = self.fresh('function', True)
        args = with_arguments(node.args, defaults=list(map(self.default, node.args.defaults)),
                              kw_defaults=list(map(self.default, node.args.kw_defaults)))
        body = with_origin(gast.copy_location(gast.Return(node.body), node), self.origin)
        definition = gast.FunctionDef(identifier, args, [body], [], None, None, [])
        self.out.append(with_origin(gast.copy_location(definition, node), self.origin))
        self.activity.definitions[identifier] = definition
        return name(identifier)

    def default(self, node: gast.expr | None) -> gast.expr | None:
        """A default value as a constant or a name, as local functions have them."""
        return node if node is None or isinstance(node, (gast.Constant, gast.Name)) else self.temporary(node, 'default')

    def describe(self, node: gast.expr) -> str:
        """A base for the name of a temporary."""
        if isinstance(node, gast.BinOp):
            return _OPERATION_NAMES.get(type(node.op), 'value')
        if isinstance(node, gast.UnaryOp):
            return self.suffixed(_OPERATION_NAMES.get(type(node.op), 'value'), node.operand)
        if isinstance(node, gast.Call):
            if self.function.scope.resolve(node.func, self.function.names.variables) in (number, of_class):
                held = node.args[0]
                return self.function.names.base(held.id) if isinstance(held, gast.Name) else self.describe(held)
            called = getattr(node.func, 'attr', getattr(node.func, 'id', 'value')).strip('_')
            first = node.args[0] if node.args else getattr(node.func, 'value', None)
            suffixed = self.suffixed(called, first)
            return suffixed if suffixed != called else _CALL_NAMES.get(called, called)
        if isinstance(node, gast.Subscript):
            index = node.slice
            mark = index.value if isinstance(index, gast.Constant) else getattr(index, 'id', 'part')
            base = self.function.names.base(node.value.id) if isinstance(node.value, gast.Name) else 'item'
            return f'{base}_{mark}' if f'{base}_{mark}'.isidentifier() else f'{base}_part'
        if isinstance(node, gast.Attribute):
            owner = self.suffixed('', node.value)
            return f'{owner[1:]}_{node.attr}' if owner else node.attr
        return 'value'

    def suffixed(self, base: str, operand: gast.expr | None) -> str:
        if isinstance(operand, gast.Name) and not self.function.names.is_temporary(operand.id) and operand.id in \
                self.function.names.variables:
            return f'{base}_{self.function.names.base(operand.id)}'
        return base


def _matches(target: gast.Tuple, value: gast.expr) -> bool:
    """Whether a display can be assigned to a tuple of targets one by one."""
    return len(target.elts) == len(value.elts) and not any(
        isinstance(element, gast.Starred) for element in [*target.elts, *value.elts])


def _is_made_once(node: gast.expr, display: gast.expr) -> bool:
    """Whether a display that stands for an expression may be evaluated where that stands: the items are made once."""
    return display is node or all(
        isinstance(element.value if isinstance(element, gast.Starred) else element, (gast.Name, gast.Constant))
        for element in display.elts)
