"""Any callable as a function with a source: wrappers, partials and methods become calls of what they wrap."""
from __future__ import annotations

import functools
import inspect
import keyword
import types
from typing import Any

import attrs
import gast

from tangent.errors import ArgumentError, SourceError
from tangent.runtime.closures import captured
from tangent.runtime.records import check_methods, is_record_type
from tangent.runtime.tracing import tracer_of
from tangent.syntax.build import assign, constant, name, parameter, with_arguments, with_origin
from tangent.syntax.function import Function, Origin, Scope, with_body
from tangent.syntax.names import Names
from tangent.syntax.parse import read
from tangent.templates.engine import parsed
from tangent.templates.registry import definition, lookup


def as_function(target: Any) -> Function:
    """The tree of a callable.

    A plain function is read; of anything else that can be called (a decorated function, a
    partial, a method, an object with `__call__`, a function with a rule) a function is made that
    calls it.

    Raises:
        ArgumentError: if the object cannot be called.
        SourceError: if it has neither a source nor a rule.
    """
    if not callable(target):
        raise ArgumentError(f'a function was expected, not {type(target).__name__} {target!r:.60}')
    if isinstance(target, types.FunctionType) and lookup(target) is None:
        is_wrapper = hasattr(target, '__wrapped__') and target.__code__.co_flags & inspect.CO_VARARGS
        if tracer_of(target) is None and not is_wrapper:
            return read(target)
        return _calling(target, target, [], {})
    if isinstance(target, functools.partial):
        return _calling(target, target.func, list(target.args), target.keywords)
    if isinstance(target, types.MethodType):
        return _calling(target, target.__func__, [target.__self__], {})
    entry, made = lookup(target), definition(target)
    if entry is not None and entry.template is not None:
        return _with_rule(target)
    if made is not None:
        return read(made)
    if entry is None and isinstance(type(target).__call__, types.FunctionType):
        return _calling(target, type(target).__call__, [target], {})
    shown = getattr(target, '__name__', repr(target))
    reason = 'is a class' if isinstance(target, type) else f'is a {type(target).__name__}'
    raise SourceError(f'{shown} {reason}: it has no Python source that could be differentiated, and no rule',
                      f'Write a rule: @tangent.grads.adjoint({shown}) over a function of the result and the '
                      'arguments; or differentiate a function that calls it.')


def _calling(target: Any, callee: Any, first: list[Any], fixed: dict[str, Any]) -> Function:
    """A function with the signature of `target` that calls `callee` with some arguments given."""
    signature = _signature(target)
    identifier = _name_of(target)
    kept = [p for p in signature.parameters.values() if p.name not in fixed]
    bound: dict[str, Any] = {identifier: callee}
    arguments: list[gast.expr] = []
    for position, value in enumerate(first):
        bound[f'argument_{position}'] = value
        arguments.append(name(f'argument_{position}'))
    keywords = []
    for key, value in fixed.items():
        bound[f'keyword_{key}'] = value
        keywords.append(gast.keyword(key, name(f'keyword_{key}')))
    names = {'args': [], 'posonlyargs': [], 'kwonlyargs': []}
    defaults: dict[str, Any] = {}
    nodes: list[gast.expr] = []
    only_defaults: list[gast.expr | None] = []
    vararg = kwarg = None
    for p in kept:
        default = None
        if p.default is not p.empty:
            defaults[p.name] = p.default
            is_literal = isinstance(p.default, (int, float, str, type(None)))
            default = constant(p.default if is_literal else ...)
        if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD):
            names['posonlyargs' if p.kind == p.POSITIONAL_ONLY else 'args'].append(parameter(p.name))
            arguments.append(name(p.name))
            if default is not None:
                nodes.append(default)
        elif p.kind == p.KEYWORD_ONLY:
            names['kwonlyargs'].append(parameter(p.name))
            only_defaults.append(default)
            keywords.append(gast.keyword(p.name, name(p.name)))
        elif p.kind == p.VAR_POSITIONAL:
            vararg = parameter(p.name)
            arguments.append(gast.Starred(name(p.name), gast.Load()))
        else:
            kwarg = parameter(p.name)
            keywords.append(gast.keyword(None, name(p.name)))
    args = gast.arguments(**names, vararg=vararg, kw_defaults=only_defaults, kwarg=kwarg, defaults=nodes)
    return _made(target, identifier, args, gast.Call(name(identifier), arguments, keywords), bound, defaults)


