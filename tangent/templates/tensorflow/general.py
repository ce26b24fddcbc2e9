"""One rule for every TensorFlow function without a formula of its own: TensorFlow's own derivative of that function.

The rule of a function is written here from its name and its arguments, as a template like any other:

    def conv2d(result, input, filters, *rest, **keywords):
        d[input] = tf_vjp(tf.nn.conv2d, 0, d[result], input, filters, *rest, **keywords)
        d[filters] = tf_vjp(tf.nn.conv2d, 1, d[result], input, filters, *rest, **keywords)
"""
from __future__ import annotations

import inspect
import linecache
import operator
from collections.abc import Callable
from typing import Any

import tensorflow as tf

from tangent.runtime.tensors import tf_adjoint, tf_jvp, tf_jvps, tf_vjp, tf_vjps
from tangent.templates.rules import adjoint, d, linear
from tangent.templates.rules import tangent as forward


def own_gradient(*names: str, wrt: int | tuple[int, ...] = 0, **properties: Any) -> None:
    """Let functions be differentiated by TensorFlow's own gradient of them, in both modes.

    Args:
        names: the functions, as `tf.nn.elu`.
        wrt: the positions of the arguments in which they are differentiable.
        properties: what else is known of them, as the decorators of rules take it.
    """
    positions = (wrt,) if isinstance(wrt, int) else wrt
    for name in names:
        function = function_of(name)
        parameters = _parameters(function, max(positions) + 1)
        given = ', '.join([*parameters, '*rest', '**keywords'])
        back = [f'd[{parameters[i]}] = tf_vjp({name}, {i}, d[result], {given})' for i in positions]
        along = ' + '.join(f'tf_jvp({name}, {i}, d[{parameters[i]}], {given})' for i in positions)
        adjoint(function, **{'fresh': True, **properties})(_template(name, given, back))
        forward(function)(_template(f'{name}_forward', given, [f'd[result] = {along}']))


def own_adjoint(*names: str, **properties: Any) -> None:
    """Let functions that are linear in their first argument be their own tangent, and TensorFlow transpose them.

    Args:
        names, properties: as for `own_gradient`.
    """
    for name in names:
        function = function_of(name)
        first, = _parameters(function, 1)
        given = f'{first}, *rest, **keywords'
        linear(function, **{'fresh': True, **properties})(_template(name, given, [
            f'd[{first}] = tf_adjoint({name}, d[result], {given})']))


def function_of(name: str) -> Any:
    """The function that `tf.nn.elu` is the name of."""
    return operator.attrgetter(name.removeprefix('tf.'))(tf)


def _parameters(function: Callable, count: int) -> list[str]:
    """The names of the first arguments of a function."""
    return list(inspect.signature(function).parameters)[:count]


def _template(name: str, given: str, lines: list[str]) -> Callable:
    """A template of the text given, which is kept where `inspect` finds it."""
    identifier = name.removeprefix('tf.').replace('.', '_')
    text = f'def {identifier}(result, {given}):\n' + ''.join(f'    {line}\n' for line in lines)
    file = f'<rule of {name}>'
    linecache.cache[file] = (len(text), None, text.splitlines(True), file)
    exec(compile(text, file, 'exec'), globals())
    return globals().pop(identifier)


# --- the rules of this rule -------------------------------------------------------

@adjoint(tf_vjp, constant=('function', 'wrt'), fresh=True)
def _tf_vjp(z, function, wrt, by, *args, **keywords):
    both = tf_vjps(tf_vjp, d[z], function, wrt, by, *args, **keywords)
    d[by] = both[2]
    d[args] = both[3:]


@forward(tf_vjp)
def _tf_vjp_forward(z, function, wrt, by, *args, **keywords):
    d[z] = tf_jvps(tf_vjp, (None, None, d[by]) + d[args], function, wrt, by, *args, **keywords)


@adjoint(tf_jvp, constant=('function', 'wrt'), linear=('dx',), fresh=True)
def _tf_jvp(z, function, wrt, dx, *args, **keywords):
    both = tf_vjps(tf_jvp, d[z], function, wrt, dx, *args, **keywords)
    d[dx] = both[2]
    d[args] = both[3:]


@forward(tf_jvp)
def _tf_jvp_forward(z, function, wrt, dx, *args, **keywords):
    d[z] = tf_jvps(tf_jvp, (None, None, d[dx]) + d[args], function, wrt, dx, *args, **keywords)


@adjoint(tf_vjps, constant=('function',))
def _tf_vjps(z, function, by, *args, **keywords):
    both = tf_vjps(tf_vjps, d[z], function, by, *args, **keywords)
    d[by] = both[1]
    d[args] = both[2:]


@forward(tf_vjps)
def _tf_vjps_forward(z, function, by, *args, **keywords):
    d[z] = tf_jvps(tf_vjps, (None, d[by]) + d[args], function, by, *args, **keywords)


@adjoint(tf_jvps, constant=('function',))
def _tf_jvps(z, function, tangents, *args, **keywords):
    both = tf_vjps(tf_jvps, d[z], function, tangents, *args, **keywords)
    d[tangents] = both[1]
    d[args] = both[2:]


@forward(tf_jvps)
def _tf_jvps_forward(z, function, tangents, *args, **keywords):
    d[z] = tf_jvps(tf_jvps, (None, d[tangents]) + d[args], function, tangents, *args, **keywords)


@linear(tf_adjoint, shape='=x', shape_reads=('x',), constant=('function', 'args', 'keywords'),
        fresh=True)
def _tf_adjoint(z, function, by, x, *args, **keywords):
    d[by] = function(d[z], *args, **keywords)
