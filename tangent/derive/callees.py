"""Calls of functions that are differentiated themselves: what is passed, and to what.

In reverse a callee splits in two: a primal, which also returns what its adjoint will
need, and an adjoint, which takes that and the adjoint of the result.  A callee that only
the run can tell is split when it is called.
"""
from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from typing import Any

import attrs
import gast

from tangent.analyses.activity import Activity, Mask, any_of
from tangent.analyses.calls import METHODS_OF, Callee
from tangent.errors import NoRuleError, SourceError, UnsupportedError
from tangent.runtime.fields import method_of
from tangent.runtime.tracing import check_installed, tracer_of
from tangent.syntax.build import assign, call, clone, constant, name, parameter, tuple_, with_arguments
from tangent.syntax.function import MISSING, Function, Itself, parameters
from tangent.passes.stars import items_taken
from tangent.syntax.parse import read
from tangent.syntax.spelling import Speller


@attrs.frozen(eq=False)
class CallPlan:
    """How a call is reversed.

    primal: the call that replaces it in the forward pass; it gives the result and what is saved.
    adjoint: the function for the backward pass, called with what was saved and the result's adjoint.
    saved: the variable for what is saved.
    operands: what the adjoints that it returns belong to, in their order.
    """

    primal: gast.expr
    adjoint: gast.expr
    saved: str
    operands: list[gast.expr]


@attrs.frozen
class Request:
    """A callee to be split: which function, with respect to which parameters.

    extra: how many positional arguments go into its `*args`.
    names: the keyword arguments that go into its `**kwargs`.
    more: whether others may go there that carry no derivatives, as `*` or `**` passes what is not written out.
    masks: which items of parameters that are tuples carry derivatives.
    classes: the parameters that are passed objects of known class, or a class.
    """

    function: Any
    wrt: tuple[str, ...]
    extra: int = 0
    names: tuple[str, ...] = ()
    masks: tuple[tuple[str, Mask], ...] = ()
    classes: tuple[tuple[str, type | Itself], ...] = ()
    more: bool = False


@attrs.frozen(eq=False)
class Asked:
    """A call of a function that is differentiated itself.

    request: what is asked of the callee.
    parent: the function that it is defined in, if it is no function object.
    arguments, keywords: what is passed, `*` and `**` written out, and what a local function captured.
    operands: what is passed for the parameters in `request.wrt`.
    """

    name: str
    request: Request
    parent: Function | None
    arguments: list[gast.expr]
    keywords: list[gast.keyword]
    operands: list[gast.expr]


def asked(function: Function, activity: Activity, node: gast.Call, callee: Callee) -> Asked:
    """What a call asks of a callee that is a Python function, or one defined in the caller."""
    if callee.local is not None:
        source: Any = activity.lifted(callee.local)
        tree = source.tree
        captured = {c: name(c) for c in source.captured}
    else:
        source, captured = callee.target, {}
        try:
            tree = read(callee.target).tree
        except SourceError as error:
            raise function.error(SourceError, node, error.reason, error.remedy) from None
    arguments, keywords = _spread(function, activity, node, tree)
    if callee.local is not None:
        keywords = [gast.keyword(source.renamed.get(k.arg, k.arg), k.value) for k in keywords]
    keywords += [gast.keyword(key, value) for key, value in captured.items()]
    if callee.local is not None:
        positional = [*tree.args.posonlyargs, *tree.args.args]
        given = {p.id for p in positional[:len(arguments)]} | {k.arg for k in keywords}
        keywords += [gast.keyword(p, name(default)) for p, default in source.defaults.items() if p not in given]
    bound, extra, extra_names = _bind(function, node, _shown(callee, tree), tree.args, arguments, keywords)
    wrt = tuple(parameter_ for parameter_ in bound if activity.carries(bound[parameter_]))
    request = Request(source, wrt, extra, extra_names, masks_of(bound, activity), classes_of(activity, bound),
                      _has_stars(arguments, keywords))
    parent = _around(function, activity) if callee.local is not None else None
    return Asked(tree.name, request, parent, arguments, keywords, [bound[p] for p in wrt])


