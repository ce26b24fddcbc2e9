"""One derivation: what is asked for, and the callees that are derived on the way."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
import gast

from tangent.analyses.activity import Activity, Mask
from tangent.analyses.calls import Callee
from tangent.analyses.kinds import Kind
from tangent.derive.callees import Request, expand_stars, request_of
from tangent.derive.generate import Generated, Part
from tangent.derive.results import with_result
from tangent.errors import SourceError, UnsupportedError
from tangent.passes.pipeline import Watch, core
from tangent.passes.surgery import reaches_blocks
from tangent.syntax.build import with_defaults, written
from tangent.syntax.function import Function, Scope, with_body
from tangent.syntax.names import Names
from tangent.syntax.parse import mentioned, read
from tangent.syntax.spelling import Speller


@attrs.frozen
class Options:
    """What kind of derivative is wanted; see `tangent.autodiff`.

    grouped: whether several derivatives are one tuple beside what else is returned; by default beside
        what a function returns besides its value.
    seed: the name that the seed would like to have, if not that of the result's adjoint.
    receiver: the class of the object that the function is a method of, if it was asked for when it was called.
    held: the names of what the function captured, where that carries derivatives too.
    """

    wrt: tuple[str, ...]
    preserve_result: bool = False
    value_first: bool = False
    bare: bool = True
    check_dims: bool = True
    optimized: bool = True
    motion: str = 'joint'
    input_derivative: str = 'required'
    kinds: tuple[tuple[str, Kind], ...] = ()
    mode: str = 'reverse'
    has_aux: bool = False
    grouped: bool | None = None
    seed: str = ''
    receiver: type | None = None
    held: tuple[str, ...] = ()

    @property
    def is_grouped(self) -> bool:
        return self.has_aux and not self.preserve_result if self.grouped is None else self.grouped


@attrs.define(eq=False)
class Pair:
    """A callee split in two."""

    primal: Part
    adjoint: Part


class Session:
    """One derivation: the function asked for and the callees that it needs, each derived once.

    Args:
        options: what is asked for.
        split: makes the two parts of a callee; see `derive_split`.
        watch: is shown the function after each stage.
    """

    def __init__(self, options: Options, split: Callable[..., tuple[Generated, Generated]],
                 watch: Watch = lambda stage, function: None) -> None:
        self.options, self.split, self.watch = options, split, watch
        self.pairs: dict[Any, Pair] = {}
        self.in_the_making: set[Any] = set()
        self.pushes: dict[Any, Any] = {}  # the callees in forward mode
        self.scopes: list[Scope] = []
        self.taken: set[str] = set()
        self.results: dict[Request, Mask] = {}
        self.local_parts: list[tuple[Part, Generated]] = []

    # --- callees ---

    def splitter(self, speller: Speller) -> Callable[[Request, Function | None], tuple[gast.expr, gast.expr]]:
        """How the calls of one function refer to the two parts of their callees."""
        def split(request: Request, parent: Function | None) -> tuple[gast.expr, gast.expr]:
            pair = self.pair(request, parent)
            return speller.bind(pair.primal.name, pair.primal), speller.bind(pair.adjoint.name, pair.adjoint)
        return split

    def pair(self, request: Request, parent: Function | None) -> Pair:
        """The two parts of a callee; `parent` is the function it is defined in, if it is not a function object."""
        key = attrs.evolve(request, function=id(request.function))
        found = self.pairs.get(key)
        if found is not None:
            if parent is None and key in self.in_the_making and reaches_blocks(request.function):
                found.adjoint.is_pure_part = False
            return found
        function = self.function_of(request, parent)
        identifier = self.unique(callee_name(function))
        pair = Pair(Part(f'primal_{identifier}'), Part(f'adjoint_{identifier}', is_pure_part=True))
        self.pairs[key] = pair
        self.in_the_making.add(key)
        primal, adjoint = self.split(self, function, request.wrt, identifier, None, dict(request.masks))
        self.in_the_making.remove(key)
        pair.adjoint.is_pure_part = adjoint.is_pure
        for part, made in ((pair.primal, primal), (pair.adjoint, adjoint)):
            part.cell.cell_contents = made.function
            part.is_pure_part = part.is_pure_part or made.is_pure
            part.is_fresh = made.is_fresh
            if parent is not None:
                self.local_parts.append((part, made))
        return pair

    def function_of(self, request: Request, parent: Function | None) -> Function:
        """The function that a request is about, with as many parameters as the call passes."""
        if parent is None:
            function = attrs.evolve(read(request.function), classes=dict(request.classes))
            self.scopes.append(function.scope)
        else:
            lifted = request.function
            tree = with_body(lifted.tree, [*lifted.carried, *lifted.tree.body])
            outer = {definition.name: parent.outer[definition.name] for definition in lifted.carried}
            function = attrs.evolve(parent, tree=tree, names=Names(mentioned(tree)), outer=outer,
                                    defaults=_constant_defaults(tree), classes=dict(request.classes))
            for identifier in [*function.parameters, *sorted(set().union(*map(written, tree.body)))]:
                function.names.add(identifier)
        return expand_stars(function, request.extra, request.names, request.more)

    def unique(self, identifier: str) -> str:
        """A name for a callee; another one for the same callee split differently."""
        chosen, count = identifier, 0
        while chosen in self.taken:
            count += 1
            chosen = f'{identifier}_{count}'
        self.taken.add(chosen)
        return chosen

    def varies(self, callee: Callee, caller: Activity) -> Mask:
        """What of the result of a callee varies, from what of its arguments does."""
        try:
            request = request_of(caller.function, caller, callee)
        except (UnsupportedError, SourceError):
            return True  # the call will be refused if it turns out to be active
        if request not in self.results:
            self.results[request] = True  # while it is looked at: in a recursion nothing is known
            function = attrs.evolve(read(callee.target), classes=dict(request.classes))
            function = expand_stars(function, request.extra, request.names, request.more)
            speller = Speller(function.scope, function.names)
            function = with_result(core(function, request.wrt, speller, lambda stage, function: None))
            activity = Activity(function, request.wrt, self.varies, dict(request.masks))
            self.results[request] = activity.mask_of(function.tree.body[-1].value)
        return self.results[request]


def callee_name(function: Function) -> str:
    """What a callee is called: a method of a known class by both names, such as `Layer_forward`."""
    kind = function.classes.get(function.parameters[0]) if function.parameters else None
    if isinstance(kind, type) and any(vars(base).get(function.name) is function.object for base in kind.__mro__):
        return f'{kind.__name__}_{function.name.strip("_")}'
    return function.name


def _constant_defaults(tree: gast.FunctionDef) -> dict[str, Any]:
    """The default values of a function defined inside another: constants, as all others are passed."""
    return {node.id: default.value for node, default in with_defaults(tree.args)}
