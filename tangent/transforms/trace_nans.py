"""The first statement of a derivative, or of any function, that makes a NaN or an infinity."""
from __future__ import annotations

import os
import sys
import sysconfig
import types
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import attrs
import numpy as np

import tangent.syntax
from tangent.syntax.function import Origin
from tangent.syntax.lines import users_origin
from tangent.syntax.statements import Statement, statements_of
from tangent.transforms.nonfinite import nonfinite

_PATHS = {sysconfig.get_path(name) for name in ('stdlib', 'platstdlib', 'purelib', 'platlib')}
_LIBRARIES = tuple(f'{path}{os.sep}' for path in {*_PATHS, str(Path(tangent.syntax.__file__).parents[1])})
RESULT = 'what it returns'
_MOST = 300  # characters of a value that is shown
_MOST_CALLS = 8  # calls on the way to it that are shown


@attrs.frozen(eq=False)
class TracedLine:
    """A statement that was running: of a derivative, in its generated source, or of another function.

    function, file, line, text: the statement.
    origin: the user's line that a generated statement comes from, with its role ('primal', 'adjoint' or
        'tangent'); None where there is none.
    loop: the values of the loop variables around it.
    times: how many times the statement had run in this call of the function, this time included.
    """

    function: str
    file: str
    line: int
    text: str
    origin: Origin | None
    loop: Mapping[str, Any]
    times: int

    def lines(self) -> list[str]:
        """What is shown of it."""
        place = f'line {self.line} of {self.function}'
        if self.origin is None and not self.file.startswith('<tangent '):
            place = f'File "{self.file}", {place}'
        lines = [f'  {place}', f'    {self.text}']
        if self.origin is not None:
            lines += [f'  from the {self.origin.role} of', f'    File "{self.origin.file}", line {self.origin.line}',
                      f'    {self.origin.text}']
        if self.loop or self.times > 1:
            values = ', '.join(f'{name} = {_shown(value)}' for name, value in self.loop.items())
            lines.append(f'  when it ran for the {_ordinal(self.times)} time' + (f', with {values}' if values else ''))
        return lines


@attrs.frozen(eq=False)
class NanTrace(TracedLine):
    """The statement that made a NaN or an infinity first.

    function, file, line, text: the statement: of a derivative, in its generated source.
    origin: the user's line that a generated statement comes from, with its role ('primal', 'adjoint' or
        'tangent'); None where there is none.
    loop: the values of the loop variables around it.
    times: how many times the statement had run in this call of the function, this time included.
    what: what happened: 'nan', 'inf', 'nan and inf', a floating-point warning as 'overflow', or an exception.
    inputs, outputs: the values that it read and made, by name.
    is_made_here: whether the statement made it of values that had none. If not, it is the first that was found
        to hand one on, which came from an argument or from data.
    calls: the statements that called the function it is in, the nearest first, as `TracedLine`s.
    """

    what: str
    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]
    is_made_here: bool = True
    calls: tuple[TracedLine, ...] = ()

    def __str__(self) -> str:
        lines = [f'{self.what}, {"made" if self.is_made_here else "from an argument or from data, read"} by',
                 *self.lines()]
        for title, values in (('of', self.inputs), ('made', self.outputs)):
            lines += [f'  {title} {name} = {_shown(value)}' for name, value in values.items()]
        for call in self.calls[:_MOST_CALLS]:
            lines += ['called by', *call.lines()]
        if len(self.calls) > _MOST_CALLS:
            lines.append(f'called by {len(self.calls) - _MOST_CALLS} more')
        return '\n'.join(lines)


def _shown(value: Any) -> str:
    with np.printoptions(threshold=20, edgeitems=3, precision=6):
        text = ' '.join(repr(value).split())
    return text if len(text) <= _MOST else text[:_MOST] + ' ...'


