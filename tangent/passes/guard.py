"""Refuse calls that may change in place what the derivative depends on.

A statement that is only a call does something to what it is given, or to the world.
Printing and logging are fine; a call that may write into an array or container that
carries derivatives, or that the backward pass may read, is not.
"""
from __future__ import annotations

import logging
import types
from collections.abc import Collection
from typing import Any

import attrs
import gast
import numpy as np

from tangent.analyses.activity import Activity, target_names
from tangent.analyses.effects import out_argument
from tangent.analyses.integers import is_of_integers
from tangent.analyses.sharing import Sharing, writes_in_place
from tangent.errors import SourceError, UnsupportedError
from tangent.syntax.build import SCOPES, Opaque, bound_names, children, in_order, reads, rename, walk, written
from tangent.syntax.function import MISSING, Function, is_generated
from tangent.syntax.parse import read
from tangent.syntax.saved import is_generated_file
from tangent.templates.registry import lookup

# Methods that change the object they belong to, but not their arguments.
GROW = {'append', 'extend', 'insert', 'add', 'update', 'setdefault', 'appendleft', 'write', 'put', 'put_nowait'}
# Methods of arrays that change them, as they may stand inside a lambda.
IN_PLACE = {'sort', 'fill', 'partition', 'put', 'itemset', 'resize', 'byteswap', 'setfield'}
_CHANGES = IN_PLACE | {'pop', 'remove', 'clear', 'reverse', 'popitem'}
_OF_LISTS = {'append', 'extend', 'insert', 'pop', 'remove', 'clear', 'update', 'setdefault', 'reverse', 'popitem'}
_WRITERS = (np.copyto, np.put, np.place, np.putmask, np.fill_diagonal, np.put_along_axis, np.random.shuffle)
_WORLD = {'exec', 'eval', 'locals', 'globals', 'vars', 'setattr', 'delattr'}
_OPAQUE_REMEDIES = {gast.With: 'Enter the context around the call of the derivative.',
                    gast.Match: 'Write it with if and elif.',
                    gast.ClassDef: 'Define the class outside of the function.'}
_REMEDY = ('Make a new value instead of changing one (np.where, np.concatenate, a list display), or make the call '
           'outside of the function.')


def check_effects(function: Function, activity: Activity) -> Function:
    """Return the function as it is, or raise at the first call that may change what matters.

    Raises:
        UnsupportedError: with the place of the call.
    """
    needed: set[str] = set()
    statements = in_order(function.tree.body)
    for node in statements:
        active = isinstance(node, gast.Assign) and not activity.active.isdisjoint(target_names(node.targets[0]))
        if active or isinstance(node, gast.Return):
            needed |= reads(node)
    for node in statements:
        _check_inner(function, node, activity.varied | needed)
        if isinstance(node, gast.FunctionDef):
            _check_captured(function, node)
        if isinstance(node, Opaque):
            _check_opaque(function, activity, needed, node)
        _check_truncated(function, activity, node)
        for part, bound in _calls(node):
            _check_call(function, activity, needed, part, isinstance(node, gast.Expr) and part is node.value, bound)
    return function


def _check_truncated(function: Function, activity: Activity, node: gast.stmt) -> None:
    """Refuse a write of what carries derivatives into an array of integers, which cuts it off."""
    value = getattr(node, 'value', None)
    if isinstance(node, gast.Assign) and writes_in_place(function, value) and any(
            map(activity.carries, value.args[2:])) and is_of_integers(function, value.args[0]):
        raise function.error(
            UnsupportedError, value, 'what is written into an array of integers is cut off, and has no derivative',
            'Make the array one of floats.')


def _check_opaque(function: Function, activity: Activity, needed: set[str], node: Opaque) -> None:
    """Refuse a statement that stays as it is where something that carries derivatives passes through it."""
    statement = node.body[0]
    active = sorted(written(node) & activity.active)
    if active:
        what = {gast.With: 'this with statement', gast.Match: 'a match statement', gast.ClassDef: 'a class definition'
                }.get(type(statement), 'a try statement')
        returns, base = function.names.is_temporary(active[0]), function.names.base(active[0])
        does = 'returns a value' if returns else f'assigns {base!r}'
        raise function.error(
            UnsupportedError, statement, f'{what} that {does} on which the derivative depends cannot be '
            'differentiated', _OPAQUE_REMEDIES.get(
                type(statement), 'Handle the exception around the call of the derivative, or test before what may '
                'raise it.'))
    alone = {id(part.value) for part in walk(statement) if isinstance(part, gast.Expr)}
    for part in walk(statement):
        if isinstance(part, gast.Call):
            _check_call(function, activity, needed, part, id(part) in alone)


