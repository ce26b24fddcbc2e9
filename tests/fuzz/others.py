"""Records, and statements through which nothing active passes."""
from __future__ import annotations

from tests.fuzz.expressions import condition, expression, number
from tests.fuzz.flow import COUNTERS, ITEMS, iterable, over, variable
from tests.fuzz.kinds import F, RECORDS, Skip, a_list, a_record, array, integer
from tests.fuzz.maker import Maker, Scope, indented, statement


def made_record(make: Maker, scope: Scope, kind: tuple) -> str:
    """An expression that makes a record."""
    (first, one), (second, other) = kind[2]
    left, right = expression(make, scope, one, 0), expression(make, scope, other, 0)
    return f'{kind[1]}({left}, {make.pick(["", f"{second}="])}{right})'


def of_type(name: str) -> str:
    return 'namedtuple' if name == 'Pair' else 'dataclass'


@statement('containers', 2.0)
def new_record(make: Maker, scope: Scope) -> list[str]:
    kind = a_record(make.pick([*RECORDS]), make.pick([F, F, array(make.length)]), F)
    name = make.target(scope, kind)
    make.tags.add(of_type(kind[1]))
    text = made_record(make, scope, kind)
    scope.kinds[name] = kind
    return [f'{name} = {text}']


@statement('containers', 2.0)
def replaced_record(make: Maker, scope: Scope) -> list[str]:
    name = make.name(scope.records())
    kind = scope.kinds[name]
    field, item = make.pick(kind[2])
    make.tags.add(f'{of_type(kind[1])} replaced')
    value = expression(make, scope, item, 0)
    text = f'{name}._replace({field}={value})' if kind[1] == 'Pair' else f'dataclasses.replace({name}, {field}={value})'
    target = name if name not in scope.fixed and make.chance(0.7) else make.new(scope)
    scope.kinds[target] = kind
    return [f'{target} = {text}']


@statement('containers', 1.0)
def records_listed(make: Maker, scope: Scope) -> list[str]:
    """A list of records, and a loop over it."""
    kind = a_record(make.pick([*RECORDS]), F, F)
    name, item, total = make.new(scope), variable(make, scope, ITEMS), make.target(scope, F)
    make.tags |= {of_type(kind[1]), 'list of records'}
    items = ', '.join(made_record(make, scope, kind) for _ in range(2))
    fields = [field for field, _ in kind[2]]
    if name in (item, total) or item == total or total not in scope.kinds:
        raise Skip
    scope.kinds[name] = a_list(kind, 2)
    return [f'{name} = [{items}]', f'for {item} in {name}:', f'    {total} += {item}.{fields[0]} * {item}.{fields[1]}']


@statement('containers', 1.5)
def unpacked_record(make: Maker, scope: Scope) -> list[str]:
    name = make.name([name for name in scope.records() if scope.kinds[name][1] == 'Pair'])
    kinds = [item for _, item in scope.kinds[name][2]]
    targets = [make.target(scope, kind) for kind in kinds]
    if targets[0] == targets[1] or {*targets} & scope.fixed:
        raise Skip
    make.tags.add('namedtuple unpacked')
    scope.kinds.update(zip(targets, kinds))
    return [f'{", ".join(targets)} = {name}']


@statement('containers', 1.2)
def filtered(make: Maker, scope: Scope) -> list[str]:
    text, kind, read = iterable(make, scope)
    item = variable(make, scope, ITEMS)
    if kind != F:
        raise Skip
    make.tags.add('filter')
    text = f'filter(lambda {item}: {item} {make.pick("<>")} {make.number()}, {text})'
    if make.chance(0.4):
        return over(make, scope, f'for {item} in {text}:', {item: F}, [read])
    name = make.target(scope, F)
    scope.kinds[name] = F
    return [f'{name} = sum({text})']


