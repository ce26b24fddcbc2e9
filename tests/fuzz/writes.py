"""Writes in place, and names that share memory."""
from __future__ import annotations

from tests.fuzz.expressions import atom, condition, expression, index, number, of_shape
from tests.fuzz.flow import COUNTERS, variable
from tests.fuzz.kinds import F, Skip, array
from tests.fuzz.maker import Maker, Scope, statement

OPERATORS = ['+=', '-=', '*=', '+=']


def written(make: Maker, scope: Scope, dimensions: tuple = (1, 2)) -> str:
    """An array to write into; seldom one that is the caller's."""
    names = [name for name in scope.arrays(dimensions) if name not in scope.shared or make.chance(0.03)]
    own = [name for name in names if name not in scope.args]
    if own and not make.chance(0.1):
        return make.name(own)
    name = make.name(names)
    if name in scope.args:
        if make.chance(0.75):
            raise Skip
        make.tags.add('write into an argument')
    return name


def stored(make: Maker, scope: Scope, target: str, value: str) -> str:
    """An assignment, plain or augmented."""
    if make.chance(0.4):
        make.tags.add('augmented write')
        return f'{target} {make.pick(OPERATORS)} {value}'
    return f'{target} = {value}'


@statement('in_place', 3.0)
def write_element(make: Maker, scope: Scope) -> list[str]:
    name = written(make, scope)
    indices = ', '.join(index(make, scope, length) for length in scope.shape(name))
    make.tags.add('write an element')
    value = number(make, scope, 1)
    if make.chance(0.2):
        value = f'0.5 * {name}[{indices}] + {atom(value)}'
    return [stored(make, scope, f'{name}[{indices}]', value)]