def plan_call(function: Function, activity: Activity, speller: Speller,
              split: Callable[[Request, Function | None], tuple[gast.expr, gast.expr]], node: gast.Call,
              callee: Callee, linear: bool) -> CallPlan:
    """Plan the reversal of a call into which something active goes; see `tangent.primal_of` for `linear`."""
    if callee.local is None and not callee.is_source:
        return _at_run_time(function, activity, speller, node, callee, linear)
    call_ = asked(function, activity, node, callee)
    primal, adjoint = split(call_.request, call_.parent)
    saved = function.names.fresh(f'{call_.name.strip("_")}_saved', temporary=False)
    return CallPlan(gast.Call(primal, call_.arguments, call_.keywords), adjoint, saved, call_.operands)


def masks_of(bound: Mapping[str, gast.expr], activity: Activity) -> tuple[tuple[str, Mask], ...]:
    """For the parameters that are passed tuples, which items carry derivatives."""
    found = ((parameter_, activity.mask_of(value)) for parameter_, value in bound.items())
    return tuple((parameter_, mask) for parameter_, mask in found if isinstance(mask, tuple) and any_of(mask))


def request_of(function: Function, activity: Activity, callee: Callee) -> Request:
    """What is asked of a callee that is a Python function, as far as activity goes.

    Raises:
        UnsupportedError: if the arguments cannot be bound.
    """
    tree = read(callee.target).tree
    node = gast.Call(gast.Constant(None, None), list(callee.arguments), list(callee.keywords))
    arguments, keywords = _spread(function, activity, node, tree)
    bound, extra, extra_names = _bind(function, node, _shown(callee, tree), tree.args, arguments, keywords)
    wrt = tuple(parameter_ for parameter_ in bound if activity.carries(bound[parameter_]))
    return Request(callee.target, wrt, extra, extra_names, masks_of(bound, activity), classes_of(activity, bound),
                   _has_stars(arguments, keywords))


def classes_of(activity: Activity, bound: Mapping[str, gast.expr]) -> tuple[tuple[str, type | Itself], ...]:
    """For the parameters that are passed objects of known class, or classes, these."""
    classes = activity.classes
    found = ((parameter_, classes.of(value) or classes.as_itself(value)) for parameter_, value in bound.items())
    return tuple((parameter_, kind) for parameter_, kind in found if kind is not None)


def passed_on(function: Function, node: gast.FunctionDef, called: str) -> UnsupportedError:
    """The error for a function that is used as a value and calls another one that captured something active."""
    return function.error(
        UnsupportedError, node, f'{node.name!r} is passed on as a value, and the function {called!r} that it calls '
        'captured values that carry derivatives', f'Pass {called!r} to it as an argument.')


def _around(function: Function, activity: Activity) -> Function:
    """The function that a local one is defined in, as that sees it: with the local functions around it."""
    return attrs.evolve(function, outer={local: activity.lifted(local) for local in sorted(activity.locals)})


def _spread(function: Function, activity: Activity, node: gast.Call,
            tree: gast.FunctionDef) -> tuple[list[gast.expr], list[gast.keyword]]:
    """The arguments of a call with `*` and `**` written out."""
    keywords: list[gast.keyword] = []
    for keyword in node.keywords:
        value = activity.display_of(keyword.value) if keyword.arg is None else None
        if keyword.arg is not None:
            keywords.append(keyword)
        elif isinstance(value, gast.Dict) and all(
                not activity.carries(v) if k is None else isinstance(k, gast.Constant)
                for k, v in zip(value.keys, value.values)):
            keywords += [gast.keyword(k and k.value, v) for k, v in zip(value.keys, value.values)]
        elif not activity.carries(keyword.value):
            keywords.append(keyword)
        else:
            raise _unknown_star(function, keyword.value, '**')
    arguments: list[gast.expr] = []
    for argument in node.args:
        if not isinstance(argument, gast.Starred):
            arguments.append(argument)
            continue
        value = activity.display_of(argument.value)
        if isinstance(value, (gast.Tuple, gast.List)) and not any(
                isinstance(e, gast.Starred) and activity.carries(e.value) for e in value.elts):
            arguments += value.elts
        elif not activity.carries(argument.value):
            arguments.append(argument)
        else:
            count = items_taken(tree, node, keywords)
            if count is None:
                raise _unknown_star(function, argument, '*')
            arguments += [gast.Subscript(clone(argument.value), constant(i), gast.Load()) for i in range(count)]
    _check_places(function, activity, arguments)
    return arguments, keywords


