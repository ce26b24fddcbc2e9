"""Reverse mode: the adjoint statements of a function in core form.

The statements are made on the assumption that every primal value is still at hand.
All names are fresh, and each adjoint that is made is exact: it has the shape and dtype
of its variable.
"""
from __future__ import annotations

from collections.abc import Callable

import attrs
import gast

from tangent.analyses.activity import Activity, target_names
from tangent.analyses.blocks import block_of
from tangent.analyses.calls import attribute_entry, callee_of
from tangent.analyses.control import assigned_where_read
from tangent.analyses.contexts import holds_in_adjoint
from tangent.analyses.rewritten import rewritten_containers
from tangent.analyses.sharing import is_copy, writes_in_place
from tangent.derive import loops, surgery
from tangent.derive.callees import CallPlan, Request, passed_on, plan_call
from tangent.derive.generate import Part
from tangent.derive.operations import Operations, as_expression, takes
from tangent.errors import UnsupportedError
from tangent.runtime.arrays import add, add_at, pack, unbroadcast, zero, zeros_like
from tangent.runtime.fields import add_field
from tangent.runtime.sequences import append, complete, entries_of, fitted, pop
from tangent.syntax.build import (
    LOOPS, assign, binary, blocks_of, call, clone, constant, if_, name, origin_of, store, tuple_, with_blocks,
    walk, with_origin, written,
)
from tangent.syntax.function import ADJOINT, Function, Origin
from tangent.syntax.indexing import index_value
from tangent.syntax.spelling import Speller
from tangent.templates.engine import fill
from tangent.templates.registry import BILINEAR, ELEMENTWISE

Adjoints = dict[str, str]


