"""Functions around the two parts of a derivative: the pull-back and the push-forward at a point, and the Jacobian.

The primal runs once and saves what the adjoint needs; the adjoint never consumes it, so it can be called
again.  The push-forward at a point is the transpose of the adjoint, which is linear in its seed.
"""
from __future__ import annotations

from collections.abc import Callable

import attrs
import gast

from tangent.derive.derivation import derive_joint, derive_split, with_caller
from tangent.derive.session import Options, Session
from tangent.derive.generate import Generated, Part, generate
from tangent.derive.pushforward import with_seeds
from tangent.runtime.seeds import direction, seed
from tangent.runtime.jacobians import count, from_columns, from_rows, units
from tangent.syntax.build import (
    assign, call, clone, if_, key, name, parameter, store, tuple_, with_arguments, with_origin,
)
from tangent.syntax.function import Function
from tangent.syntax.parse import read

PULLBACK, LINEARIZE, GGNVP = 'pullback', 'linearize', 'ggnvp'
JACOBIANS = ('jacobian', 'jacobian forward', 'jacobian reverse')
POINTS = (PULLBACK, LINEARIZE, *JACOBIANS)
OF_VECTORS = '_of_vectors'  # ends the name of a function that takes several vectors for one that takes a tuple


def derive_point(session: Session, function: Function, curvature: Part | None = None) -> tuple[Generated, ...]:
    """A function of the arguments that gives the Jacobian, or the result and a function of seeds or of tangents.

    curvature: for a Gauss-Newton product, the Hessian-vector product of what comes after the function.
    """
    return _Point(session, function, curvature).derived()