@statement('containers', 1.2)
def folded(make: Maker, scope: Scope) -> list[str]:
    """A number of functools.reduce, or of an iterator of itertools."""
    text, kind, _ = iterable(make, scope)
    if kind != F:
        raise Skip
    form = make.pick(['reduce', 'reduce', 'reduce', 'accumulate', 'pairwise', 'combinations', 'chain'])
    make.tags.add('reduce' if form == 'reduce' else 'itertools')
    value = {
        'reduce': f'functools.reduce(lambda a, b: 0.5 * a * b + {make.number()}, {text}, {make.number()})',
        'accumulate': f'sum(itertools.accumulate({text}))',
        'pairwise': f'sum(a * b for a, b in itertools.pairwise({text}))',
        'combinations': f'sum([a * b for a, b in itertools.combinations({text}, 2)])',
        'chain': f'max(itertools.chain({text}, [{make.number()}]))',
    }[form]
    name = make.target(scope, F)
    scope.kinds[name] = F
    return [f'{name} = {value}']


@statement('containers', 0.8)
def kept_iterator(make: Maker, scope: Scope) -> list[str]:
    """An iterator in a variable, which is read a few statements later."""
    text, kind, _ = iterable(make, scope)
    if kind != F:
        raise Skip
    name, item = make.new(scope), variable(make, scope, ITEMS)
    make.tags.add('iterator in a variable')
    kept = make.pick([f'map(lambda {item}: {item} * {make.number()}, {text})',
                      f'({item} * {item} for {item} in {text})', f'itertools.chain({text}, [{make.number()}])'])
    lines = [f'{name} = {kept}', *(make.block(scope.inner(), 1, 1) if make.chance(0.5) else [])]
    target = make.target(scope, F)
    scope.kinds[target] = F
    return [*lines, f'{target} = sum({name})']


@statement('containers', 1.5)
def deleted(make: Maker, scope: Scope) -> list[str]:
    if scope.loops:
        raise Skip
    lists = [name for name in scope.lists(2) if name not in scope.shared | scope.args]
    dicts = [name for name in scope.dicts() if name not in scope.args and len(scope.kinds[name][1]) > 1]
    name = make.name(lists + dicts)
    kind = scope.kinds[name]
    make.tags.add('del')
    if kind[0] == 'l':
        scope.kinds[name] = a_list(kind[1], kind[2] - 1)
        return [f'del {name}[{make.pick([0, -1])}]']
    key, _ = make.pick(kind[1])
    scope.kinds[name] = ('d', tuple(pair for pair in kind[1] if pair[0] != key))
    return [f'del {name}[{key!r}]']


@statement('plain', 0.6)
def in_errstate(make: Maker, scope: Scope) -> list[str]:
    make.tags.add('with np.errstate')
    return [f'with np.errstate({make.pick(["all", "divide", "invalid"])}="ignore"):',
            *indented(make.block(scope.inner(), 1, 2))]


@statement('plain', 0.6)
def inactive_try(make: Maker, scope: Scope) -> list[str]:
    """A try statement that gives an index."""
    name, text = variable(make, scope, COUNTERS), make.pick(['1', '2', 'two'])
    make.tags.add('try')
    lines = ['try:', f'    {name} = int({text!r})', 'except ValueError:', f'    {name} = 0']
    if make.chance(0.3):
        lines += ['finally:', f'    {make.new(scope)} = 1']
    scope.kinds[name] = integer(3)
    if make.chance(0.4):
        lines += [f'if {condition(make, scope)}:', f'    {name} = {make.pick([0, 1])}']
    return lines


def read_field(make: Maker, scope: Scope) -> str:
    """A number from a field of a record."""
    name = make.name(scope.records())
    field, item = make.pick(scope.kinds[name][2])
    make.tags.add(f'read a field of a {of_type(scope.kinds[name][1])}')
    return f'{name}.{field}' if item == F else f'np.sum({name}.{field} * {number(make, scope, -1)})'


@statement('containers', 2.0)
def number_of_record(make: Maker, scope: Scope) -> list[str]:
    text = f'{read_field(make, scope)} * {read_field(make, scope)}'
    name = make.target(scope, F)
    scope.kinds[name] = F
    return [f'{name} = {text}']