def _has_stars(arguments: list[gast.expr], keywords: list[gast.keyword]) -> bool:
    return any(isinstance(a, gast.Starred) for a in arguments) or any(k.arg is None for k in keywords)


def _check_places(function: Function, activity: Activity, arguments: list[gast.expr]) -> None:
    """Refuse an argument that carries derivatives after a `*` that passes nobody knows how many."""
    stars = [i for i, argument in enumerate(arguments) if isinstance(argument, gast.Starred)]
    if stars and any(map(activity.carries, arguments[stars[0] + 1:])):
        raise _unknown_star(function, arguments[stars[0]].value, '*')


def _unknown_star(function: Function, node: gast.expr, stars: str) -> UnsupportedError:
    return function.error(UnsupportedError, node, f'how many arguments {stars} passes here is not known',
                          'Write out the arguments that carry derivatives.')


def _shown(callee: Callee, tree: gast.FunctionDef) -> str:
    """What a callee is called where it is called: what makes an object, by the name of its class."""
    return callee.target.makes.__name__ if hasattr(callee.target, 'makes') else tree.name


def _bind(function: Function, node: gast.Call, shown: str, args: gast.arguments, arguments: list[gast.expr],
          keywords: list[gast.keyword]) -> tuple[dict[str, gast.expr], int, tuple[str, ...]]:
    """The arguments of a call by parameter; those of `*args` and `**kwargs` by names made for them."""
    positional = [p.id for p in [*args.posonlyargs, *args.args]]
    bound: dict[str, gast.expr] = {}
    extra = 0
    for position, argument in enumerate(arguments):
        if isinstance(argument, gast.Starred):
            break  # carries nothing: which parameters it fills does not matter
        if position < len(positional):
            bound[positional[position]] = argument
        elif args.vararg:
            bound[f'{args.vararg.id}_{extra}'] = argument
            extra += 1
        else:
            raise function.error(UnsupportedError, node, f'{shown} takes {len(positional)} positional arguments, '
                                 f'{len(arguments)} are passed', 'Pass as many as it takes.')
    named = {*positional, *[p.id for p in args.kwonlyargs]}
    extra_names = []
    for keyword in keywords:
        if keyword.arg is None:
            continue
        bound[keyword.arg] = keyword.value
        if keyword.arg not in named:
            if not args.kwarg:
                raise function.error(UnsupportedError, node, f'{shown} takes no argument {keyword.arg!r}',
                                     'Pass what it takes.')
            extra_names.append(keyword.arg)
    return bound, extra, tuple(extra_names)


def expand_stars(function: Function, extra: int, extra_names: tuple[str, ...], and_more: bool = False) -> Function:
    """A function with `*args` and `**kwargs` replaced by as many parameters as a call passes.

    and_more: whether a call may pass more of them, which carry no derivatives.
    """
    tree = function.tree
    args = tree.args
    if not args.vararg and not args.kwarg:
        return function
    prelude: list[gast.stmt] = []
    positional = list(args.args)
    only = list(args.kwonlyargs)
    vararg = kwarg = None
    if args.vararg:
        made = [f'{args.vararg.id}_{i}' for i in range(extra)]
        positional += map(parameter, made)
        if and_more:
            vararg = parameter(function.names.fresh('rest') if made else args.vararg.id)
        if made or not and_more:
            rest = [gast.Starred(name(vararg.id), gast.Load())] if vararg else []
            prelude.append(assign(args.vararg.id, tuple_([*map(name, made), *rest]), None))
    if args.kwarg:
        only += map(parameter, extra_names)
        keys: list[gast.expr | None] = [constant(key) for key in extra_names]
        if and_more:
            kwarg = parameter(function.names.fresh('others') if keys else args.kwarg.id)
        if keys or not and_more:
            values = [name(key) for key in extra_names]
            if kwarg:
                keys, values = [*keys, None], [*values, name(kwarg.id)]
            prelude.append(assign(args.kwarg.id, gast.Dict(keys, values), None))
    defaults = [] if extra else args.defaults
    explicit = with_arguments(args, args=positional, vararg=vararg, kwonlyargs=only, kwarg=kwarg, defaults=defaults,
                              kw_defaults=[*args.kw_defaults, *[None] * (len(only) - len(args.kwonlyargs))])
    new = gast.FunctionDef(tree.name, explicit, [*prelude, *tree.body], [], None, None, [])
    for identifier in parameters(new.args):
        function.names.add(identifier)
    return attrs.evolve(function, tree=gast.copy_location(new, tree))


