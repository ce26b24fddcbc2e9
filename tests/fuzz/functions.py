"""Functions and methods as values, and arrays that are unpacked without having a name."""
from __future__ import annotations

from tests.fuzz.expressions import atom, number, of_matrix, of_shape
from tests.fuzz.flow import ITEMS, iterable, variable
from tests.fuzz.kinds import F, Skip, array
from tests.fuzz.maker import Maker, Scope, statement
from tests.fuzz.objects import an_object


@statement('containers', 1.0)
def unpacked_expression(make: Maker, scope: Scope) -> list[str]:
    """The elements or rows of what an expression computes."""
    rows = make.chance(0.4)
    shape = (make.rows, make.length) if rows else (make.length,)
    kind = array(make.length) if rows else F
    names = [make.target(scope, kind) for _ in range(shape[0])]
    if len({*names}) < len(names) or {*names} & scope.fixed:
        raise Skip
    text = of_matrix(make, scope, shape) if rows else of_shape(make, scope, shape)
    if text.isidentifier():
        text = make.pick([f'{text} * {make.number()}', f'np.sin({text})', f'{text}[::-1]'])
    make.tags.add('unpacked expression')
    scope.kinds.update({name: kind for name in names})
    return [f'{", ".join(names)} = {text}']


@statement('containers', 0.8)
def function_as_key(make: Maker, scope: Scope) -> list[str]:
    """A function that says what is largest, one of those defined there if there are any."""
    function = make.pick([name for name, kinds in make.functions.items() if kinds == ((F,), F) and name in (
        'inner', 'local')] or ['np.sin', 'np.tanh', 'abs'])
    text, kind, _ = iterable(make, scope)
    if kind != F or scope.in_function:
        raise Skip
    make.tags.add('function as a key')
    name = make.target(scope, F)
    scope.kinds[name] = F
    return [f'{name} = {make.pick([f"max({text}, key={function})", f"sorted({text}, key={function})[0]"])}']


@statement('containers', 0.25)
def function_from_a_container(make: Maker, scope: Scope) -> list[str]:
    """Functions in a tuple or a dict, which are called by way of it."""
    item = variable(make, scope, ITEMS)
    functions = make.several(['np.sin', 'np.tanh', f'lambda v: v * {make.number()}', 'np.cos', 'lambda v: v * v'], 2)
    make.tags.add('function from a container')
    name = make.target(scope, F)
    argument = number(make, scope, 0)
    scope.kinds[name] = F
    if make.chance(0.5):
        return [f'{name} = sum({item}({argument}) for {item} in ({", ".join(functions)}))']
    table, key = make.new(scope), make.pick('ab')
    return [f'{table} = {{"a": {functions[0]}, "b": {functions[1]}}}', f'{name} = {table}["{key}"]({argument})']


@statement('containers', 4.5)
def method_as_a_value(make: Maker, scope: Scope) -> list[str]:
    name = an_object(make, scope)
    method, kind = make.pick([('energy', F), ('moved', scope.kinds[name])])
    held = make.new(scope)
    make.tags.add('method as a value')
    lines = [f'{held} = {name}.{method}', *(make.block(scope.inner(), 1, 1) if make.chance(0.3) else [])]
    target = make.target(scope, kind)
    call = f'{held}() * {atom(number(make, scope, 0))}' if method == 'energy' else f'{held}({number(make, scope, 0)})'
    scope.kinds[target] = kind
    return [*lines, f'{target} = {call}']
