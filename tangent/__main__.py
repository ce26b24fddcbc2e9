"""The command line: `python -m tangent package.module:function`, or `tangent path/to/file.py:function`."""
from __future__ import annotations

import inspect
import pkgutil
import sys
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tangent.errors import ArgumentError, TangentError
from tangent.syntax.highlight import PLAIN, highlighted
from tangent.transforms.autodiff import autodiff
from tangent.transforms.check_grads import check_grads
from tangent.transforms.grad import grad
from tangent.transforms.hessian import hessian
from tangent.transforms.hvp import hvp
from tangent.transforms.jacobian import jacobian
from tangent.transforms.jvp import jvp
from tangent.transforms.linearize import linearize
from tangent.transforms.options import MOTIONS, source
from tangent.transforms.pullback import pullback
from tangent.transforms.save import save
from tangent.transforms.show import show
from tangent.transforms.value_and_grad import value_and_grad
from tangent.transforms.vjp import vjp

try:
    import click
except ImportError:
    raise SystemExit("the command line of tangent needs click: pip install 'tangent[cli]'") from None

TRANSFORMS = {made.__name__: made for made in (
    grad, value_and_grad, vjp, jvp, hvp, jacobian, hessian, pullback, linearize, autodiff)}
_STYLES = {'keyword': {'fg': 'magenta'}, 'string': {'fg': 'green'}, 'number': {'fg': 'cyan'},
           'comment': {'dim': True}, 'builtin': {'fg': 'blue'}, 'defined': {'fg': 'yellow', 'bold': True}}


@click.command(context_settings={'help_option_names': ['-h', '--help'], 'max_content_width': 100})
@click.argument('function', metavar='MODULE:FUNCTION')
@click.option('--wrt', metavar='NAMES', help='What to differentiate by: names or positions of parameters, separated by '
              'commas.  [default: the first parameter]')
@click.option('-t', '--transform', type=click.Choice(list(TRANSFORMS)), default='grad', show_default=True,
              help='What to make of the function.')
@click.option('--mode', metavar='MODE', help='How: for autodiff reverse or forward; for hvp forward-reverse, '
              'reverse-forward or reverse-reverse; for jacobian and hessian auto, forward or reverse.')
@click.option('--motion', type=click.Choice(MOTIONS), help='One function that runs the primal and the adjoint, or two.'
              '  [default: joint]')
@click.option('--preserve-result/--no-preserve-result', default=None, help='Return the result of the function too.')
@click.option('--has-aux/--no-has-aux', default=None, help='The function returns a pair, of which only the first is '
              'differentiated.')
@click.option('--check-dims/--no-check-dims', default=None, help='Check that a seed has the shape of the result.')
@click.option('--optimized/--no-optimized', default=None, help='Optimize the generated code.  [default: optimized]')
@click.option('-o', '--output', metavar='FILE', type=click.Path(dir_okay=False, path_type=Path),
              help='Save the derivative, and what it calls, as a module that runs alone.')
@click.option('--html', metavar='FILE', type=click.Path(dir_okay=False, path_type=Path),
              help='Write a page with the function and the derivative side by side.')
@click.option('--args', 'factory', metavar='FACTORY', help='A function without parameters that returns the tuple of '
              'arguments for --check and --like: MODULE:FUNCTION, or the name of one in the same module.')
@click.option('--like', is_flag=True, help='Make the derivative for arguments of the kinds that --args gives: it is '
              'shorter and faster.')
@click.option('--check', is_flag=True, help='Compare the derivatives of the function with finite differences, at the '
              'arguments that --args gives and with respect to all that are numbers or arrays of them.')
@click.option('--color/--no-color', default=None, help='Colours, or none.  [default: colours in a terminal]')
@click.version_option(package_name='tangent', prog_name='tangent')
def main(function: str, wrt: str | None, transform: str, output: Path | None, html: Path | None, factory: str | None,
         like: bool, check: bool, color: bool | None, **options: Any) -> None:
    """Differentiate a Python function, and print the source of the derivative.

    MODULE:FUNCTION names the function: package.module:function as an import does, or path/to/file.py:function.
    With -o, --html or --check the source is not printed.

    \b
    Examples:
    python -m tangent model.py:loss --wrt W,b
    python -m tangent package.model:loss --transform hvp -o loss_hvp.py
    python -m tangent model.py:loss --args example --check

    The exit code is 0 if all went well, 1 if the function cannot be differentiated or a check fails, and 2 if the
    command line is wrong.
    """
    chosen = _chosen(transform, options)
    if factory is None and (check or like):
        raise click.UsageError(f'{"--check" if check else "--like"} needs --args, a function that returns arguments.')
    if factory is not None and not (check or like):
        raise click.UsageError('--args gives arguments to --check and --like: say which.')
    found = _resolve(function)
    arguments = None if factory is None else _arguments(factory, function)
    if wrt is not None:
        chosen['wrt'] = _wrt(wrt)
    if like:
        chosen['like'] = arguments
    try:
        derivative = TRANSFORMS[transform](found, **chosen)
    except ArgumentError as error:
        raise click.UsageError(str(error)) from None
    except TangentError as error:
        raise click.ClickException(str(error)) from None
    try:
        if output is not None:
            _report(f'{derivative.__name__} is in {save(derivative, output)}')
        if html is not None:
            _report(f'the page is {show(derivative).save(html)}')
        if check:
            _running(f'call {function} with them', lambda: check_grads(found, arguments, wrt=chosen.get('wrt')))
            _report('the derivatives agree with finite differences')
        if output is None and html is None and not check:
            click.echo(_coloured(source(derivative)), color=color)
    except (TangentError, OSError) as error:
        raise click.ClickException(str(error)) from None