def _check_inner(function: Function, statement: gast.stmt, needed: set[str]) -> None:
    """Refuse functions and lambdas defined inside that change what they are given."""
    for scope in walk(statement):
        if not isinstance(scope, (gast.FunctionDef, gast.Lambda)):
            continue
        own = bound_names(scope)
        for node in walk(scope):
            if isinstance(node, (gast.Subscript, gast.Attribute)) and isinstance(node.ctx, (gast.Store, gast.Del)):
                outer = reads(node.value) & set(function.names.variables) - own
                if outer:
                    raise function.error(
                        UnsupportedError, node, f'a function defined inside changes {min(outer)!r} of the function '
                        'around it', 'Pass the value as an argument, and return the new one.')
            if isinstance(node, gast.Call) and isinstance(node.func, gast.Attribute) and node.func.attr in _OF_LISTS:
                outer = reads(node.func.value) & set(function.names.variables) & needed - own
                if outer:
                    raise function.error(
                        UnsupportedError, node, f'a function defined inside may change {min(outer)!r} of the function '
                        'around it', 'Pass the value as an argument, and return the new one.')
            if isinstance(node, gast.Call) and isinstance(node.func, gast.Attribute) and node.func.attr in IN_PLACE:
                if reads(node.func.value) & {*own, *function.names.variables}:
                    raise function.error(UnsupportedError, node, f'{gast.unparse(node.func)} changes an array in place',
                                         _REMEDY)


def _check_captured(function: Function, scope: gast.FunctionDef) -> None:
    """Refuse a function defined inside that is a value, and calls what may write into variables around it."""
    if is_generated(function):
        return
    own = bound_names(scope)
    around = set(function.names.variables) - own
    read = {identifier for statement in in_order(function.tree.body) if statement is not scope
            and not isinstance(statement, gast.Expr) for identifier in reads(statement)}
    alone = {id(part.value) for part in walk(scope) if isinstance(part, gast.Expr)}
    for node in walk(scope):
        if isinstance(node, gast.Call):
            target = function.scope.resolve(node.func, {*around, *own})
            written = set().union(*map(reads, written_by(function, node, target, id(node) in alone)))
            if written & around & read:
                raise function.error(
                    UnsupportedError, node, f'a function defined inside may change {min(written & around & read)!r} of '
                    'the function around it', 'Pass the value as an argument, and return the new one.')


def _calls(statement: gast.stmt) -> list[tuple[gast.Call, set[str]]]:
    """The calls in a statement, but not in those inside it, each with what is bound by lambdas and such around it."""
    found, stack = [], [(statement, set())]
    while stack:
        node, bound = stack.pop()
        if isinstance(node, gast.Call):
            found.append((node, bound))
        if isinstance(node, SCOPES):
            bound = bound | bound_names(node)
        stack += [(child, bound) for child in children(node) if not isinstance(child, gast.stmt)]
    return found


def _remedy(node: gast.Call, base: str) -> str:
    """What to do about a call that may write into a variable."""
    is_method = isinstance(node.func, gast.Attribute) and isinstance(node.func.value, gast.Name)
    if not is_method or node.func.attr in _OF_LISTS | IN_PLACE:
        return _REMEDY
    return (f'Annotate {base!r} with its class, if it is an object of a class of yours. Otherwise make a new value '
            'instead of changing one, or make the call outside of the function.')


def _check_call(function: Function, activity: Activity, needed: set[str], node: gast.Call, alone: bool,
                bound: Collection[str] = ()) -> None:
    target = function.scope.resolve(node.func, function.names.variables)
    if isinstance(node.func, gast.Name) and node.func.id in _WORLD and node.func.id not in function.names.variables:
        raise function.error(UnsupportedError, node, f'what {node.func.id}() does to variables cannot be seen',
                             'Write the statements out.')
    out = out_argument(function, node)
    if out is not None and not (isinstance(out, gast.Constant) and out.value is None):
        raise function.error(UnsupportedError, node, 'a result written into another array (out=) cannot be '
                             'differentiated', 'Assign the result to a name.')
    written = written_by(function, node, target, alone)
    names = {identifier for value in written for identifier in reads(value) if _is_data(function, identifier)}
    if not names:
        return
    arguments = [*node.args, *[k.value for k in node.keywords]]
    given = any(map(activity.carries, arguments)) or not set().union(*map(reads, arguments)).isdisjoint(bound)
    used = {identifier for s in in_order(function.tree.body) for identifier in reads(s)
            if not (isinstance(s, gast.Expr) and s.value is node)}
    for identifier in sorted(names):
        if identifier in activity.varied or identifier in needed or given and identifier in used:
            base = function.names.base(identifier)
            raise getattr(node, 'refusal', (None,))[0] or function.error(
                UnsupportedError, node, f'{_shown(function, node.func)} may change {base!r} in place, on which the '
                'derivative depends', _remedy(node, base))


