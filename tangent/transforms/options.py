"""What the transforms share: reading their options, currying, and the facts about a derivative."""
from __future__ import annotations

import difflib
import functools
import inspect
import linecache
import types
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs
import numpy as np

from tangent.analyses.kinds import ANY, Kind, annotated_kinds, checked_kinds, kind_of, one_precision
from tangent.derive.cache import derivative
from tangent.derive.callables import as_function
from tangent.derive.session import Options
from tangent.derive.dynamic import derived_at
from tangent.derive.points import OF_VECTORS
from tangent.errors import ArgumentError, TangentError, UnsupportedError
from tangent.syntax.function import Function, Origin
from tangent.syntax.html import STYLE, code_html
from tangent.syntax.lines import users_origin
from tangent.syntax.printer import print_function
from tangent.syntax.saved import GENERATED
from tangent.templates import library  # noqa: F401 (registers the rules)

Wrt = int | str | Sequence[int | str]
MODES = ('reverse', 'forward')
MOTIONS = ('joint', 'split')
SEEDS = ('required', 'one')


@attrs.frozen
class History:
    """What a derivative is: of which function, by which transform, with respect to what."""

    transform: str
    of: Any
    wrt: tuple[str, ...]


def transform(public: Callable) -> Callable:
    """Make a transform usable without a function, as a decorator; and keep its errors short.

    Called with options only it returns a transform of one argument.
    """
    @functools.wraps(public)
    def wrapper(function: Callable | None = None, *args: Any, **options: Any) -> Any:
        _check_names(public, options)
        if function is None:
            return functools.partial(wrapper, **dict(zip(_positional(public), args)), **options)
        if isinstance(function, (str, int, tuple)):
            name = f'tangent.{public.__name__}'
            raise ArgumentError(f'the first argument of {name} is the function, not {function!r}',
                                f'Pass options by name, as in @{name}(wrt={function!r}).')
        try:
            return public(function, *args, **options)
        except TangentError as error:
            raised: TangentError = error.with_traceback(None)
        except RecursionError:
            code = getattr(function, '__code__', None)
            raised = UnsupportedError(
                'an expression is nested too deeply', 'Split it into several statements, or raise the limit by '
                'sys.setrecursionlimit.', file=getattr(code, 'co_filename', None),
                line=getattr(code, 'co_firstlineno', None))
        raise raised from None
    return wrapper


def _positional(public: Callable) -> list[str]:
    return list(inspect.signature(public).parameters)[1:]


def _check_names(public: Callable, options: dict[str, Any]) -> None:
    """Refuse options that a transform does not have as any function does, also where its own comes later."""
    known = _positional(public)
    for option in options:
        if option not in known:
            raise TypeError(f'{public.__name__}() got an unexpected keyword argument {option!r}{meant(option, known)}')


def differentiate(name: str, function: Callable, *, wrt: Wrt, verbose: int, like: Sequence[Any] | None,
                  **options: Any) -> types.FunctionType:
    """The derivative that the transform `name` makes, with its options checked."""
    check_options(verbose, options)
    _check('motion', options['motion'], MOTIONS)
    _check('input_derivative', options['input_derivative'], SEEDS)
    if options.get('mode') == 'forward':
        for option, usual in (('motion', 'joint'), ('input_derivative', 'required')):
            if options[option] != usual:
                raise ArgumentError(f'{option}={options[option]!r} is for reverse mode; in forward mode there is one '
                                    'function, which takes the tangents of its arguments')
    parsed = as_function(function)
    names = wrt_names(parsed, wrt)
    watch = _printing if verbose == 2 else None
    kinds = parameter_kinds(parsed, like)
    made = derivative(function, Options(wrt=names, kinds=kinds, **options), parsed, watch)
    describe(made, History(name, function, names))
    if verbose:
        print(source(made))
    return made


def first_derivative(function: Callable, preserve_result: bool, **options: Any) -> types.FunctionType:
    """The gradient, as a further derivative takes it: what else is returned makes a pair with the derivatives."""
    return differentiate('grad', function, verbose=0, motion='joint', input_derivative='one', grouped=True,
                         preserve_result=preserve_result, **options)


def at_points(name: str, function: Callable, *, wrt: Wrt, motion: str, optimized: bool, verbose: int,
              like: Sequence[Any] | None = None, **options: Any) -> types.FunctionType:
    """What the transform `name` makes: the Jacobian, or the result and a function of seeds or tangents."""
    check_options(verbose, {'optimized': optimized, **options})
    parsed = as_function(function)
    names = wrt_names(parsed, wrt)
    chosen = Options(wrt=names, motion=motion, optimized=optimized, check_dims=False,
                     kinds=parameter_kinds(parsed, like), **options)
    made = derivative(function, chosen, parsed)
    describe(made, History(name, function, names))
    if verbose:
        print(source(made))
    return made


