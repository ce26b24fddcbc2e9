"""Objects: attributes that are written, methods, and objects that several names and containers hold."""
from __future__ import annotations

from tests.fuzz.expressions import expression, number
from tests.fuzz.kinds import F, a_dict, a_list
from tests.fuzz.maker import Maker, Scope, statement


def an_object(make: Maker, scope: Scope) -> str:
    return make.name([name for name in scope.records() if scope.kinds[name][1] == 'State'])


@statement('containers', 2.2)
def attribute_assigned(make: Maker, scope: Scope) -> list[str]:
    name = an_object(make, scope)
    field, item = make.pick(scope.kinds[name][2])
    make.tags.add('assign an attribute')
    return [f'{name}.{field} = {expression(make, scope, item)}']


@statement('containers', 2.4)
def attribute_augmented(make: Maker, scope: Scope) -> list[str]:
    name = an_object(make, scope)
    field, item = make.pick(scope.kinds[name][2])
    make.tags.add('augmented assignment to an attribute')
    value = expression(make, scope, item, 0) if item != F and make.chance(0.5) else number(make, scope, 0)
    return [f'{name}.{field} {make.pick(["+=", "-=", "*="])} {value}']


@statement('containers', 15.0)
def element_of_attribute(make: Maker, scope: Scope) -> list[str]:
    name = an_object(make, scope)
    field, _ = make.pick(pair for pair in scope.kinds[name][2] if pair[1][0] == 'a' and len(pair[1][1]) == 1)
    make.tags.add('write an element of an attribute')
    return [f'{name}.{field}[{make.pick([0, 1, -1])}] {make.pick(["=", "=", "+=", "*="])} {number(make, scope, 0)}']


@statement('containers', 2.4)
def another_name(make: Maker, scope: Scope) -> list[str]:
    name = an_object(make, scope)
    other = make.target(scope, scope.kinds[name])
    make.tags.add('two names of an object')
    scope.kinds[other] = scope.kinds[name]
    return [f'{other} = {name}']


@statement('containers', 2.0)
def objects_held(make: Maker, scope: Scope) -> list[str]:
    """A list or dict of objects that have names as well, one of them sometimes twice."""
    name = an_object(make, scope)
    other = make.pick(scope.of(scope.kinds[name]))
    held = make.new(scope)
    make.tags.add('container of objects')
    if make.chance(0.5):
        scope.kinds[held] = a_list(scope.kinds[name], 2)
        return [f'{held} = [{name}, {other}]']
    scope.kinds[held] = a_dict(a=scope.kinds[name], b=scope.kinds[name])
    return [f'{held} = {{"a": {name}, "b": {other}}}']


@statement('containers', 15.0)
def attribute_of_item(make: Maker, scope: Scope) -> list[str]:
    name = make.name([name for name in [*scope.lists(1), *scope.dicts()] if _holds_objects(scope.kinds[name])])
    kind = scope.kinds[name]
    index, item = (make.pick([0, -1]), kind[1]) if kind[0] == 'l' else make.pick(kind[1])
    field, value = make.pick(item[2])
    make.tags.add('write an attribute of an item')
    return [f'{name}[{index!r}].{field} {make.pick(["=", "+="])} {expression(make, scope, value, 0)}']


def _holds_objects(kind: tuple) -> bool:
    items = [kind[1]] if kind[0] == 'l' else [item for _, item in kind[1]]
    return all(item[0] == 'r' and item[1] == 'State' for item in items)


@statement('containers', 4.0)
def method_called(make: Maker, scope: Scope) -> list[str]:
    name = an_object(make, scope)
    argument = number(make, scope, 0)
    if make.chance(0.5):
        make.tags.add('method that writes')
        return [f'{name}.step({argument})']
    make.tags.add('method')
    kind, call = make.pick([(F, f'energy() * {argument}'), (scope.kinds[name], f'moved({argument})')])
    target = make.target(scope, kind)
    scope.kinds[target] = kind
    return [f'{target} = {name}.{call}']
