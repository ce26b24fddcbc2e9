"""Expressions of a wanted kind."""
from __future__ import annotations

from tests.fuzz.kinds import F, Skip, array
from tests.fuzz.maker import Maker, Scope

OF_NUMBER = ['np.sin({0})', 'np.tanh({0})', '{0} * {0}', '0.5 * {0}', '-{0}', 'np.cos({0}) * {0}',
             '{0} / (1.5 + {0} * {0})', '({0} + 0.3) ** 2', 'np.exp(-{0} * {0})', 'np.sqrt(1.0 + {0} * {0})',
             'abs({0})', 'float({0})']
OF_NUMBERS = ['{} + {}', '{} - {}', '{} * {}', '{} * {}', '{} * np.sin({})', '0.5 * {} + 0.3 * {}', 'np.tanh({} + {})',
              '{} / (1.2 + np.cos({}))', 'max({}, {})', 'min({}, {})', 'np.maximum({}, {})',
              'np.arctan2({}, 2.0 + {})']
OF_ARRAY = ['np.sin({0})', 'np.tanh({0})', '{0} * {0}', '0.5 * {0}', '-{0}', '{0}.copy()',
            'np.cumsum({0}, axis=0) * 0.5', '{0}[::-1]', '{0} / (1.0 + {0} ** 2)',
            'np.where({0} > 0.15, {0}, 0.5)', 'np.exp(-{0} * {0})', 'abs({0})',
            'np.roll({0}, 1)', '{0} - np.mean({0})', 'np.sort({0}, axis=0)', 'np.clip({0}, -0.8, 0.8)']
OF_ARRAYS = ['{} + {}', '{} - {}', '{} * {}', '{} * {}', 'np.tanh({} + {})', 'np.maximum({}, {})', '{} * np.cos({})']
TO_NUMBER = ['np.sum({0})', '{0}.sum()', 'np.mean({0})', 'np.sum({0} * {0})', 'np.max({0})', 'np.sum(np.sin({0}))',
             'np.linalg.norm({0})', '{0}.mean()', 'np.sum({0} ** 3)', 'np.prod({0})']