@statement('in_place', 2.0)
def write_slice(make: Maker, scope: Scope) -> list[str]:
    name = written(make, scope, (1,))
    n = scope.shape(name)[0]
    if n < 2:
        raise Skip
    target, length = make.pick([(':', n), ('1:', n - 1), (':-1', n - 1), ('::-1', n), ('::2', (n + 1) // 2),
                                ('...', n), ('...', n), (f'{n - 2}:', 2), ('1::2', n // 2), (f'{n - 1}:0:-1', n - 1)])
    make.tags.add('write all elements' if target in ('...', ':') else
                  'write a slice with a step' if '::' in target or ':0:' in target else 'write a slice')
    value = make.pick([number(make, scope, 0), of_shape(make, scope, (length,)), of_shape(make, scope, (length,)),
                       f'{name}[{make.pick([":-1", "1:"])}]' if length == n - 1 else number(make, scope, 0)])
    return [stored(make, scope, f'{name}[{target}]', value)]


@statement('in_place', 1.4)
def write_row(make: Maker, scope: Scope) -> list[str]:
    name = written(make, scope, (2,))
    rows, columns = scope.shape(name)
    make.tags.add('write a row or column')
    if make.chance(0.6):
        row = index(make, scope, rows)
        target, length = make.pick([(row, columns), (row, columns), (f'{row}, :', columns),
                                    (f'{row}, 1:', columns - 1)])
    else:
        column = index(make, scope, columns)
        target, length = make.pick([(f':, {column}', rows), (f'..., {column}', rows)])
    if length < 1:
        raise Skip
    value = number(make, scope, 0) if make.chance(0.3) else of_shape(make, scope, (length,))
    return [stored(make, scope, f'{name}[{target}]', value)]


@statement('in_place', 1.2)
def write_mask(make: Maker, scope: Scope) -> list[str]:
    name = written(make, scope)
    make.tags.add('write where a mask is true')
    test = f'{name} {make.pick("<>")} {make.pick(["0.1", "0.35", "-0.2", "0.6"])}'
    lines = []
    if make.chance(0.35):
        mask = make.new(scope)
        lines, test = [f'{mask} = {test}'], mask
    if make.chance(0.25):
        return [*lines, f'{name}[{test}] = {name}[{test}] * {number(make, scope, 0)}']
    return [*lines, stored(make, scope, f'{name}[{test}]', number(make, scope, 0))]


@statement('in_place', 1.2)
def write_indices(make: Maker, scope: Scope) -> list[str]:
    name = written(make, scope, (1,))
    n = scope.shape(name)[0]
    if n < 2:
        raise Skip
    picked = [make.random.randrange(n) for _ in range(2 if n < 3 else 3)]
    make.tags.add('write at an array of indices')
    text, lines = str(picked), []
    if make.chance(0.5):
        where = make.new(scope)
        lines, text = [f'{where} = np.array({text})'], where
    value = make.pick([number(make, scope, 0), of_shape(make, scope, (len(picked),))])
    if make.chance(0.5):
        make.tags.add('np.add.at')
        return [*lines, f'np.add.at({name}, {text}, {value})']
    return [*lines, stored(make, scope, f'{name}[{text}]', value)]


@statement('in_place', 2.0)
def augment_array(make: Maker, scope: Scope) -> list[str]:
    name = written(make, scope)
    make.tags.add('augmented assignment to an array')
    value = make.pick([number(make, scope, 0), of_shape(make, scope, scope.shape(name)),
                       of_shape(make, scope, scope.shape(name)[-1:])])
    return [f'{name} {make.pick([*OPERATORS, "/="])} {value}'] if make.chance(0.8) else [f'{name} **= 2']


@statement('in_place', 3.0)
def by_function(make: Maker, scope: Scope) -> list[str]:
    """What writes without an assignment."""
    name = written(make, scope)
    shape = scope.shape(name)
    form = make.pick(['copyto', 'copyto', 'fill', 'fill', 'out', 'out', 'sort',
                      *['fill_diagonal'] * 12 * (len(shape) - 1)])
    if form == 'fill_diagonal':
        make.tags.add('np.fill_diagonal')
        return [f'np.fill_diagonal({name}, {number(make, scope, 0)})']
    if form == 'copyto':
        make.tags.add('np.copyto')
        return [f'np.copyto({name}, {of_shape(make, scope, shape)})']
    if form == 'fill':
        make.tags.add('fill')
        return [f'{name}.fill({number(make, scope, 0)})']
    if form == 'sort':
        make.tags.add('sort in place')
        return [f'{name}.sort()']
    make.tags.add('out=')
    if make.chance(0.3):
        return [f'np.{make.pick(["sin", "tanh", "negative"])}({of_shape(make, scope, shape, 0)}, out={name})']
    return [f'np.{make.pick(["add", "multiply", "subtract"])}({of_shape(make, scope, shape, 0)}, '
            f'{make.pick([of_shape(make, scope, shape, 0), number(make, scope, 0)])}, out={name})']


@statement('in_place', 1.0)
def swap(make: Maker, scope: Scope) -> list[str]:
    name = written(make, scope)
    shape = scope.shape(name)
    if shape[0] < 2:
        raise Skip
    i, j = make.random.sample(range(shape[0]), 2)
    make.tags.add('swap elements')
    if len(shape) == 2 and make.chance(0.4):
        return [f'{name}[{i}], {name}[{j}] = {name}[{j}].copy(), {name}[{i}].copy()']
    if make.chance(0.2):
        return [f'{name}[[{i}, {j}]] = {name}[[{j}, {i}]]']
    if len(shape) == 2:
        k, m = make.random.randrange(shape[1]), make.random.randrange(shape[1])
        return [f'{name}[{i}, {k}], {name}[{j}, {m}] = {name}[{j}, {m}], {name}[{i}, {k}]']
    first = index(make, scope, shape[0])
    return [f'{name}[{first}], {name}[{j}] = {name}[{j}], {name}[{first}]']


def aliased(make: Maker, scope: Scope) -> tuple[str, str, tuple]:
    """A text that shares memory with a variable: it, the variable, its shape."""
    name = make.name([name for name in scope.arrays() if name not in scope.args] or scope.arrays())
    shape = scope.shape(name)
    forms = [('{}', shape, 'alias'), ('{}', shape, 'alias'), ('{}[:]', shape, 'view by a slice')]
    if len(shape) == 1 and shape[0] > 2:
        n = shape[0]
        forms += [('{}[1:]', (n - 1,), 'view by a slice'), ('{}[:-1]', (n - 1,), 'view by a slice'),
                  ('{}[::2]', ((n + 1) // 2,), 'view by a slice'), ('{}[::-1]', shape, 'view by a slice'),
                  ('{}.reshape(1, -1)', (1, n), 'view by reshape'), ('{}[None]', (1, n), 'view by a slice'),
                  ('{}.ravel()', shape, 'view by ravel'), ('np.asarray({})', shape, 'alias by asarray')]
    if len(shape) == 2:
        m, n = shape
        forms += [*[('{}.T', (n, m), 'view by .T')] * 6, ('{}[0]', (n,), 'view of a row'),
                  ('{}[1]', (n,), 'view of a row'), ('{}[0, :]', (n,), 'view of a row'),
                  ('{}[1, :]', (n,), 'view of a row'), ('{}[-1, :]', (n,), 'view of a row'),
                  ('{}[-1]', (n,), 'view of a row'), ('{}[:, 1]', (m,), 'view of a column'),
                  ('{}[:, 0]', (m,), 'view of a column'), ('{}[..., 0]', (m,), 'view of a column'),
                  ('{}[..., -1]', (m,), 'view of a column'), ('{}[:, -1]', (m,), 'view of a column'),
                  ('{}.reshape(-1)', (m * n,), 'view by reshape'), ('{}.ravel()', (m * n,), 'view by ravel'),
                  (f'{{}}.reshape({n}, {m})', (n, m), 'view by reshape'), ('np.transpose({})', (n, m), 'view by .T')]
        if n < 2:
            raise Skip
    form, of, tag = make.pick(forms)
    make.tags.add(tag)
    return form.format(name), name, of


@statement('in_place', 3.5)
def alias(make: Maker, scope: Scope) -> list[str]:
    """Another name for the memory of an array, and mostly a write through one of the two."""
    text, name, shape = aliased(make, scope)
    other = make.new(scope)
    scope.kinds[other] = array(*shape)
    lines = [f'{other} = {text}']
    while make.chance(0.7) and len(lines) < 3:
        into = make.pick([name, other])
        if into in scope.args and make.chance(0.7):
            into = other
        own = scope.shape(into)
        where = ', '.join(index(make, scope, length) for length in own)
        make.tags.add('write where memory is shared')
        lines.append(stored(make, scope, f'{into}[{make.pick([where, where, "..."])}]', number(make, scope)))
    return lines


@statement('in_place', 1.2)
def cut(make: Maker, scope: Scope) -> list[str]:
    """A copy under the same name or another, which cuts the tie."""
    name = make.name(scope.arrays())
    other = make.pick([name if name not in scope.fixed else make.new(scope), make.new(scope)])
    scope.kinds[other] = scope.kinds[name]
    make.tags.add('copy cuts an alias')
    lines = [f'{other} = {make.pick([f"{name}.copy()", f"{name}.copy()", f"np.array({name})", f"np.copy({name})"])}']
    if make.chance(0.7):
        where = ', '.join(index(make, scope, length) for length in scope.shape(name))
        lines.append(stored(make, scope, f'{other}[{where}]', number(make, scope)))
        make.tags.add('write an element')
    return lines


@statement('in_place', 1.5)
def new_array(make: Maker, scope: Scope) -> list[str]:
    """An array that is made to be written into."""
    shape = make.pick([(make.length,), (make.length,), (make.rows, make.length)])
    name = make.target(scope, array(*shape), 0.7)
    same = scope.of(array(*shape))
    text = str(shape if len(shape) > 1 else shape[0])
    form = make.pick(['zeros', 'zeros', 'ones', 'full', 'like', 'empty'])
    if form == 'empty':
        make.tags.add('np.empty')
        scope.kinds.pop(name, None)  # what it holds before it is filled is of no use
        value = number(make, scope, 0)
        scope.kinds[name] = array(*shape)
        return [f'{name} = np.empty({text})', f'{name}[...] = {value}']
    value = number(make, scope, 0)
    scope.kinds[name] = array(*shape)
    if form == 'like':
        return [f'{name} = np.{make.pick(["zeros_like", "ones_like"])}({make.name(same)})']
    return [f'{name} = np.full({text}, {value})' if form == 'full' else f'{name} = np.{form}({text})']


@statement('in_place', 1.0)
def fill_in_loop(make: Maker, scope: Scope) -> list[str]:
    """An array whose elements a loop writes, all or some."""
    counter, name, n = variable(make, scope, COUNTERS), make.new(scope), make.length
    make.tags |= {'array filled in a loop', 'for over a range', 'write an element'}
    inside = scope.inner(True, **{counter: ('i', n)})
    value = expression(make, inside, F)
    lines = [f'{name} = np.{make.pick(["zeros", "empty", "ones"])}({n})', f'for {counter} in range({n}):',
             f'    {name}[{counter}] = {value}']
    if 'ones' in lines[0] and make.chance(0.5):
        lines.insert(2, f'    if {condition(make, inside)}:')
        lines[3] = '    ' + lines[3]
    scope.kinds[name] = array(n)
    return lines