def _signature(target: Any) -> inspect.Signature:
    """The signature of a callable; of a partial of a function with a rule, what the rule takes."""
    entry = lookup(target.func) if isinstance(target, functools.partial) else None
    if entry is not None and entry.template is not None:
        def called() -> None:
            """Stands for the function, which may not tell its parameters, or have more."""
        _, *parameters = inspect.signature(entry.template).parameters.values()
        called.__signature__ = inspect.Signature(parameters)
        target = functools.partial(called, *target.args, **target.keywords)
    try:
        return inspect.signature(target)
    except (TypeError, ValueError):
        raise SourceError(f'{_name_of(target)} does not tell its parameters',
                          'Differentiate a function that calls it.') from None


def _with_rule(target: Any) -> Function:
    """A function that calls one with a rule, with the parameters of the rule."""
    args = parsed(lookup(target).template).tree.args
    identifier = _name_of(target)
    positional = args.args[1:]
    plain = gast.arguments(args=[parameter(p.id) for p in positional], posonlyargs=[], vararg=None,
                           kwonlyargs=[], kw_defaults=[], kwarg=None, defaults=list(args.defaults))
    required = len(positional) - len(args.defaults)
    arguments = [name(p.id) for p in positional[:required]]
    keywords = [gast.keyword(p.id, name(p.id)) for p in positional[required:]]
    defaults = {}
    for p, node in zip(positional[required:], args.defaults):
        defaults[p.id] = getattr(node, 'value', None)
    value = gast.Call(name(identifier), arguments, keywords)
    return _made(target, identifier, plain, value, {identifier: target}, defaults)


def _name_of(target: Any) -> str:
    found = getattr(target, '__name__', None) or getattr(getattr(target, 'func', None), '__name__', None) \
        or type(target).__name__.lower()
    found = found.strip('<>')
    return f'{found}_' if keyword.iskeyword(found) or not found.isidentifier() else found


def _code_of(target: Any) -> types.CodeType | None:
    """The code that runs when an object is called: of what a partial calls, or of the method of a class."""
    while isinstance(target, functools.partial):
        target = target.func
    return getattr(target, '__code__', None) or getattr(type(target).__call__, '__code__', None)


def _made(target: Any, identifier: str, args: gast.arguments, value: gast.expr, bound: dict[str, Any],
          defaults: dict[str, Any]) -> Function:
    code = _code_of(target)
    file = getattr(code, 'co_filename', f'<{identifier}>')
    line = getattr(code, 'co_firstlineno', 1)
    for part in (value, value.func):  # as if the user had written the call
        part.lineno, part.col_offset = line, 0
    body = with_origin(gast.Return(value), Origin(file, line, f'return {gast.unparse(value)}'))
    tree = gast.FunctionDef(identifier, args, [body], [], None, None, [])
    names = Names(bound)
    for node in [*args.posonlyargs, *args.args, *args.kwonlyargs, *filter(None, [args.vararg, args.kwarg])]:
        names.add(node.id)
    globals_ = getattr(target, '__globals__', None)
    if globals_ is None:
        globals_ = getattr(getattr(target, 'func', None), '__globals__', {'__name__': 'builtins'})
    objects = {key: value for key, value in bound.items()
               if key.startswith('argument_') and is_record_type(type(value))}
    for value in objects.values():
        check_methods(value)
    classes = {key: type(value) for key, value in objects.items()}
    return Function(tree, Scope(globals_, bound=bound), names, target, file, defaults, classes=classes)


def with_captured_parameter(function: Function, target: Any) -> Function:
    """The function of a closure or partial with what it captured as its first argument, by name."""
    held = function.names.fresh('captured')
    values = captured(target)
    prelude = []
    tree = function.tree
    if isinstance(target, functools.partial):
        items = [*[(f'argument_{position}', 'args', position) for position in range(len(values['args']))],
                 *[(f'keyword_{key}', 'keywords', key) for key in values['keywords']]]
    else:
        items = [(identifier, identifier) for identifier in values]
    for identifier, *keys in items:
        item: gast.expr = name(held)
        for key in keys:
            item = gast.Subscript(item, constant(key), gast.Load())
        prelude.append(assign(function.names.add(identifier), item, None))
    args = with_arguments(tree.args, **{'posonlyargs' if tree.args.posonlyargs else 'args': [
        parameter(held), *(tree.args.posonlyargs or tree.args.args)]})
    new = with_body(tree, [*prelude, *tree.body])
    new.args = args
    return attrs.evolve(function, tree=new)