def check_options(verbose: int, options: Mapping[str, Any]) -> None:
    """Refuse values of options that they cannot have."""
    for option in ('preserve_result', 'check_dims', 'optimized', 'has_aux'):
        if not isinstance(options.get(option, False), bool):
            raise ArgumentError(f'{option}={options[option]!r}: it is True or False')
    if not isinstance(verbose, int) or verbose not in (0, 1, 2):
        raise ArgumentError(f'verbose={verbose!r}: it is 0, 1 (prints the derivative) or 2 (every stage)')


def _check(option: str, value: Any, allowed: tuple[str, ...]) -> None:
    if not any(value is word or value == word for word in allowed if isinstance(value, str)):
        words = ', '.join(map(repr, allowed))
        raise ArgumentError(f'{option}={value!r}: it is one of {words}{meant(value, allowed)}')


def meant(value: Any, allowed: Sequence[str]) -> str:
    """` (did you mean 'reverse'?)` for a word that is close to an allowed one, else nothing."""
    close = difflib.get_close_matches(str(value), allowed, 1, 0.5)
    return f' (did you mean {close[0]!r}?)' if close else ''


def wrt_names(function: Function, wrt: Wrt) -> tuple[str, ...]:
    """The parameters that `wrt` names.

    Raises:
        ArgumentError: if there is no such parameter, or one is named twice.
    """
    parameters = function.parameters
    args = function.tree.args
    positional = [p.id for p in [*args.posonlyargs, *args.args]]
    takes = f'{function.name} takes {", ".join(parameters) or "no arguments"}'
    found = []
    for item in wrt if isinstance(wrt, (tuple, list)) else (wrt,):
        if isinstance(item, str):
            if item not in parameters:
                raise ArgumentError(f'wrt={item!r}: {takes}{meant(item, parameters)}')
            found.append(item)
        elif isinstance(item, (int, np.integer)) and not isinstance(item, bool):
            if not -len(positional) <= item < len(positional):
                more = f'; for those in *{args.vararg.id} use wrt={args.vararg.id!r}' if args.vararg else ''
                raise ArgumentError(f'wrt={item}: {takes}, {len(positional)} of them by position{more}')
            found.append(positional[item])
        else:
            raise ArgumentError(f'wrt={wrt!r}: it is an index, a name, or a tuple of these')
    if not found:
        raise ArgumentError('wrt=(): name at least one argument to differentiate with respect to')
    if len(set(found)) < len(found):
        raise ArgumentError(f'wrt={wrt!r} names {next(n for n in found if found.count(n) > 1)!r} twice')
    return tuple(found)


def parameter_kinds(function: Function, like: Sequence[Any] | None) -> tuple[tuple[str, Kind], ...]:
    """What is known of the kinds of a function's parameters, from its annotations, its text and example arguments.

    Raises:
        ArgumentError: if there are not as many examples as parameters, or one says nothing.
    """
    found = {**annotated_kinds(function), **checked_kinds(function)}
    if like is not None:
        found.update(_kinds_of_examples(function, like))
    return tuple((parameter, found[parameter]) for parameter in function.parameters if parameter in found)


def _kinds_of_examples(function: Function, like: Sequence[Any]) -> dict[str, Kind]:
    parameters = function.parameters
    takes = f'{function.name} takes {", ".join(parameters) or "no arguments"}'
    if not isinstance(like, (tuple, list)):
        raise ArgumentError(f'like={like!r:.60}: it is a tuple of example arguments; {takes}',
                            'Write like=(example,) for a function of one argument.')
    args = function.tree.args
    optional = {*function.defaults, *[node.id for node in (args.vararg, args.kwarg) if node is not None]}
    if len(like) > len(parameters) or not set(parameters[len(like):]) <= optional:
        raise ArgumentError(f'like= has {len(like)} examples; {takes}',
                            'Give one example for each parameter, in their order; None for one of any kind.')
    kinds = [kind_of(example) for example in like]
    for parameter, example, kind in zip(parameters, like, kinds):
        if kind is None:
            raise ArgumentError(
                f'like=: {example!r:.60}, the example for {parameter!r}, says nothing; it is a number, an array, a '
                'string, or a list, tuple or dict of these',
                'Give a value such as will be passed, or None for any kind.')
    return {parameter: kind for parameter, kind in zip(parameters, one_precision(kinds)) if kind != ANY}


def _printing(stage: str, function: Function) -> None:
    print(f'--- {stage} ---\n{print_function(function.tree)[0]}')