def _ordinal(number: int) -> str:
    ending = {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') if number % 100 not in (11, 12, 13) else 'th'
    return f'{number}{ending}'


def trace_nans(function: Callable, /, *args: Any, **kwargs: Any) -> NanTrace | None:
    """The first statement that makes a NaN or an infinity, or causes a floating-point warning.

    Runs the function, and looks at what each line assigns: its own, and those of the derivatives and functions
    that it calls, but not of libraries. A NaN or an infinity is made where what is read has none. If none is
    made, one that came from an argument or from data is reported where it is first computed with. Constants as
    `np.inf` are no finding. What `np.errstate` silences in the function is no warning. An arithmetic exception
    (`ZeroDivisionError`, `OverflowError`, `FloatingPointError`) counts too, and is not raised.

    Args:
        function: a derivative, or any other function.
        args, kwargs: what to call it with.

    Returns:
        A record: the line of the source, the user's own line, the values of its inputs and more; `print` shows
        it. None if there is nothing.

    >>> import numpy as np, tangent
    >>> def norm(x):
    ...     squares = np.sum(x * x)
    ...     return np.sqrt(squares)
    >>> found = tangent.trace_nans(tangent.grad(norm), np.zeros(2))
    >>> found.what, found.origin.role, found.origin.text
    ('divide by zero', 'adjoint', 'return np.sqrt(squares)')
    """
    tracer = _Tracer(function)
    before = sys.gettrace()
    with np.errstate(divide='call', over='call', invalid='call', call=tracer.warned):
        sys.settrace(tracer.entered)
        try:
            function(*args, **kwargs)
        except ArithmeticError as error:
            sys.settrace(before)
            if tracer.found is None:
                if tracer.raised is None or tracer.raised[0] is not error:
                    raise
                tracer.found = tracer.raised[1]
        finally:
            sys.settrace(before)
    return tracer.found or tracer.came_in


@attrs.define(eq=False)
class _Running:
    """A call of a function that is being traced.

    current: the statement that runs.
    before: the values that it reads or changes, as they were before it ran.
    report: the finding, if it is at this statement, and it has not ended yet.
    """

    frame: types.FrameType
    statements: Mapping[int, Statement]
    times: dict[int, int] = attrs.field(factory=dict)
    current: Statement | None = None
    line: int = 0
    instruction: int = -1
    before: dict[str, Any] = attrs.field(factory=dict)
    report: NanTrace | None = None

    def goes_on(self) -> bool:
        """Whether the frame has come to another line of the same statement, which has not ended."""
        same = self.current is not None and self.statements.get(self.frame.f_lineno) is self.current
        return same and self.frame.f_lasti > self.instruction

    def begin(self) -> None:
        """Take note of what the statement that comes now reads."""
        self.line, self.instruction = self.frame.f_lineno, self.frame.f_lasti
        self.current, self.before = self.statements.get(self.line), {}
        if self.current is None:
            return
        self.times[self.current.line] = self.times.get(self.current.line, 0) + 1
        values = self.frame.f_locals
        for name in (*self.current.reads, *self.current.changes):
            if name in values:
                changes = name in self.current.changes and type(values[name]) in (np.ndarray, list, dict)
                self.before[name] = values[name].copy() if changes else values[name]

    def made(self, result: Any) -> dict[str, Any]:
        """What the current statement assigned or returned."""
        values, statement = self.frame.f_locals, self.current
        names = [name for name in dict.fromkeys((*statement.writes, *statement.changes)) if name in values]
        found = {name: values[name] for name in names}
        return {**found, RESULT: result} if statement.returns else found

    def inputs(self) -> dict[str, Any]:
        """The data that the current statement reads: variables, attributes, and elements at an index."""
        values: dict[str, Any] = {}
        around = {**self.frame.f_globals, **self.frame.f_locals, **self.before}
        for text in (*self.current.reads, *self.current.elements):
            if text in self.before:
                values[text] = self.before[text]
                continue
            try:
                values[text] = eval(text, around)  # a name, an attribute or an element that the statement reads
            except Exception:  # of an object that the statement has changed
                continue
        return {text: value for text, value in values.items()
                if not callable(value) and not isinstance(value, types.ModuleType)}

    def place(self) -> dict[str, Any]:
        """Where it is, as `TracedLine` has it."""
        code, statement = self.frame.f_code, self.current
        around = {name: self.frame.f_locals[name] for name in statement.loop if name in self.frame.f_locals}
        return {'function': code.co_name, 'file': code.co_filename, 'line': statement.line, 'text': statement.text,
                'origin': (users_origin(code.co_filename, self.line)
                           or users_origin(code.co_filename, statement.line)),
                'loop': _as_now(around), 'times': self.times.get(statement.line, 1)}


class _Tracer:
    """Follows a run line by line until something is found."""

    def __init__(self, function: Callable) -> None:
        self.found: NanTrace | None = None
        self.came_in: NanTrace | None = None
        self.raised: tuple[BaseException, NanTrace] | None = None
        self.running: dict[types.FrameType, _Running] = {}
        self.texts: dict[types.CodeType, Mapping[int, Statement]] = {}
        code = getattr(function, '__code__', None)
        self.own_file = getattr(code, 'co_filename', None)

    def entered(self, frame: types.FrameType, event: str, arg: Any) -> Callable | None:
        """The trace function of a new call, if it is to be looked into."""
        code = frame.f_code
        if self.found is not None or (code.co_name.startswith('<') and code.co_name != '<lambda>'):
            return None
        if code not in self.texts:
            is_library = code.co_filename.startswith(_LIBRARIES) and code.co_filename != self.own_file
            self.texts[code] = {} if is_library else statements_of(code)
        if not self.texts[code]:
            return None
        self.running[frame] = _Running(frame, self.texts[code])
        return self.moved

    def moved(self, frame: types.FrameType, event: str, arg: Any) -> Callable | None:
        """A call goes on to another line, raises or returns."""
        running = self.running.get(frame)
        if running is None or (self.found is not None and running.report is None):
            return None
        if event == 'exception':
            self.exception(running, arg[1])
        elif event == 'return':
            self.finished(running, arg)
            del self.running[frame]
        elif event == 'line' and not running.goes_on():
            self.finished(running, None)
            if self.found is None:
                running.begin()
        return self.moved

    def exception(self, running: _Running, error: Any) -> None:
        """Keep the place of an arithmetic exception, in case nobody catches it."""
        running.report = None
        known = self.raised is not None and self.raised[0] is error
        if isinstance(error, ArithmeticError) and running.current is not None and not known:
            self.raised = error, self.describe(running, f'{type(error).__name__}: {error}', {})

    def warned(self, kind: str, flag: int) -> None:
        """NumPy met a division by zero, an overflow or an invalid value."""
        frame = sys._getframe(1)
        while frame is not None and frame not in self.running:
            frame = frame.f_back
        running = frame and self.running[frame]
        if running is not None and running.current is not None and self.found is None:
            running.report = self.found = self.describe(running, kind, {})

    def describe(self, running: _Running, what: str, outputs: Mapping[str, Any],
                 is_made_here: bool = True) -> NanTrace:
        """What is known of the current statement of a call."""
        calls, frame = [], running.frame.f_back
        while frame is not None:
            caller = self.running.get(frame)
            if caller is not None and caller.current is not None:
                calls.append(TracedLine(**caller.place()))
            frame = frame.f_back
        return NanTrace(**running.place(), what=what, inputs=_as_now(running.inputs()), outputs=_as_now(outputs),
                        is_made_here=is_made_here, calls=tuple(calls))

    def finished(self, running: _Running, result: Any) -> None:
        """Look at what a statement has made."""
        if running.current is None:
            return
        outputs = running.made(result)
        if running.report is not None:
            self.found, running.report = attrs.evolve(running.report, outputs=_as_now(outputs)), None
            return
        flags = {name: _new_flags(running.before.get(name), value) for name, value in outputs.items()}
        bad = {name: outputs[name] for name in outputs if flags[name]}
        inputs = running.inputs() if bad and running.current.computes else {}
        if not inputs:  # nothing, or handed on, or made of constants alone, as float('inf')
            return
        holds = frozenset().union(*flags.values())
        new = holds - nonfinite(*inputs.values())
        if new:
            self.found = self.describe(running, _named(new), bad)
        elif self.came_in is None:
            self.came_in = self.describe(running, _named(holds), bad, is_made_here=False)


def _as_now(value: Any) -> Any:
    """A value that writes in place, which may follow, do not change: arrays and containers are copied."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if type(value) is dict:
        return {key: _as_now(item) for key, item in value.items()}
    return type(value)(map(_as_now, value)) if type(value) in (list, tuple) else value


def _named(flags: frozenset[str]) -> str:
    return ' and '.join(sorted(flags, reverse=True))


def _new_flags(before: Any, now: Any) -> frozenset[str]:
    """What a value holds that it did not hold before, if it was changed in place."""
    if type(before) is not type(now):
        return nonfinite(now)
    if isinstance(now, list):
        if len(before) != len(now):  # it grew or shrank at its end, as a tape does
            return nonfinite(*now[len(before):])
        return nonfinite(*[new for old, new in zip(before, now) if old is not new])
    if isinstance(now, dict):
        return nonfinite(*[value for key, value in now.items() if key not in before or before[key] is not value])
    flags = nonfinite(now)
    return flags - nonfinite(before) if flags else flags