def index(make: Maker, scope: Scope, length: int) -> str:
    """An index for a dimension of this length."""
    if length < 1:
        raise Skip
    counters = [name for name, kind in scope.kinds.items() if kind[0] == 'i']
    if counters and make.chance(0.75):
        name = make.name(counters)
        bound = scope.kinds[name][1]
        if bound <= length:
            return make.pick([name, name, name, f'-1 - {name}', f'{length - 1} - {name}', f'({name} + 1) % {length}'])
        if bound == length + 1:
            return make.pick([f'{name} - 1', f'{name} % {length}'])
        return f'{name} % {length}'
    return str(make.pick([0, -1, *range(length), *range(length), length // 2 - length]))


def condition(make: Maker, scope: Scope) -> str:
    """A condition, away from where it changes."""
    counters = [name for name, kind in scope.kinds.items() if kind[0] == 'i']
    if counters and make.chance(0.35):
        test = make.pick(["% 2 == 0", "== 1", "> 1", "!= 2", ">= 1", "< 2", "== 0", "% 3 == 1"])
        return f'{make.name(counters)} {test}'
    if make.chance(0.08):
        lists = scope.lists()
        if lists:
            return make.pick([f'len({make.name(lists)}) {make.pick("<>")} {make.pick("234")}', make.name(lists)])
    if make.chance(0.08) and scope.dicts():
        return f'{make.pick(["a", "b", "none"])!r} {make.pick(["in", "not in"])} {make.name(scope.dicts())}'
    left = number(make, scope, 0)
    text = f'{left} {make.pick("<>")} {make.number() if make.chance(0.7) else number(make, scope, 0)}'
    if make.chance(0.15):
        make.tags.add('and, or, not')
        text = make.pick(['not {}', '{0} and {1}', '{0} or {1}']).format(text, condition(make, scope))
    return text


def number(make: Maker, scope: Scope, depth: int = 1) -> str:
    """An expression whose value is a number."""
    arrays = scope.arrays()
    for _ in range(8):
        choice = make.random.random()
        try:
            if choice < 0.3 or depth < 0:
                return leaf(make, scope)
            if choice < 0.34:
                return make.number()
            if choice < 0.46:
                return element(make, scope)
            if choice < 0.54 and arrays:
                return make.pick(TO_NUMBER).format(make.name(arrays))
            if choice < 0.6:
                return of_list(make, scope)
            if choice < 0.66:
                return of_record(make, scope)
            if choice < 0.73:
                return call(make, scope, F)
            if choice < 0.75:
                make.tags.add('conditional expression')
                return (f'({number(make, scope, 0)} if {condition(make, scope)} else {number(make, scope, 0)})')
            if choice < 0.77:
                left, right = make.name(scope.arrays((1,))), make.name(scope.arrays((1,)))
                if scope.shape(left) == scope.shape(right):
                    return f'np.dot({left}, {right})'
            if choice < 0.86:
                return make.pick(OF_NUMBER).format(atom(number(make, scope, depth - 1)))
            if choice < 1.0:
                return make.pick(OF_NUMBERS).format(atom(number(make, scope, depth - 1)),
                                                    atom(number(make, scope, depth - 1)))
        except Skip:
            pass
    return leaf(make, scope)


def leaf(make: Maker, scope: Scope) -> str:
    """A number that is at hand: it carries a derivative if any does."""
    numbers, arrays = scope.of(F), scope.arrays()
    if numbers:
        return make.name(numbers)
    if arrays:
        return element(make, scope) if make.chance(0.7) else make.pick(TO_NUMBER).format(make.name(arrays))
    return make.number()


def atom(text: str) -> str:
    """An expression in parentheses where an operator stands next to it."""
    depth = 0
    for letter in text:
        depth += (letter in '([{') - (letter in ')]}')
        if letter == ' ' and depth == 0:
            return f'({text})'
    return f'({text})' if text.startswith('-') else text


def element(make: Maker, scope: Scope) -> str:
    name = make.name(scope.arrays())
    return f'{name}[{", ".join(index(make, scope, length) for length in scope.shape(name))}]'


def of_list(make: Maker, scope: Scope) -> str:
    """A number from a list."""
    name = make.name(scope.lists(1))
    item, length = scope.kinds[name][1:]
    make.tags.add('read an item of a list')
    if item == F:
        if make.chance(0.2):
            make.tags.add('sum of a list')
            return f'sum({name})'
        return f'{name}[{index(make, scope, length)}]'
    if item[0] == 'a':
        return f'np.sum({name}[{index(make, scope, length)}])'
    raise Skip


def of_record(make: Maker, scope: Scope) -> str:
    """A number from a tuple or a dict."""
    name = make.name(scope.dicts() + scope.tuples())
    kind = scope.kinds[name]
    items = kind[1] if kind[0] == 'd' else list(enumerate(kind[1]))
    key, item = make.pick(items)
    if kind[0] == 'd':
        make.tags.add('read an item of a dict')
        if item == F and make.chance(0.25):
            make.tags.add('dict get')
            return f'{name}.get({key!r}, 0.5)' if make.chance(0.7) else f'{name}.get("none", 0.5)'
    else:
        make.tags.add('read an item of a tuple')
    text = f'{name}[{key!r}]'
    if item == F:
        return text
    if item[0] == 'a':
        return make.pick(['np.sum({0})', 'np.sum({0} * {0})']).format(text)
    raise Skip


def call(make: Maker, scope: Scope, result: tuple) -> str:
    """A call of a function that has such a result."""
    name = make.pick(name for name, (_, kind) in make.functions.items() if kind == result)
    return written_call(make, scope, name)


def written_call(make: Maker, scope: Scope, name: str) -> str:
    make.tags.add('call')
    arguments = []
    for kind in make.functions[name][0]:
        if kind[0] == 'i':
            arguments.append(str(make.random.randrange(kind[1])))
        elif kind == F:
            arguments.append(number(make, scope, 0))
        else:
            arguments.append(make.name(scope.of(kind)))
    return f'{name}({", ".join(arguments)})'


def of_shape(make: Maker, scope: Scope, shape: tuple, depth: int = 1) -> str:
    """An expression whose value is an array of this shape."""
    same = scope.of(array(*shape))
    for _ in range(8):
        choice = make.random.random()
        try:
            if choice < 0.2 or depth < 0:
                return make.name(same)
            if choice < 0.28:
                return f'{make.name(same)} * {atom(number(make, scope, 0))}'
            if choice < 0.33 and len(shape) == 1:
                return f'np.array([{", ".join(number(make, scope, 0) for _ in range(shape[0]))}])'
            if choice < 0.36 and len(shape) == 1:
                name = make.pick(name for name in scope.lists() if scope.kinds[name][1:] == (F, shape[0]))
                make.tags.add('np.array of a list')
                return f'np.array({name})'
            if choice < 0.42 and len(shape) == 1:
                return part(make, scope, shape)
            if choice < 0.46:
                name = make.pick(name for name in scope.lists(1) if scope.kinds[name][1] == array(*shape))
                make.tags.add('read an item of a list')
                return f'{name}[{index(make, scope, scope.kinds[name][2])}]'
            if choice < 0.5:
                return of_matrix(make, scope, shape)
            if choice < 0.6:
                return call(make, scope, array(*shape))
            if choice < 0.62:
                return f'np.full({shape}, {number(make, scope, 0)})'
            if choice < 0.8:
                return make.pick(OF_ARRAY).format(make.name(same))
            return make.pick(OF_ARRAYS).format(make.name(same), atom(of_shape(make, scope, shape, depth - 1)))
        except Skip:
            pass
    return make.name(same) if same else f'np.full({shape}, {number(make, scope, 0)})'


def of_matrix(make: Maker, scope: Scope, shape: tuple) -> str:
    name = make.name(scope.arrays((2,)))
    rows, columns = scope.shape(name)
    if shape == (columns,):
        return make.pick([f'np.sum({name}, axis=0)', f'np.mean({name}, axis=0)'])
    if shape == (rows,):
        vectors = scope.of(array(columns))
        return f'{name} @ {make.name(vectors)}' if vectors else f'np.sum({name}, axis=1)'
    if shape == (columns, rows):
        return f'{name}.T'
    raise Skip


def part(make: Maker, scope: Scope, shape: tuple) -> str:
    """A row, a column or a slice."""
    name = make.name(scope.arrays())
    own = scope.shape(name)
    if len(own) == 2:
        if own[1:] == shape:
            return f'{name}[{index(make, scope, own[0])}]'
        if own[:1] == shape:
            return f'{name}[:, {index(make, scope, own[1])}]'
        raise Skip
    missing = own[0] - shape[0]
    if missing < 0:
        raise Skip
    if missing == 0:
        return make.pick([f'{name}[::-1]', f'{name}[:]', f'{name}[np.arange({shape[0]}) // 2]'])
    return make.pick([f'{name}[{missing}:]', f'{name}[:{-missing}]'])


def expression(make: Maker, scope: Scope, kind: tuple, depth: int = 1) -> str:
    """An expression of a kind."""
    if kind == F:
        return number(make, scope, depth)
    if kind[0] == 'a':
        return of_shape(make, scope, kind[1], depth)
    if make.chance(0.2):
        try:
            return call(make, scope, kind)
        except Skip:
            pass
    if kind[0] == 'l':
        return f'[{", ".join(expression(make, scope, kind[1], 0) for _ in range(kind[2]))}]'
    if kind[0] == 'd':
        return '{' + ', '.join(f'{key!r}: {expression(make, scope, item, 0)}' for key, item in kind[1]) + '}'
    if kind[0] == 't':
        items = [expression(make, scope, item, 0) for item in kind[1]]
        return f'({", ".join(items)}{"," if len(items) == 1 else ""})'
    raise Skip