class _Point:
    def __init__(self, session: Session, function: Function, curvature: Part | None) -> None:
        self.session, self.kind, self.curvature = session, session.options.motion, curvature
        self.wrt = session.options.wrt
        identifier = session.unique(function.name)
        self.primal, self.adjoint = derive_split(session, function, self.wrt, identifier, False)
        self.function, self.speller, self.arguments, self.keywords = with_caller(function)
        names = self.function.names
        self.result, self.saved = names.fresh('result'), names.fresh('saved')
        self.returned_by_primal = [self.result, *([names.fresh('aux')] if session.options.has_aux else [])]
        self.vectors = [names.fresh(f'd{w}') for w in self.wrt] if self.kind == GGNVP else []
        self.point = name(self.wrt[0]) if len(self.wrt) == 1 else tuple_(map(name, self.wrt))

    def derived(self) -> tuple[Generated, ...]:
        both = tuple_(map(store, [*self.returned_by_primal, self.saved]), gast.Store)
        primal = gast.Call(self.part(self.primal), self.arguments, self.keywords)
        body = [assign(both, primal, None), *self.ending()]
        args = self.function.tree.args
        if self.kind == GGNVP:
            args = with_seeds(args, self.vectors)
        tree = gast.FunctionDef(self.function.name, args, body, [], None, None, [])
        made = attrs.evolve(self.function, tree=tree)
        entry = generate(made, self.speller, self.named())
        return entry, self.primal, self.adjoint

    def named(self) -> str:
        start = {PULLBACK: 'pullback_', LINEARIZE: 'linearize_', GGNVP: 'ggnvp_'}.get(self.kind, 'jacobian_')
        return f'{start}{self.function.name}' + ''.join(f'd{w}' for w in self.wrt)

    def part(self, made: Generated) -> gast.expr:
        """A reference to a generated function."""
        found = Part(made.function.__name__, is_pure_part=True)
        found.cell.cell_contents = made.function
        self.session.local_parts.append((found, made))
        return self.speller.bind(found.name, found)

    def push(self) -> gast.expr:
        """A reference to the push-forward: the derivative of the adjoint with respect to its seed."""
        adjoint = read(self.adjoint.function)
        session = Session(Options(wrt=(adjoint.parameters[1],), check_dims=False,
                                  optimized=self.session.options.optimized), self.session.split)
        return self.part(derive_joint(session, adjoint, adjoint.name.replace('adjoint', 'push', 1)))

    # --- what they end with ---

    def ending(self) -> list[gast.stmt]:
        if self.kind == PULLBACK:
            fitted = call(self.speller.spell(seed), name('seed'), name(self.result))
            return self.with_function('pull', ['seed'], call(self.part(self.adjoint), name(self.saved), fitted))
        if self.kind == LINEARIZE:
            seeds = [f'd{w}' for w in self.wrt]
            return self.with_function('push', seeds, self.pushed(seeds))
        if self.kind == GGNVP:
            curved = call(self.speller.bind(self.curvature.name, self.curvature), name(self.result),
                          self.pushed(self.vectors))
            return [self.with_result(call(self.part(self.adjoint), name(self.saved), curved))]
        if self.kind == 'jacobian reverse':
            return [self.by_rows()]
        if self.kind == 'jacobian forward':
            return [self.by_columns()]
        sizes = [call(self.speller.spell(count), name(self.result)), call(self.speller.spell(count), self.point)]
        test = gast.Compare(sizes[0], [gast.LtE()], [sizes[1]])
        return [if_(test, [self.by_rows()], [], None), self.by_columns()]

    def pushed(self, vectors: list[str]) -> gast.expr:
        """The tangent of the result, from a vector for each argument."""
        fitted = [call(self.speller.spell(direction), name(d), name(w)) for d, w in zip(vectors, self.wrt)]
        return call(self.push(), name(self.saved), name(self.result), fitted[0] if len(fitted) == 1 else tuple_(fitted))

    def with_function(self, wanted: str, parameters: list[str], value: gast.expr) -> list[gast.stmt]:
        """The last statements: a function of vectors is made, and returned after the result."""
        identifier = self.function.names.fresh(wanted)
        args = gast.arguments(args=list(map(parameter, parameters)), posonlyargs=[], vararg=None, kwonlyargs=[],
                              kw_defaults=[], kwarg=None, defaults=[])
        body = [with_origin(gast.Return(value), None)]
        return [with_origin(gast.FunctionDef(identifier, args, body, [], None, None, []), None),
                with_origin(gast.Return(tuple_([name(self.result), name(identifier)])), None)]

    def by_rows(self) -> gast.stmt:
        pulled = call(self.part(self.adjoint), name(self.saved), name('unit'))
        return self.collected(from_rows, pulled, name(self.result))

    def by_columns(self) -> gast.stmt:
        pushed = call(self.push(), name(self.saved), name(self.result), name('unit'))
        return self.collected(from_columns, pushed, clone(self.point))

    def collected(self, helper: object, item: gast.expr, over: gast.expr) -> gast.stmt:
        each = gast.comprehension(store('unit'), call(self.speller.spell(units), over), [], 0)
        value = call(self.speller.spell(helper), gast.ListComp(item, [each]), name(self.result), clone(self.point))
        return self.with_result(value)

    def with_result(self, value: gast.expr) -> gast.stmt:
        """The last statement: what was asked for, and the function's own result if that is wished."""
        kept = [name(self.returned_by_primal[-1])] if self.session.options.preserve_result else []
        return with_origin(gast.Return(tuple_([value, *kept]) if kept else value), None)


def spread_seed(function: Function, of: Callable, seed_name: str, vectors: list[str]) -> Generated:
    """A function that takes the parts of a tuple, the seed of another, as parameters of their own."""
    function, speller, arguments, keywords = with_caller(function)
    vectors = [function.names.fresh(vector) for vector in vectors]
    arguments = [tuple_(map(name, vectors)) if key(a) == key(name(seed_name)) else a for a in arguments]
    keywords = [gast.keyword(k.arg, tuple_(map(name, vectors))) if k.arg == seed_name else k for k in keywords]
    value = gast.Call(speller.bind(of.__name__, of), arguments, keywords)
    args = function.tree.args
    positional = [new for p in args.args for new in (map(parameter, vectors) if p.id == seed_name else [p])]
    by_name = [new for p, default in zip(args.kwonlyargs, args.kw_defaults) for new in (
        [(parameter(vector), None) for vector in vectors] if p.id == seed_name else [(p, default)])]
    spread = with_arguments(args, args=positional, kwonlyargs=[p for p, _ in by_name],
                            kw_defaults=[default for _, default in by_name])
    tree = gast.FunctionDef(function.name, spread,
                            [with_origin(gast.Return(value), None)], [], None, None, [])
    return generate(attrs.evolve(function, tree=tree), speller, f'{function.name}{OF_VECTORS}')