# --- what is known of a derivative ---------------------------------------------

_PARTS = ('primal_', 'adjoint_', 'tangent_', 'push_')
_KINDS = {'grad': 'Gradient', 'value_and_grad': 'Value and gradient', 'vjp': 'Vector-Jacobian product',
          'jvp': 'Jacobian-vector product', 'hvp': 'Hessian-vector product', 'jacobian': 'Jacobian',
          'hessian': 'Hessian', 'ggnvp': 'Gauss-Newton vector product',
          'pullback': 'Value and pull-back', 'linearize': 'Value and push-forward'}


def describe(made: types.FunctionType, history: History) -> None:
    """Attach name, documentation and history to a derivative."""
    of = name_of(history.of)
    kind = _KINDS.get(history.transform, 'Derivative')
    made.__doc__ = f'{kind} of {of} with respect to {", ".join(history.wrt)}.'
    made.__tangent__ = history


def history(function: Callable) -> tuple[str, ...]:
    """The transforms that made a derivative, the outermost first, and the name of the function that it began with.

    Raises:
        ArgumentError: if no transform made the function.

    >>> import tangent
    >>> def f(x):
    ...     return x * x
    >>> tangent.history(tangent.jvp(tangent.grad(f)))
    ('jvp', 'grad', 'f')
    """
    if not hasattr(function, '__tangent__'):
        raise _not_ours(function)
    found = []
    while hasattr(function, '__tangent__'):
        found.append(function.__tangent__.transform)
        function = function.__tangent__.of
    return (*found, name_of(function))


def name_of(function: Any) -> str:
    """The name of a function, of what a partial calls, or of the class of a callable object."""
    while isinstance(function, functools.partial):
        function = function.func
    return getattr(function, '__name__', type(function).__name__)


def source(function: Callable) -> str:
    """The text of a derivative, with the derivatives of the functions that it calls.

    Args:
        function: what a transform returned.

    Returns:
        Python source: the function's own, then that of each generated function it refers to, and of what was derived
        so far when it was called, for callees that only the call tells. It is a str, and notebooks show it in colours.

    Raises:
        ArgumentError: if no transform made the function.

    >>> import tangent
    >>> print(tangent.source(tangent.grad(lambda x: x * x, check_dims=False)))
    def dlambdadx(x, bresult=1.0):
        # Grad of: x * x
        bx = 2.0 * bresult * x
        return bx
    <BLANKLINE>
    """
    if text_of(function) is None:
        raise _not_ours(function, 'For other functions use inspect.getsource.')
    return Source('\n\n'.join(map(text_of, generated_functions(function))))


class Source(str):
    """The text of a derivative, which notebooks show in colours."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return f'<style>{STYLE}</style><pre class="tangent-source">{code_html(self)}</pre>'


def generated_functions(function: Callable) -> list[types.FunctionType]:
    """A derivative, and the generated functions that it calls or has called, in the order of its source."""
    todo, seen = [function], {id(function)}
    for current in todo:
        files = {made.__code__.co_filename for made in todo}
        todo += [made for made in derived_at(current.__code__.co_filename) if made.__code__.co_filename not in files]
        for cell in current.__closure__ or ():
            try:
                value = cell.cell_contents
            except ValueError:
                continue
            is_part = text_of(value) is not None and (
                value.__name__.startswith(_PARTS) or current.__name__ == f'{value.__name__}{OF_VECTORS}')
            if is_part and id(value) not in seen:
                seen.add(id(value))
                todo.append(value)
    return todo


def _not_ours(function: Any, remedy: str = '') -> ArgumentError:
    shown = getattr(function, '__name__', function)
    return ArgumentError(f'{shown!r} is not a derivative that tangent made', remedy)


def text_of(function: Any) -> str | None:
    """The text of a generated function; None for anything else."""
    code = getattr(function, '__code__', None)
    if code is None or not code.co_filename.startswith(GENERATED):
        return None
    return ''.join(linecache.getlines(code.co_filename))


def origin(function: Callable, lineno: int) -> Origin | None:
    """Where a line of a derivative comes from.

    Args:
        function: what a transform returned.
        lineno: a line of its source, counted from 1.

    Returns:
        The user's `file`, `line` and `text`, and the `role` of the generated line: 'primal', 'adjoint' or
        'tangent'. None for a line that belongs to no statement of the user's (as the `def` line).

    >>> import tangent
    >>> def f(x):
    ...     y = x * x
    ...     return y * x
    >>> df = tangent.grad(f)
    >>> tangent.origin(df, 2).text
    'y = x * x'
    """
    if text_of(function) is None:
        raise _not_ours(function)
    return users_origin(function.__code__.co_filename, lineno)
