"""Forward mode: each statement that carries derivatives is followed by its tangent statement.

All names are versioned, so a variable has one tangent, of the shape and dtype that it has
itself.  Loops, branches and writes in place are carried over as they are: what a primal
variable does its tangent does too.
"""
from __future__ import annotations

import itertools
from collections.abc import Callable

import attrs
import gast

from tangent.analyses.activity import Activity, target_names
from tangent.analyses.blocks import block_of
from tangent.analyses.calls import attribute_entry, callee_of
from tangent.analyses.effects import entry_of
from tangent.analyses.sharing import writes_in_place
from tangent.derive.callees import Request, passed_on
from tangent.derive.operations import Operations, as_expression, takes
from tangent.derive.pushes import push_call
from tangent.derive.surgery import check_left_out
from tangent.errors import NoRuleError
from tangent.runtime.arrays import add, unbroadcast, zero
from tangent.syntax.build import (
    BLOCKS, Opaque, assign, binary, blocks_of, call, clone, constant, in_order, name, origin_of, rebuild,
    rebuild_children, store, tuple_, walk, with_blocks, with_targets, written,
)
from tangent.syntax.function import TANGENT, Function, Origin
from tangent.syntax.spelling import Speller
from tangent.templates.engine import (
    ZERO, Arguments, BindingError, bind, differentiable, fill, fill_forward, names_zero, static_value,
)
from tangent.templates.registry import BILINEAR, ELEMENTWISE, LINEAR, Entry