class Reverse:
    """Makes the forward and the backward statements of one function.

    `adjoints` maps a primal variable to the variable that holds its adjoint so far; a
    variable that has none yet has the adjoint zero.

    Args:
        runs_blocks: whether the user's code for the backward pass is in it, or left out.
    """

    def __init__(self, function: Function, activity: Activity, speller: Speller,
                 split: Callable[[Request, Function | None], tuple[gast.expr, gast.expr]],
                 runs_blocks: bool = True) -> None:
        self.runs_blocks = runs_blocks
        self.function, self.activity, self.speller, self.split = function, activity, speller, split
        self.operations = Operations(function, activity, speller)
        self.names = function.names
        self.plans: dict[int, CallPlan] = {}
        self.steps: dict[int, str] = {}  # the counters of loops, by their numbers
        self.items: dict[int, str] = {}  # what loops go through, as it can be gone through again
        self.assigned = assigned_where_read(function.tree.body, set(function.parameters))
        self.arrays: set[str] = set()  # variables that an operation of arrays was done with
        self.undefined: set[str] = set()  # variables that must be there, if only as None, on every path
        self.rewritten = rewritten_containers(function)
        self.taken_by_blocks = set(function.parameters).union(*map(written, function.tree.body))
        self.loops: list[loops.Loop] = []  # those whose adjoints are being made, the innermost last
        self.out: list[gast.stmt] = []
        self.adjoints: Adjoints = {}
        self.origin: Origin | None = None

    # --- forward ---

    def forward(self, statements: list[gast.stmt]) -> list[gast.stmt]:
        """The primal statements, with calls that will be reversed replaced by those of their primals."""
        out = []
        for node in statements:
            if isinstance(node, gast.If):
                node.branch = (self.names.loop(),)
                out.append(with_blocks(node, [self.forward(block) for block in blocks_of(node)]))
                continue
            if isinstance(node, gast.With):
                out.append(with_blocks(node, [self.forward(node.body)]))
                continue
            if isinstance(node, LOOPS):
                out += loops.counted(self, node, self.forward(node.body))
                continue
            if block_of(node) is not None:
                out.append(assign(node.targets[0], node.value.args[0], origin_of(node)))
                continue
            plan = self.plan(node)
            if plan is None:
                out.append(node)
                continue
            self.plans[id(node)] = plan
            target = tuple_([node.targets[0], store(plan.saved)], gast.Store)
            out.append(assign(target, plan.primal, origin_of(node)))
        return out

    def plan(self, node: gast.stmt) -> CallPlan | None:
        """How an active call without a rule is split, or None for any other statement."""
        if not (self.is_active(node) and isinstance(node.value, gast.Call)):
            return None
        callee = callee_of(self.function, node.value, self.activity.locals)
        if callee.entry is not None:
            return None
        return plan_call(self.function, self.activity, self.speller, self.split, node.value, callee,
                         not self.runs_blocks)

    def is_active(self, node: gast.stmt) -> bool:
        return (isinstance(node, gast.Assign) and self.activity.carries(node.value)
                and not self.activity.active.isdisjoint(target_names(node.targets[0])))

    # --- backward ---

    def backward(self, statements: list[gast.stmt], adjoints: Adjoints) -> list[gast.stmt]:
        """The adjoint statements of a block; `adjoints` is brought up to date."""
        outer = self.out, self.adjoints
        self.out, self.adjoints = [], adjoints
        for position, node in reversed([*enumerate(statements)]):
            origin = origin_of(node)
            self.origin = attrs.evolve(origin, role=ADJOINT) if origin else None
            if isinstance(node, gast.If):
                self.if_(node)
            elif isinstance(node, gast.With):
                self.with_(node)
            elif isinstance(node, LOOPS):
                loops.backward(self, node)
            elif isinstance(node, gast.FunctionDef):
                self.definition(node)
            elif block_of(node) is not None:
                surgery.inserted(self, node)
            elif self.is_active(node):
                self.assignment(node)
            elif isinstance(node, gast.Assign):
                for identifier in target_names(node.targets[0]):
                    self.adjoints.pop(identifier, None)
            if self.runs_blocks and surgery.may_stop(node):
                loops.unless_stopped(self, statements[:position])
                break
        block, (self.out, self.adjoints) = self.out, outer
        return block

    def if_(self, node: gast.If) -> None:
        origin = self.origin
        before = dict(self.adjoints)
        paths = [dict(before), dict(before)]
        blocks = [self.backward(block, path) for block, path in zip((node.body, node.orelse), paths)]
        inside = written(node)
        self.adjoints.clear()
        for variable in sorted(set(paths[0]) | set(paths[1])):
            found = [path.get(variable) for path in paths]
            if found[0] == found[1]:
                self.adjoints[variable] = found[0]
            elif variable not in inside or (variable in before and None not in found):
                merged = self.names.adjoint(variable)
                for block, adjoint in zip(blocks, found):
                    value = name(adjoint) if adjoint else self.zeros(variable)
                    block.append(assign(merged, value, None if adjoint else attrs.evolve(origin, text='')))
                self.adjoints[variable] = merged
        if any(blocks):
            new = if_(clone(node.test), blocks[0], blocks[1], origin)
            new.branch = node.branch
            self.out.append(new)

    def with_(self, node: gast.With) -> None:
        """The adjoint of a block in a context: in the same one, if it is about how operations are done."""
        origin = self.origin
        block = self.backward(node.body, self.adjoints)
        items = [gast.withitem(clone(item.context_expr), None) for item in node.items
                 if holds_in_adjoint(self.function, item.context_expr)]
        if block and items:
            new = gast.With(items, block, None)
            self.out.append(with_origin(new, origin))
        else:
            self.out += block

    def stop(self) -> str:
        """The variable that tells that a block ends the loop around it."""
        loop = self.loops[-1]
        if loop.flag is None:
            loop.flag = self.names.fresh('stopped')
        return loop.flag

    def zeros(self, variable: str) -> gast.expr:
        if variable not in self.assigned:
            self.undefined.add(variable)
        return call(self.speller.spell(zero), name(variable))

    def assignment(self, node: gast.Assign) -> None:
        target = node.targets[0]
        derivative = self.derivative_of(target)
        if derivative is None and not (isinstance(target, gast.Name) and self.runs_code(self.plans.get(id(node)))):
            return
        derivative = self.zeros(target.id) if derivative is None else derivative
        value = node.value
        is_rewritten = isinstance(target, gast.Name) and target.id in self.rewritten
        if is_rewritten and is_copy(value) and isinstance(value.func.value, gast.Name):
            derivative = call(self.speller.spell(fitted), derivative, clone(value.func.value))
        if self.calls(value, append):
            self.unappend(value, derivative)
        elif self.calls(value, pop) and len(value.args) == 1:
            self.contribute(value.args[0], call(self.speller.spell(append), *derivative.elts))
        elif isinstance(target, gast.Tuple) and isinstance(value, gast.Name):
            self.contribute(value, self.packed(derivative, value))
        elif isinstance(value, (gast.Name, gast.Tuple, gast.List, gast.Dict)):
            if is_rewritten and isinstance(value, (gast.List, gast.Dict)):
                derivative = call(self.speller.spell(fitted), derivative, name(target.id))
                derivative = self.held(derivative, target.id)
            self.contribute(value, derivative)
        elif id(node) in self.plans:
            self.call_back(self.plans[id(node)], derivative)
        elif isinstance(value, gast.Subscript) and self.operations.indexing(value) is None:
            derivative = self.packed(derivative, value) if isinstance(target, gast.Tuple) else derivative
            self.subscript(value, derivative, isinstance(target, gast.Name) and target.id in self.arrays)
        elif isinstance(value, gast.Attribute) and attribute_entry(value) is None:
            self.field(value, self.packed(derivative, value) if isinstance(target, gast.Tuple) else derivative)
        else:
            self.by_rule(as_expression(target), value, derivative)

    def packed(self, parts: gast.expr, whole: gast.expr) -> gast.expr:
        """The adjoint of what was unpacked, which may be an array, from those of its items."""
        return call(self.speller.spell(pack), parts, clone(whole))

    def calls(self, value: gast.expr, helper: Callable) -> bool:
        """Whether a value is what one of tangent's own helpers gives."""
        return isinstance(value, gast.Call) and self.function.scope.resolve(
            value.func, self.function.names.variables) is helper

    def unappend(self, value: gast.Call, derivative: gast.expr) -> None:
        """The adjoint of a list without the last item, and that of the item."""
        items, item = value.args
        rest, last = self.names.adjoint(items.id), self.names.ignored()
        if self.activity.carries(item):
            base = self.names.base(item.id) if isinstance(item, gast.Name) else 'item'
            last = self.names.fresh(f'b{base}', temporary=True, primal=item.id if isinstance(item, gast.Name) else None)
        popped = call(self.speller.spell(pop), derivative)
        self.out.append(assign(tuple_([store(rest), store(last)], gast.Store), popped, self.origin))
        self.contribute(items, name(rest))
        is_rewritten = items.id in self.rewritten
        self.contribute(item, call(self.speller.spell(fitted), name(last), clone(item)) if is_rewritten else name(last))

    def derivative_of(self, target: gast.expr) -> gast.expr | None:
        """The adjoint of an assignment's target, which is used up by it; None if nothing contributed."""
        if isinstance(target, gast.Name):
            found = self.adjoints.pop(target.id, None)
            return None if found is None else name(found)
        parts = [self.derivative_of(element.value if isinstance(element, gast.Starred) else element)
                 for element in target.elts]
        if all(part is None for part in parts):
            return None
        elements = []
        for element, part in zip(target.elts, parts):
            starred = isinstance(element, gast.Starred)
            if part is None:
                part = self.zeros(element.value.id) if starred else (
                    self.zeros(element.id) if isinstance(element, gast.Name) else constant(0.0))
            elements.append(gast.Starred(part, gast.Load()) if starred else part)
        return tuple_(elements)

    # --- contributions ---

    def contribute(self, operand: gast.expr, value: gast.expr, array: bool = False) -> None:
        """Add a value to the adjoint of an operand: a name, or a display of operands.

        array: whether the operand is known to be a number or array, so that `+` adds.
        """
        if not self.activity.carries(operand):
            return
        if isinstance(operand, gast.Name):
            known = self.adjoints.get(operand.id)
            if known is not None and writes_in_place(self.function, value):
                value = self.held(value)  # what is copied for a write is decided for statements
            if known is not None and array:
                value = binary(name(known), gast.Add(), value)
            elif known is not None:
                value = call(self.speller.spell(add), name(known), value)
            self.set_adjoint(operand.id, value)
        elif isinstance(operand, gast.Starred):
            self.contribute(operand.value, value)
        elif isinstance(operand, gast.Subscript):  # of a tuple that a call unpacked
            item = gast.Dict([clone(operand.slice)], [value])
            self.contribute(operand.value, call(self.speller.spell(complete), item, clone(operand.value)))
        elif isinstance(operand, gast.Dict):
            held = self.held(value)
            for position, (key, element) in enumerate(zip(operand.keys, operand.values)):
                later = [gast.Starred(clone(v), gast.Load()) if k is None else clone(k) for k, v in zip(
                    operand.keys[position + 1:], operand.values[position + 1:])]
                if key is None:
                    self.contribute(element, call(self.speller.spell(entries_of), clone(held), clone(element), *later))
                elif any(isinstance(k, gast.Starred) for k in later):  # which may have this key, too
                    taken = call(self.speller.spell(entries_of), clone(held), gast.Dict([clone(key)], [clone(element)]),
                                 *later)
                    self.contribute(element, gast.Subscript(taken, clone(key), gast.Load()))
                else:
                    self.contribute(element, gast.Subscript(clone(held), clone(key), gast.Load()))
        else:
            self.contribute_to_elements(operand.elts, value)

    def contribute_to_elements(self, elements: list[gast.expr], value: gast.expr) -> None:
        parts = value.elts if isinstance(value, (gast.Tuple, gast.List)) else ()
        if len(parts) == len(elements) and not any(isinstance(part, gast.Starred) for part in parts):
            for element, part in zip(elements, parts):
                self.contribute(element, part)
            return
        if sum(isinstance(element, gast.Starred) for element in elements) > 1:
            self.contribute_by_slices(elements, self.held(value))
            return
        targets = []
        for element in elements:
            inner = element.value if isinstance(element, gast.Starred) else element
            base = f'b{self.names.base(inner.id)}' if isinstance(inner, gast.Name) else 'bpart'
            primal = inner.id if isinstance(inner, gast.Name) and inner is element else None
            base = base if self.activity.carries(element) else '_'
            part = store(self.names.fresh(base, temporary=True, primal=primal))
            targets.append(gast.Starred(part, gast.Store()) if isinstance(element, gast.Starred) else part)
        self.out.append(assign(tuple_(targets, gast.Store), value, self.origin))
        for element, target in zip(elements, targets):
            if isinstance(target, gast.Starred) and isinstance(element.value, gast.Name):
                whole = call(self.speller.spell(pack), name(target.value.id), clone(element.value))
                self.contribute(element.value, whole)
            else:
                self.contribute(element, name(getattr(target, 'value', target).id))

    def contribute_by_slices(self, elements: list[gast.expr], value: gast.expr) -> None:
        """Add the items of a value to the adjoints of several elements, starred ones among them."""
        at: gast.expr = constant(0)
        for element in elements:
            if isinstance(element, gast.Starred):
                end = binary(clone(at), gast.Add(), call(name('len'), clone(element.value)))
                part = gast.Subscript(clone(value), gast.Slice(clone(at), clone(end), None), gast.Load())
                self.contribute(element.value, call(self.speller.spell(pack), part, clone(element.value)))
                at = end
            else:
                self.contribute(element, gast.Subscript(clone(value), clone(at), gast.Load()))
                at = binary(clone(at), gast.Add(), constant(1))

    def set_adjoint(self, variable: str, value: gast.expr) -> str:
        adjoint = self.names.adjoint(variable)
        self.out.append(assign(adjoint, value, self.origin))
        self.adjoints[variable] = adjoint
        return adjoint

    def held(self, value: gast.expr, primal: str | None = None) -> gast.Name:
        """A value that is read several times, under a name; `primal` is the variable that it is the adjoint of."""
        if isinstance(value, gast.Name):
            return value
        held = self.names.fresh('held', temporary=True) if primal is None else self.names.adjoint(primal)
        self.out.append(assign(held, value, self.origin))
        return name(held)

    def subscript(self, node: gast.Subscript, derivative: gast.expr, is_array: bool) -> None:
        """The adjoint of reading x[i]: added into a buffer that stands for the adjoint of all of x.

        is_array: whether what was read is used as an array is: if it is a slice, x is none of a list then.
        """
        if not isinstance(node.value, gast.Name):
            raise self.function.error(UnsupportedError, node, 'this subscript cannot be differentiated',
                                      'Give what is subscripted a name first.')
        variable = node.value.id
        sliced = any(isinstance(part, gast.Slice) for part in gast.walk(node.slice))
        if variable not in self.adjoints:
            zeros = zeros_like if sliced and is_array else zero
            self.set_adjoint(variable, call(self.speller.spell(zeros), name(variable)))
        buffer = name(self.adjoints[variable])
        added = call(self.speller.spell(add_at), buffer, index_value(clone(node.slice), self.speller), derivative)
        self.set_adjoint(variable, added)

    def field(self, node: gast.Attribute, derivative: gast.expr) -> None:
        """The adjoint of reading a field of a record."""
        variable = node.value.id
        known = self.adjoints.get(variable)
        start = name(known) if known else call(self.speller.spell(zero), name(variable))
        self.set_adjoint(variable, call(self.speller.spell(add_field), start, constant(node.attr), derivative))

    def by_rule(self, result: gast.expr, value: gast.expr, derivative: gast.expr) -> None:
        """The adjoint of an operation that has a rule."""
        entry, arguments = self.operations.rule_for(value)
        if entry.adjoint is None:
            raise self.operations.no_rule(value, 'has no rule in reverse mode')
        filled = self.operations.filled(value, fill, entry.adjoint, result, derivative, arguments, self.origin)
        self.out += filled.statements
        for parameter in sorted(takes(entry) & set(arguments)):
            if not filled.derivatives and self.activity.carries(arguments[parameter]):
                raise self.operations.no_rule(
                    value, f'has no derivative with respect to its argument {parameter!r} as it is called here')
        for parameter in sorted(filled.derivatives, key=lambda p: self.is_carried(arguments[p])):
            operand, contribution = arguments[parameter], filled.derivatives[parameter]
            if not self.activity.carries(operand):
                continue
            if entry.style in (ELEMENTWISE, BILINEAR) or entry.shape == 'reduction':
                self.arrays |= {*target_names(operand)}
            if entry.style == ELEMENTWISE and not isinstance(operand, (gast.Tuple, gast.List)):
                contribution = call(self.speller.spell(unbroadcast), contribution, clone(operand))
            self.contribute(operand, contribution, array=entry.style == ELEMENTWISE)

    def is_carried(self, operand: gast.expr) -> bool:
        """Whether an operand is what a loop carries: its adjoint may overwrite that of the result, and comes last."""
        return isinstance(operand, gast.Name) and operand.id in self.names.heads

    # --- calls ---

    def runs_code(self, plan: CallPlan | None) -> bool:
        """Whether the adjoint of a call runs code of the user's, and must be called whatever is needed of it."""
        adjoint = self.speller.added.get(plan.adjoint.id) if plan and isinstance(plan.adjoint, gast.Name) else None
        return isinstance(adjoint, Part) and not adjoint.is_pure_part

    def calls_blocks(self) -> bool:
        """Whether the adjoint of any call runs code of the user's."""
        return any(map(self.runs_code, self.plans.values()))

    def call_back(self, plan: CallPlan, derivative: gast.expr) -> None:
        """The adjoint of a call whose callee is differentiated too."""
        value = call(clone(plan.adjoint), name(plan.saved), derivative)
        operands = plan.operands
        if len(operands) == 1:
            self.contribute(operands[0], value)
        else:
            self.contribute_to_elements(operands, value)

    def definition(self, node: gast.FunctionDef) -> None:
        """The adjoint of defining a function: the adjoints of what it captured, in the order of their names."""
        if node.name not in self.activity.active:
            return
        found = self.adjoints.pop(node.name, None)
        if found is None:
            return
        for identifier in sorted(self.activity.captured(node) & self.activity.active):
            if identifier in self.activity.definitions:
                raise passed_on(self.function, node, identifier)
            value: gast.expr = gast.Subscript(name(found), constant(identifier), gast.Load())
            if any(isinstance(part, gast.Call) and isinstance(part.func, gast.Name) and part.func.id == identifier
                   for part in walk(node)):  # a function that captured nothing is not there
                value = call(gast.Attribute(name(found), 'get', gast.Load()), constant(identifier))
            self.contribute(name(identifier), value)