def _report(text: str) -> None:
    click.echo(text, err=True)


def _chosen(transform: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """The options that were given, if the transform has them."""
    chosen = {name: value for name, value in options.items() if value is not None}
    for name in chosen:
        having = [made for made, public in TRANSFORMS.items() if name in inspect.signature(public).parameters]
        if transform not in having:
            raise click.UsageError(f'--{name.replace("_", "-")} is for {", ".join(having)}, not for {transform}.')
    return chosen


def _wrt(text: str) -> int | str | tuple[int | str, ...]:
    """`W,b` or `0,2` as the option of the transforms."""
    names = [part.strip() for part in text.split(',')]
    found = tuple(int(part) if part.lstrip('-').isdigit() else part for part in names if part)
    return found[0] if len(found) == 1 else found


def _coloured(text: str) -> str:
    return '\n'.join(''.join(part if kind == PLAIN else click.style(part, **_STYLES[kind]) for kind, part in line)
                     for line in highlighted(text))


# --- finding functions -----------------------------------------------------------------

def _resolve(name: str) -> Callable:
    """The function that `package.module:function` or `path/to/file.py:function` names."""
    place, colon, attribute = name.rpartition(':')
    if not colon or not place or not attribute:
        raise click.UsageError(f'{name!r} names no function: write package.module:function or '
                               'path/to/file.py:function.')
    is_file = place.endswith('.py')
    if is_file and not Path(place).is_file():
        raise click.UsageError(f'there is no file {place!r}.')
    if not is_file and (Path(place).is_file() or not all(part.isidentifier() for part in place.split('.'))):
        raise click.UsageError(f'{place!r} is no module and no Python file: write package.module:function or '
                               'path/to/file.py:function.')
    if is_file and not Path(place).stem.isidentifier():
        raise click.UsageError(f'{place} cannot be imported: {Path(place).stem!r} is no name in Python. '
                               'Rename the file.')
    folder, module = _module_of(Path(place).resolve()) if is_file else (Path.cwd(), place)
    sys.path.insert(0, str(folder))
    loaded = _running(f'import {place}', lambda: pkgutil.resolve_name(f'{module}:'))
    if is_file and Path(getattr(loaded, '__file__', None) or '').resolve() != Path(place).resolve():
        raise click.UsageError(f'{place} cannot be imported: {module!r} is the name of another module. '
                               'Rename the file.')
    found: Any = loaded
    for part in attribute.split('.'):
        if not hasattr(found, part):
            known = [key for key, value in vars(loaded).items() if inspect.isfunction(value)]
            raise click.UsageError(f'{place} has no {attribute!r}. Its functions: {", ".join(known) or "none"}.')
        found = getattr(found, part)
    if not callable(found):
        raise click.UsageError(f'{attribute!r} in {place} is no function but {type(found).__name__}.')
    return found


def _module_of(path: Path) -> tuple[Path, str]:
    """The folder to import a file from, and the name of its module: packages around it are part of that."""
    parts, folder = [path.stem], path.parent
    while (folder / '__init__.py').is_file():
        parts.insert(0, folder.name)
        folder = folder.parent
    return folder, '.'.join(parts)


def _arguments(factory: str, function: str) -> Any:
    name = factory if ':' in factory else f'{function.rpartition(":")[0]}:{factory}'
    made = _running(f'make the arguments with {factory}', _resolve(name))
    if not isinstance(made, (tuple, list)):
        raise click.ClickException(f'{factory} returned {type(made).__name__}, not the tuple of arguments. '
                                   'For one argument return (argument,).')
    return made


def _running(what: str, action: Callable) -> Any:
    """What an action of the user's code returns; its exceptions as errors that name the user's line."""
    try:
        return action()
    except TangentError:
        raise
    except SyntaxError as error:
        place = traceback.FrameSummary(error.filename or '?', error.lineno or 0, '', line=(error.text or '').strip())
        raise click.ClickException(f'cannot {what}: {type(error).__name__}: {error.msg}{_where(place)}') from None
    except (Exception, SystemExit) as error:
        places = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename != __file__
                  and 'importlib' not in frame.filename and not frame.filename.endswith('pkgutil.py')]
        where = _where(places[-1]) if places else ''
        raise click.ClickException(f'cannot {what}: {type(error).__name__}: {error}{where}') from None


def _where(place: traceback.FrameSummary) -> str:
    return f'\n  File "{place.filename}", line {place.lineno}\n    {place.line}'


if __name__ == '__main__':
    main(prog_name='python -m tangent')