def _shown(function: Function, node: gast.expr) -> str:
    """An expression with the names that the user knows."""
    return gast.unparse(rename(node, {identifier: function.names.base(identifier) for identifier in reads(node)}))


def written_by(function: Function, node: gast.Call, target: Any, alone: bool) -> list[gast.expr]:
    """What a call may write into."""
    arguments = [*node.args, *[k.value for k in node.keywords]]
    if target is not MISSING:
        if any(target is function_ for function_ in _WRITERS) or _overwrites(node, target):
            return node.args[:1]
        if lookup(target) is not None or _is_harmless(target):
            return []
        if isinstance(target, types.FunctionType):
            return arguments if may_write(target, set()) else []
        return arguments if alone else []
    if isinstance(node.func, gast.Name):
        inner = next((s for s in in_order(function.tree.body)
                      if isinstance(s, gast.FunctionDef) and s.name == node.func.id), None)
        if alone if inner is None else writes_into_arguments(attrs.evolve(function, tree=inner), set()):
            return arguments
    if isinstance(node.func, gast.Attribute):
        if not alone:
            return [node.func.value] if node.func.attr in _OF_LISTS | IN_PLACE else []
        base = function.scope.resolve(node.func.value, function.names.variables)
        if isinstance(base, logging.Logger) or _makes_logger(function, node.func.value):
            return []
        return [node.func.value, *([] if node.func.attr in GROW else arguments)]
    return []


def _overwrites(node: gast.Call, target: Any) -> bool:
    """Whether a call that gives a new array lets the function use the memory of the old one."""
    flags = {k.arg: k.value for k in node.keywords if k.arg is not None}
    if target is np.nan_to_num:
        copied = flags.get('copy', node.args[1] if len(node.args) > 1 else None)
        return not (copied is None or isinstance(copied, gast.Constant) and copied.value)
    return any(flag.startswith('overwrite_') and not (isinstance(value, gast.Constant) and not value.value)
               for flag, value in flags.items())


def _is_data(function: Function, identifier: str) -> bool:
    """Whether a name is a variable, or data of the module or of a function around."""
    value = function.scope.lookup(identifier)
    return identifier in function.names.variables or value is not MISSING and not callable(value) and not isinstance(
        value, types.ModuleType)


def _makes_logger(function: Function, node: gast.expr) -> bool:
    return isinstance(node, gast.Call) and function.scope.resolve(
        node.func, function.names.variables) is logging.getLogger


def _is_harmless(target: Any) -> bool:
    module = getattr(target, '__module__', None) or ''
    return (target is print or isinstance(target, type)
            or module.partition('.')[0] in ('logging', 'warnings', 'time', 'tangent'))


def may_write(target: types.FunctionType, looked_at: set[Any]) -> bool:
    """Whether a function may write into what it is given; a generated one writes only into what it made."""
    if target in looked_at or is_generated_file(target.__code__.co_filename):
        return False
    looked_at.add(target)
    try:
        function = read(target)
    except SourceError:
        return False  # like a C function, it is trusted
    return writes_into_arguments(function, looked_at)


def writes_into_arguments(function: Function, looked_at: set[Any]) -> bool:
    """Whether a function may write into an argument, or into a part of one."""
    same, held = _shared_with_arguments(function)

    def reaches(node: gast.expr) -> bool:
        """Whether writing into what an expression stands for may write into an argument."""
        return node.id in same if isinstance(node, gast.Name) else bool(reads(node) & held)
    for node in walk(gast.Module(function.tree.body, [])):
        if isinstance(node, (gast.Subscript, gast.Attribute)) and isinstance(node.ctx, (gast.Store, gast.Del)):
            if reaches(node.value):
                return True
        elif isinstance(node, gast.AugAssign):
            if isinstance(node.target, gast.Name) and node.target.id in same:
                return True
            if not isinstance(node.target, gast.Name) and reads(node.target.value) & held:
                return True  # the item may be an argument, and be changed itself
        elif isinstance(node, gast.keyword):
            if node.arg == 'out' and reads(node.value) & held:
                return True
        elif isinstance(node, gast.Expr) and isinstance(node.value, gast.Call):
            func = node.value.func
            if isinstance(func, gast.Attribute) and func.attr in GROW and isinstance(func.value, gast.Name):
                if func.value.id in same:
                    return True
            elif _call_may_write(function, node.value, held, looked_at):
                return True
        elif isinstance(node, gast.Call) and (_helper_may_write(function, node, held, looked_at) or isinstance(
                node.func, gast.Attribute) and node.func.attr in _CHANGES and reaches(node.func.value)):
            return True
    return False