@attrs.frozen(eq=False)
class Unknown:
    """A call whose callee only the run can tell.

    which: the arguments by which a helper finds the derivative of the callee.
    arguments: those of the call; if what the callee captured carries derivatives, that comes first.
    operands: what carries derivatives, in order.
    """

    which: list[gast.expr]
    arguments: list[gast.expr]
    operands: list[gast.expr]


def unknown(function: Function, activity: Activity, speller: Speller, node: gast.Call, callee: Callee) -> Unknown:
    """What is known of a call whose callee only the run can tell."""
    if callee.target is not MISSING and not _may_have_source(callee.target):
        shown = gast.unparse(node.func)
        raise function.error(
            NoRuleError, node, f'{shown} has no rule, and no Python source that could be differentiated',
            f'Write a rule: @tangent.grads.adjoint({shown}) over a function of the result and the arguments; '
            'or compute the value outside and pass it in.')
    if tracer_of(callee.target) is not None:
        try:
            check_installed()
        except UnsupportedError as error:
            raise function.error(UnsupportedError, node, error.reason, error.remedy) from None
    wrt: list[gast.expr] = []
    operands: list[gast.expr] = []
    captured = activity.carries(node.func)
    if captured and isinstance(node.func, gast.Attribute):
        if any(hasattr(kind, node.func.attr) for kind in METHODS_OF):
            raise function.error(
                UnsupportedError, node, f'the method {node.func.attr!r} of a value that carries derivatives is not '
                'known', 'Only methods of arrays are; call a function of the value instead.')
        owner = node.func.value
        method = call(speller.spell(method_of), clone(owner), constant(node.func.attr))
        node = gast.copy_location(gast.Call(method, [owner, *node.args], node.keywords), node)
        captured = False
    if captured:
        operands.append(node.func)
    _check_places(function, activity, node.args)
    for position, argument in enumerate(node.args):
        if activity.carries(argument):
            if isinstance(argument, gast.Starred):
                raise _unknown_star(function, argument, '*')
            wrt.append(constant(position))
            operands.append(argument)
    for keyword in node.keywords:
        if activity.carries(keyword.value):
            if keyword.arg is None:
                raise _unknown_star(function, keyword.value, '**')
            wrt.append(constant(keyword.arg))
            operands.append(keyword.value)
    arguments = list(node.args)
    which = [clone(node.func), tuple_(wrt)]
    if captured:
        which.append(constant(True))
        arguments.insert(0, call(speller.helper('captured'), clone(node.func)))
    return Unknown(which, arguments, operands)


def _at_run_time(function: Function, activity: Activity, speller: Speller, node: gast.Call,
                 callee: Callee, linear: bool) -> CallPlan:
    """The reversal of a call whose callee only the run can tell."""
    found = unknown(function, activity, speller, node, callee)
    base = node.func.id if isinstance(node.func, gast.Name) else getattr(node.func, 'attr', 'function')
    options = {'linear': constant(True)} if linear else {}
    maker = call(speller.helper('primal_of'), *clone(found.which), **options)
    primal = gast.Call(maker, found.arguments, node.keywords)
    adjoint = call(speller.helper('adjoint_of'), *found.which, **options)
    saved = function.names.fresh(f'{base.strip("_")}_saved')
    return CallPlan(primal, adjoint, saved, found.operands)


def _may_have_source(target: Any) -> bool:
    return (hasattr(target, '__code__') or hasattr(target, 'func') or hasattr(target, '__func__')
            or isinstance(type(target).__call__, types.FunctionType))