class Forward:
    """Makes the statements of a function with those of its tangents among them."""

    def __init__(self, function: Function, activity: Activity, speller: Speller,
                 push: Callable[[Request, Function | None], tuple[gast.expr, tuple[str, ...]]]) -> None:
        self.function, self.activity, self.speller, self.push = function, activity, speller, push
        self.operations = Operations(function, activity, speller)
        self.names = function.names
        self.tangents: dict[str, str] = {}
        self.zero_names: set[str] = set()  # names of templates for what is zero
        self.started: dict[int, str] = {}  # tangents that were made before a write, by the operand
        self.out: list[gast.stmt] = []
        self.origin: Origin | None = None

    def tangent(self, variable: str) -> str:
        """The variable for the tangent of another."""
        if variable not in self.tangents:
            made = self.tangents[variable] = self.names.tangent(variable)
            if variable in self.names.heads:
                self.names.heads[made] = self.names.heads[variable]
        return self.tangents[variable]

    def statements(self, block: list[gast.stmt]) -> list[gast.stmt]:
        """The statements of a block, each followed by that of its tangent."""
        outer, self.out = self.out, []
        for node in block:
            if isinstance(node, BLOCKS):
                self.out.append(with_blocks(node, [self.statements(inner) for inner in blocks_of(node)]))
                continue
            if block_of(node) is not None:
                check_left_out(self.function, node)
                node = assign(node.targets[0], node.value.args[0], origin_of(node))
            origin = origin_of(node)
            self.origin = attrs.evolve(origin, role=TANGENT) if origin else None
            if isinstance(node, gast.Assign) and not self.activity.active.isdisjoint(target_names(node.targets[0])):
                self.assignment(node)
            elif isinstance(node, gast.FunctionDef):
                self.out.append(node)
                self.definition(node)
            else:
                self.out.append(node)
                if isinstance(node, Opaque):
                    self.nothing(written(node))
        block, self.out = self.out, outer
        return block

    def nothing(self, targets: set[str], value: gast.expr | None = None) -> None:
        """Tangents of variables that were assigned something that carries none: a value, if that is known."""
        for identifier in sorted(targets & self.activity.active):
            like: gast.expr = name(identifier)
            if value is not None and self.is_truth(value):
                like = binary(constant(1.0), gast.Mult(), like)  # where it meets numbers, it is one
            self.emit(store(self.tangent(identifier)), call(self.speller.spell(zero), like))

    def is_truth(self, value: gast.expr) -> bool:
        """Whether an expression is a truth value, or an array of those."""
        if isinstance(value, gast.Name):
            made = [node.value for node in in_order(self.function.tree.body)
                    if isinstance(node, gast.Assign) and value.id in target_names(node.targets[0])]
            return len(made) == 1 and not isinstance(made[0], gast.Name) and self.is_truth(made[0])
        return isinstance(value, gast.Compare) or type(static_value(value)) is bool or isinstance(
            value, gast.UnaryOp) and isinstance(value.op, gast.Not)

    def emit(self, target: gast.expr, value: gast.expr) -> None:
        self.out.append(assign(target.id if isinstance(target, gast.Name) else target, value, self.origin))

    def assignment(self, node: gast.Assign) -> None:
        target, value = node.targets[0], node.value
        if not self.activity.carries(value):
            self.out.append(node)
            self.nothing(set(target_names(target)), value)
            return
        if isinstance(value, gast.Call):
            callee = callee_of(self.function, value, self.activity.locals)
            if callee.entry is None:
                pushed = push_call(self.function, self.activity, self.speller, self.push, value, callee, self.of)
                both = tuple_([target, self.target(target)], gast.Store)
                self.out.append(assign(both, pushed, origin_of(node)))
                return
        if writes_in_place(self.function, value) and isinstance(value.args[0], gast.Name) and not self.activity.carries(
                value.args[0]):
            self.begin(value)
        self.out.append(node)
        self.emit(self.target(target), self.value(target, value))

    def begin(self, value: gast.Call) -> None:
        """Make zeros for the tangent of what is about to be written for the first time."""
        started = self.names.tangent(value.args[0].id)
        self.emit(store(started), call(self.speller.spell(zero), clone(value.args[0])))
        self.started[id(value.args[0])] = started

    def target(self, target: gast.expr) -> gast.expr:
        """The tangent of an assignment's target."""
        if isinstance(target, gast.Name):
            return store(self.tangent(target.id) if target.id in self.activity.active else self.names.ignored())
        if isinstance(target, gast.Starred):
            return gast.Starred(self.target(target.value), gast.Store())
        return tuple_([self.target(element) for element in target.elts], gast.Store)

    def value(self, target: gast.expr, value: gast.expr) -> gast.expr:
        """The tangent of an assigned value."""
        if isinstance(value, (gast.Name, gast.Tuple, gast.List, gast.Dict)):
            return self.of(value)
        if isinstance(value, gast.Subscript) and self.operations.indexing(value) is None:
            return gast.Subscript(self.of(value.value), clone(value.slice), gast.Load())
        if isinstance(value, gast.Attribute) and attribute_entry(value) is None:
            return gast.Attribute(self.of(value.value), value.attr, gast.Load())
        return self.by_rule(as_expression(target), value)

    def of(self, node: gast.expr) -> gast.expr:
        """The tangent of an operand: a name, or a display of operands."""
        if id(node) in self.started:
            return name(self.started[id(node)])
        if isinstance(node, gast.Starred):
            return gast.Starred(self.of(node.value), gast.Load())
        if not self.activity.carries(node):
            if type(static_value(node)) in (int, float):
                return constant(0.0)
            return call(self.speller.spell(zero), clone(node))
        if isinstance(node, gast.Name):
            return name(self.tangent(node.id))
        if isinstance(node, gast.Dict):
            return gast.Dict(clone(node.keys), list(map(self.of, node.values)))
        if isinstance(node, gast.Subscript):
            return gast.Subscript(self.of(node.value), clone(node.slice), gast.Load())
        return type(node)(list(map(self.of, node.elts)), gast.Load())

    def definition(self, node: gast.FunctionDef) -> None:
        """The tangent of a function that is defined: the tangents of what it captured, by name."""
        if node.name not in self.activity.active:
            return
        variables = self.activity.captured(node)
        captured = sorted(variables & self.activity.active)
        inner = [c for c in captured if c in self.activity.definitions]
        passed = self.is_passed_on(node.name)
        if inner and passed:
            raise passed_on(self.function, node, inner[0])
        if passed:  # where it is called, nobody knows which of them carry derivatives
            captured = sorted({*captured, *(variables & self.assigned_before(node))} - self.activity.definitions.keys())
        self.emit(store(self.tangent(node.name)),
                  gast.Dict(list(map(constant, captured)), [self.of(name(c)) for c in captured]))

    def assigned_before(self, definition: gast.FunctionDef) -> set[str]:
        """The variables that are assigned above a definition."""
        found = set(self.function.parameters)
        for node in itertools.takewhile(lambda node: node is not definition, in_order(self.function.tree.body)):
            if isinstance(node, gast.For):
                found |= written(node.target)
            elif isinstance(node, gast.With):
                found |= with_targets(node)
            elif not isinstance(node, BLOCKS):
                found |= written(node)
        return found

    def is_passed_on(self, identifier: str) -> bool:
        """Whether a function is used as a value, and not only called."""
        nodes = [part for statement in self.function.tree.body for part in walk(statement)]
        called = {id(part.func) for part in nodes if isinstance(part, gast.Call)}
        return any(isinstance(part, gast.Name) and part.id == identifier and id(part) not in called for part in nodes)

    # --- rules ---

    def by_rule(self, result: gast.expr, value: gast.expr) -> gast.expr:
        """The tangent of an operation that has a rule."""
        entry, arguments = self.operations.rule_for(value)
        active = [p for p in arguments if p in takes(entry) and self.activity.carries(arguments[p])]
        if entry.tangent is not None:
            return self.by_template(entry, result, arguments, value)
        if entry.style == ELEMENTWISE:
            return self.elementwise(entry, result, arguments, active, value)
        if isinstance(value, gast.Subscript):
            return self.made_by_index(value)
        if entry.style == LINEAR:
            replaced = {id(part): self.of(part) for p in takes(entry) & set(arguments) for part in _parts(arguments[p])}
            made = self.replaced(value, replaced)
            return self.with_all_fields(made, entry, result, arguments) if isinstance(entry.function, type) else made
        if entry.style == BILINEAR:
            filled = self.operations.filled(value, fill, entry.adjoint, result, constant(0.0), arguments, self.origin)
            # On what the rule leaves out the result does not depend. If that is all, it only knows no adjoint.
            read = [p for p in active if p in filled.derivatives or not filled.derivatives]
            return self.sum_of([self.replaced(value, {id(arguments[p]): self.of(arguments[p])}) for p in read], result)
        raise self.operations.no_rule(value, 'has no rule in forward mode', 'tangent')

    def with_all_fields(self, made: gast.Call, entry: Entry, result: gast.expr, arguments: Arguments) -> gast.Call:
        """The tangent of a new record, with zeros for the fields that have their default values."""
        given = {k.arg for k in made.keywords} | set(list(arguments)[:len(made.args)])
        record = result if isinstance(result, gast.Name) else made
        zeros = [gast.keyword(field, call(self.speller.spell(zero), gast.Attribute(clone(record), field, gast.Load())))
                 for field in arguments if field not in given and field in takes(entry)]
        return gast.Call(made.func, made.args, [*made.keywords, *zeros])

    def made_by_index(self, value: gast.Subscript) -> gast.expr:
        """The tangent of np.r_[...] and the like: ranges in it are constant, words say how parts are put together."""
        parts = []
        for part in value.slice.elts if isinstance(value.slice, gast.Tuple) else [value.slice]:
            if isinstance(part, gast.Slice):
                made = gast.Subscript(clone(value.value), clone(part), gast.Load())
                parts.append(call(self.speller.spell(zero), made))
            else:
                parts.append(clone(part) if isinstance(static_value(part), str) else self.of(part))
        return gast.Subscript(clone(value.value), tuple_(parts) if len(parts) > 1 else parts[0], gast.Load())

    def by_template(self, entry: Entry, result: gast.expr, arguments: Arguments, value: gast.expr) -> gast.expr:
        tangents = {p: self.of(argument) if self.activity.carries(argument) else name(f'{ZERO}{p}')
                    for p, argument in arguments.items() if p in takes(entry)}
        filled = self.operations.filled(value, fill_forward, entry.tangent, result, tangents, arguments, self.origin)
        if not filled.derivatives:
            raise self.gives_none(value, next(p for p in arguments if self.activity.carries(arguments[p])))
        given, = filled.derivatives.values()
        zeros = {f'{ZERO}{p}': argument for p, argument in arguments.items()}
        statements, value = self.shortened(filled.statements, given)
        if any(isinstance(part, gast.Name) and part.id == ZERO for n in [*statements, value] for part in walk(n)):
            statements, value = filled.statements, given
        self.out += [assign(node.targets[0].id, self.with_zeros(node.value, zeros), self.origin) for node in statements]
        return self.with_zeros(value, zeros)

    def shortened(self, statements: list[gast.stmt], value: gast.expr) -> tuple[list[gast.stmt], gast.expr]:
        """What a template became, without what is zero."""
        kept = []
        self.zero_names = set()
        for node in statements:
            made = self.without_zeros(node.value)
            if names_zero(made):
                self.zero_names.add(node.targets[0].id)
            else:
                kept.append(assign(node.targets[0].id, made, self.origin))
        return kept, self.without_zeros(value)

    def gives_none(self, value: gast.expr, parameter: str) -> NoRuleError:
        """The error for a rule that gives no derivative for the arguments of a call."""
        return self.operations.no_rule(
            value, f'has no derivative with respect to its argument {parameter!r} as it is called here', 'tangent')

    def elementwise(self, entry: Entry, result: gast.expr, arguments: Arguments, active: list[str],
                    value: gast.expr) -> gast.expr:
        terms = []
        for parameter in active:
            tangent = self.of(arguments[parameter])
            filled = self.operations.filled(value, fill, entry.adjoint, result, tangent, arguments, self.origin)
            if not filled.derivatives:
                raise self.gives_none(value, parameter)
            if parameter in filled.derivatives:  # else the result does not depend on it, as it is called here
                self.out += filled.statements
                terms.append(filled.derivatives[parameter])
        total = self.sum_of(terms, result)
        return call(self.speller.spell(unbroadcast), total, clone(result)) if terms else total

    def sum_of(self, terms: list[gast.expr], result: gast.expr) -> gast.expr:
        """The sum of what arguments add to the tangent of a result: zero if that depends on none of them."""
        if not terms:
            return call(self.speller.spell(zero), clone(result))
        total = terms[0]
        for term in terms[1:]:
            total = binary(total, gast.Add(), term)
        return total

    def replaced(self, value: gast.expr, replaced: dict[int, gast.expr]) -> gast.expr:
        """An operation with tangents in place of some of its operands."""
        return rebuild(value, lambda part: clone(replaced[id(part)]) if id(part) in replaced else None)

    def without_zeros(self, node: gast.expr) -> gast.expr:
        """The expression of a tangent without the terms that are zero."""
        if isinstance(node, gast.BinOp):
            left, right = self.without_zeros(node.left), self.without_zeros(node.right)
            if isinstance(node.op, (gast.Add, gast.Sub)):
                if names_zero(right):
                    return left
                if names_zero(left):
                    return right if isinstance(node.op, gast.Add) else gast.UnaryOp(gast.USub(), right)
            elif names_zero(left) or names_zero(right):
                return left if names_zero(left) else right
            return gast.BinOp(left, node.op, right)
        if isinstance(node, gast.UnaryOp):
            operand = self.without_zeros(node.operand)
            return operand if names_zero(operand) else gast.UnaryOp(node.op, operand)
        if isinstance(node, gast.Name) and node.id in self.zero_names:
            return name(ZERO)
        if isinstance(node, gast.Call):
            args = list(map(self.without_zeros, node.args))
            keywords = [gast.keyword(k.arg, self.without_zeros(k.value)) for k in node.keywords]
            if len(args) == 2 and any(map(names_zero, args)) and self.function.scope.resolve(
                    node.func, self.names.variables) is add:
                return args[0] if names_zero(args[1]) else args[1]
            new = gast.Call(node.func, args, keywords)
            return name(ZERO) if any(map(names_zero, args)) and self.keeps_zero(new) else new
        return rebuild_children(
            node, lambda child: self.without_zeros(child) if isinstance(child, gast.expr) else child)

    def keeps_zero(self, node: gast.Call) -> bool:
        """Whether a call gives zero, as it is linear in what is zero among its arguments."""
        entry = entry_of(self.function, node)
        if entry is None or entry.template is None:
            return False
        try:
            bound = bind(entry, tuple(node.args), tuple(node.keywords))
        except BindingError:
            return False
        zeros = {p for p, argument in bound.items() if names_zero(argument)}
        if entry.style == LINEAR:
            return differentiable(entry.template) & set(bound) <= zeros
        return bool(zeros & (differentiable(entry.template) if entry.style == BILINEAR else set(entry.linear)))

    def with_zeros(self, node: gast.expr, zeros: dict[str, gast.expr]) -> gast.expr:
        """The expression with zeros of the shapes of arguments that carry no derivative where they are still read."""
        return rebuild(node, lambda part: self.of(zeros[part.id]) if names_zero(part) and part.id != ZERO else None)


def _parts(node: gast.expr) -> list[gast.expr]:
    """An argument, and if it gathers several (`*args`, `**keywords`), those."""
    if isinstance(node, gast.Dict):
        return [node, *node.values]
    return [node, *node.elts] if isinstance(node, gast.Tuple) else [node]