def _shared_with_arguments(function: Function) -> tuple[set[str], set[str]]:
    """The variables that may be an argument of a function or a part of one, and those that may hold one besides."""
    shares = Sharing(function)
    nodes = list(walk(gast.Module(function.tree.body, [])))
    assigned = [(name, node.value if isinstance(target, gast.Name) else _item(node.value))
                for node in nodes if isinstance(node, (gast.Assign, gast.NamedExpr))
                for target in (node.targets if isinstance(node, gast.Assign) else [node.target])
                for name in target_names(target)]
    assigned += [(name, _item(node.iter)) for node in nodes if isinstance(node, (gast.For, gast.comprehension))
                 for name in target_names(node.target)]
    assigned += [put for node in nodes for put in _put_into(node)]
    of_lambdas = {p.id for node in nodes if isinstance(node, gast.Lambda) for p in node.args.args}
    same, held = {*function.parameters, *of_lambdas}, {*function.parameters, *of_lambdas}
    size = -1
    while size < len(same) + len(held):
        size = len(same) + len(held)
        held |= {name for name, value in assigned if not shares.direct(value).isdisjoint(held)}
        same |= {name for name, value in assigned
                 if not shares.is_new(value) and not shares.direct(value).isdisjoint(
                     same if isinstance(value, gast.Name) else held)}
    return same, held


def _item(node: gast.expr) -> gast.expr:
    """An item of what an expression gives."""
    return gast.Subscript(node, gast.Constant(0, None), gast.Load())


def _put_into(node: gast.AST) -> list[tuple[str, gast.expr]]:
    """The variables whose objects a node puts something into, each with a display of that."""
    values: list[gast.expr] = []
    places: list[gast.expr] = []
    if isinstance(node, gast.Call) and isinstance(node.func, gast.Attribute) and node.func.attr in GROW:
        values, places = [*node.args, *[k.value for k in node.keywords]], [node.func.value]
    elif isinstance(node, (gast.Assign, gast.AugAssign)):
        targets = node.targets if isinstance(node, gast.Assign) else [node.target]
        parts = [part.value for target in targets for part in walk(target)
                 if isinstance(part, (gast.Subscript, gast.Attribute))]
        values, places = [node.value], [*parts, *(targets if isinstance(node, gast.AugAssign) else [])]
    made = gast.List(values, gast.Load())
    return [(root, made) for place in places for root in _root_of(place)] if values else []


def _root_of(node: gast.expr) -> list[str]:
    """The variable that a place belongs to, if it is one."""
    while isinstance(node, (gast.Subscript, gast.Attribute)):
        node = node.value
    return [node.id] if isinstance(node, gast.Name) else []


def may_write_into(function: Function, node: gast.Call, names: set[str]) -> bool:
    """Whether a call is one of a Python function that may write into what some variables hold."""
    return _helper_may_write(function, node, names, set())


def _helper_may_write(function: Function, node: gast.Call, own: set[str], looked_at: set[Any]) -> bool:
    """Whether a call is one of a Python function that may write into what it is given, and so into one of `own`."""
    target = function.scope.resolve(node.func, function.names.variables)
    return (isinstance(target, types.FunctionType) and lookup(target) is None and bool(_given(node) & own)
            and may_write(target, looked_at))


def _given(node: gast.Call) -> set[str]:
    return set().union(*[reads(value) for value in [*node.args, *[k.value for k in node.keywords]]])


def _call_may_write(function: Function, node: gast.Call, own: set[str], looked_at: set[Any]) -> bool:
    """Whether a call that is a statement of its own may write into one of `own`."""
    if isinstance(node.func, (gast.Name, gast.Subscript)) and reads(node.func) & own:
        return True  # what is called may be a method of what it writes into
    target = function.scope.resolve(node.func, function.names.variables)
    given = _given(node) & own
    if isinstance(target, types.FunctionType) and lookup(target) is None:
        return _helper_may_write(function, node, own, looked_at)
    if target is not MISSING:
        return bool(given) and lookup(target) is None and not _is_harmless(target)
    if isinstance(node.func, gast.Attribute):
        return bool(reads(node.func.value) & own) or bool(given) and node.func.attr not in GROW
    return bool(given)
