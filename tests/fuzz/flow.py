"""Statements that choose and repeat."""
from __future__ import annotations

from tests.fuzz.expressions import atom, condition, expression, number
from tests.fuzz.kinds import F, Skip, array, integer
from tests.fuzz.maker import Maker, Scope, indented, statement

COUNTERS = 'ijn'
ITEMS = 'tvwyxuz'


def assigned(make: Maker, scope: Scope, kind: tuple) -> list[str]:
    """An assignment of a kind; a number is kept from growing where it depends on itself."""
    text = expression(make, scope, kind)
    name = make.target(scope, kind)
    if kind == F and scope.loops and name in scope.kinds and make.chance(0.6):
        text = make.pick([f'np.tanh({text}) + 0.5 * {name}', f'{name} + 0.3 * {atom(text)}', f'np.sin({name} + {text})',
                          f'0.7 * {name} - {atom(text)}'])
    scope.kinds[name] = kind
    return [f'{name} = {text}']


@statement('plain', 3.0)
def assign_number(make: Maker, scope: Scope) -> list[str]:
    return assigned(make, scope, F)


@statement('plain', 1.5)
def assign_array(make: Maker, scope: Scope) -> list[str]:
    return assigned(make, scope, array(*make.pick([(make.length,), (make.length,), (make.rows, make.length)])))


@statement('plain', 1.0)
def augment_number(make: Maker, scope: Scope) -> list[str]:
    name = make.name([name for name in scope.of(F) if name not in scope.fixed])
    make.tags.add('augmented assignment to a number')
    return [f'{name} {make.pick(["+=", "-=", "*="])} {number(make, scope, 0)}']


@statement('plain', 0.7)
def swap_names(make: Maker, scope: Scope) -> list[str]:
    kind = make.pick([F, array(make.length)])
    names = [name for name in scope.of(kind) if name not in scope.fixed]
    if len(names) < 2:
        raise Skip
    left, right = make.random.sample(names, 2)
    make.tags.add('swap two names')
    return [f'{left}, {right} = {right}, {make.pick([left, left, f"0.5 * {left} + 0.2 * {right}"])}']


@statement('branches', 2.0)
def branch(make: Maker, scope: Scope) -> list[str]:
    make.tags.add('if')
    test = condition(make, scope)
    lines = [f'if {test}:', *indented(make.block(scope.inner()))]
    if make.chance(0.25):
        make.tags.add('elif')
        lines += [f'elif {condition(make, scope)}:', *indented(make.block(scope.inner()))]
    if make.chance(0.5):
        make.tags.add('else')
        lines += ['else:', *indented(make.block(scope.inner()))]
    return lines


@statement('branches', 0.8)
def name_in_branches(make: Maker, scope: Scope) -> list[str]:
    """A name that each branch assigns first."""
    name, kind = make.new(scope), make.pick([F, F, array(make.length)])
    make.tags.add('name first assigned in both branches')
    blocks = []
    for _ in range(2):
        inside = scope.inner()
        lines = make.block(inside, 0, 1)
        blocks.append([*lines, f'{name} = {expression(make, inside, kind)}'])
    test = condition(make, scope)
    scope.kinds[name] = kind
    return [f'if {test}:', *indented(blocks[0]), 'else:', *indented(blocks[1])]


def result(make: Maker, scope: Scope) -> str:
    """What is returned: it depends on many variables, and on each element in its own way."""
    return ' + '.join(terms(make, scope)) if scope.result == F else expression(make, scope, scope.result, 1)


def terms(make: Maker, scope: Scope) -> list[str]:
    names = [name for name, kind in scope.kinds.items() if kind[0] != 'i']
    chosen = list(dict.fromkeys([*names[-2:], *make.random.sample(names, min(4, len(names)))]))
    return [term(make, name, scope.kinds[name]) for name in chosen] or ['0.5']


def term(make: Maker, text: str, kind: tuple) -> str:
    """A number that depends on each number in a value."""
    if text in make.born:
        make.tags.add(make.born[text])
    if kind == F:
        return text
    if kind[0] == 'a':
        return make.pick([f'np.sum({text} * {text})', f'np.sum(np.sin({text}))', f'np.sum({text} ** 3)',
                          f'np.sum({text} * np.arange(1.0, {kind[1][-1] + 1.0}))',
                          f'{text}[{", ".join("0" * len(kind[1]))}] * {text}[{", ".join(["-1"] * len(kind[1]))}]'])
    if kind[0] == 'l':
        if kind[2] == 0:
            return f'sum({text})'
        return term(make, f'{text}[{make.pick([0, -1])}]', kind[1])
    if kind[0] == 'r':
        field, item = make.pick(kind[2])
        return term(make, f'{text}.{field}', item)
    if kind[0] in 'dt':
        items = list(enumerate(kind[1])) if kind[0] == 't' else kind[1]
        key, item = make.pick(items)
        return term(make, f'{text}[{key!r}]', item)
    return '0.5'


@statement('branches', 0.6)
def early_return(make: Maker, scope: Scope) -> list[str]:
    if scope.loops:
        raise Skip
    make.tags.add('early return')
    return [f'if {condition(make, scope)}:', f'    return {result(make, scope.inner())}']


@statement('loops', 3.0)
def jump(make: Maker, scope: Scope) -> list[str]:
    if not scope.loops:
        raise Skip
    word = make.pick(['break', 'break', 'return', 'return', 'continue', 'continue'])
    if word == 'continue' and not scope.may_continue:
        word = 'break'
    inside = scope.inner()
    before = indented(make.block(inside, 0, 1))
    make.tags.add(f'{word} in a loop')
    if word == 'return':
        word = f'return {result(make, inside)}'
    lines = [f'if {condition(make, scope)}:', *before, f'    {word}']
    if make.chance(0.15):
        lines += ['else:', *indented(make.block(scope.inner(), 1, 1))]
    return lines


def loop(make: Maker, scope: Scope, head: str, inside: Scope, before: tuple = (), after: tuple = ()) -> list[str]:
    """A loop of this head, whose body is written here."""
    if inside.loops > 1:
        make.tags.add(f'loops nested to depth {min(inside.loops, 3)}')
    body = [*before, *make.block(inside, 1, 3 if inside.loops == 1 else 2), *after]
    lines = [head, *indented(body)]
    has_break = any(line.strip() == 'break' for line in body)
    if make.chance(0.3 if has_break else 0.06):
        make.tags.add(f'else of a {head.partition(" ")[0]}')
        lines += ['else:', *indented(make.block(scope.inner(), 1, 1))]
    return lines


def variable(make: Maker, scope: Scope, letters: str) -> str:
    """A name for a loop variable; sometimes one that has a value already."""
    fresh = [name for name in letters if name not in scope.kinds and name not in scope.fixed]
    return make.pick(fresh)


@statement('loops', 2.5)
def for_range(make: Maker, scope: Scope) -> list[str]:
    name, n = variable(make, scope, COUNTERS), make.length
    vectors = scope.arrays((1,))
    form, bound = make.pick([
        ('{n}', n), ('{n}', n), ('1, {n}', n), ('3', 3), ('2', 2), ('1, 4', 4), ('0, {n}, 2', n),
        ('{n} - 1, -1, -1', n), ('{n} - 1, 0, -1', n),
        ('{n} - 1', n - 1), ('0', 1), ('len({v})', n), ('{v}.shape[0]', n), ('1, len({v})', n)])
    v = make.name(vectors) if '{v}' in form else ''
    if v and scope.shape(v)[0] < n:
        bound = scope.shape(v)[0]
    counters = [kind for kind in scope.kinds.items() if kind[1][0] == 'i' and kind[0] in scope.fixed]
    if counters and make.chance(0.7):
        other, kind = make.pick(counters)
        make.tags.add('inner range depends on the outer counter')
        form, bound = make.pick([(f'{other} + 1', kind[1]), (other, max(1, kind[1] - 1)), (f'{other}, {n}', n)])
    text = form.format(n=n, v=v)
    make.tags.add('for over a range')
    if text == '0':
        make.tags.add('loop that runs zero times')
    if text.endswith('-1'):
        make.tags.add('range downwards')
    if make.chance(0.08):
        make.tags.add('for over reversed')
        text = f'reversed(range({text}))'
    else:
        text = f'range({text})'
    return loop(make, scope, f'for {name} in {text}:', scope.inner(True, may_continue=True, **{name: integer(bound)}))


def iterable(make: Maker, scope: Scope) -> tuple[str, tuple, str]:
    """Something to iterate over: its text, the kind of its items, the name that it reads."""
    choice = make.random.random()
    if choice < 0.4:
        name = make.name(scope.arrays())
        shape = scope.shape(name)
        make.tags.add('for over an array' if len(shape) == 1 else 'for over rows')
        item = array(*shape[1:]) if len(shape) > 1 else F
        if make.chance(0.15) and len(shape) == 1:
            return make.pick([f'{name}[1:]', f'{name}[::-1]', f'np.sin({name})', f'{name} * 0.5']), item, name
        return name, item, name
    if choice < 0.65:
        name = make.name(scope.lists())
        make.tags.add('for over a list')
        return name, scope.kinds[name][1], name
    if choice < 0.75:
        make.tags.add('for over a literal')
        items = ', '.join(number(make, scope, 0) for _ in range(make.pick([2, 3])))
        return make.pick([f'({items})', f'[{items}]']), F, ''
    name = make.name([name for name in scope.tuples() if len(set(scope.kinds[name][1])) == 1])
    make.tags.add('for over a tuple')
    return name, scope.kinds[name][1][0], name


def over(make: Maker, scope: Scope, head: str, kinds: dict[str, tuple], read: list[str]) -> list[str]:
    inside = scope.inner(True, may_continue=True, **kinds)
    # A list that a loop runs over does not grow, for the loop would not end; its aliases are not known here.
    # An array is seldom written while a loop runs over it.
    inside.shared |= {*read}
    inside.shared |= {name for name in scope.lists() if scope.kinds[name] in [scope.kinds.get(r) for r in read]}
    inside.shared |= {*scope.lists()} if any(scope.kinds.get(r, 'x')[0] == 'l' for r in read) else set()
    return loop(make, scope, head, inside)


@statement('loops', 2.0)
def for_items(make: Maker, scope: Scope) -> list[str]:
    text, kind, read = iterable(make, scope)
    name = variable(make, scope, ITEMS)
    if make.chance(0.12):
        make.tags.add('for over reversed')
        text = f'reversed({text})'
    return over(make, scope, f'for {name} in {text}:', {name: kind}, [read])


@statement('loops', 1.0)
def for_enumerate(make: Maker, scope: Scope) -> list[str]:
    text, kind, read = iterable(make, scope)
    counter, name = variable(make, scope, COUNTERS), variable(make, scope, ITEMS)
    make.tags.add('for over enumerate')
    start, bound = make.pick([('', 4), ('', 4), (', 1', 5), (', start=1', 5)])
    return over(make, scope, f'for {counter}, {name} in enumerate({text}{start}):',
                {counter: integer(max(bound, make.length)), name: kind}, [read])


@statement('loops', 1.2)
def for_zip(make: Maker, scope: Scope) -> list[str]:
    left, left_kind, left_read = iterable(make, scope)
    right, right_kind, right_read = iterable(make, scope)
    first = variable(make, scope, ITEMS)
    second = make.pick(name for name in ITEMS if name != first and name not in scope.kinds)
    make.tags.add('for over zip')
    return over(make, scope, f'for {first}, {second} in zip({left}, {right}):',
                {first: left_kind, second: right_kind}, [left_read, right_read])


@statement('loops', 1.0)
def while_counter(make: Maker, scope: Scope) -> list[str]:
    name, count = variable(make, scope, COUNTERS), make.pick([2, 3, 3, 4])
    make.tags.add('while')
    start, last = [f'{name} = 0'], [f'{name} += 1']
    test = f'{name} < {count}'
    if make.chance(0.4):
        make.tags.add('while that tests a value')
        test = f'{atom(number(make, scope, 0))} {make.pick("<>")} {make.number()} and {test}'
    if make.chance(0.4):
        inside = scope.inner(True, may_continue=True, **{name: integer(count + 1)})
        return start + loop(make, scope, f'while {test}:', inside, before=tuple(last))
    inside = scope.inner(True, may_continue=False, **{name: integer(count)})
    return start + loop(make, scope, f'while {test}:', inside, after=tuple(last))


@statement('loops', 1.0)
def while_true(make: Maker, scope: Scope) -> list[str]:
    name, count = variable(make, scope, COUNTERS), make.pick([2, 3, 3, 4])
    make.tags.add('while True')
    test = f'{name} >= {count}'
    if make.chance(0.4):
        test += f' or {number(make, scope, 0)} {make.pick("<>")} {make.number()}'
    end = (f'if {test}:', '    break')
    if make.chance(0.4):
        inside = scope.inner(True, may_continue=True, **{name: integer(count)})
        return [f'{name} = 0', *loop(make, scope, 'while True:', inside, before=(*end, f'{name} += 1'))]
    inside = scope.inner(True, may_continue=False, **{name: integer(count)})
    return [f'{name} = 0', *loop(make, scope, 'while True:', inside, after=(f'{name} += 1', *end))]


@statement('loops', 0.8)
def while_value(make: Maker, scope: Scope) -> list[str]:
    """A loop that ends by what it computes."""
    name = make.name([name for name in scope.of(F) if name not in scope.fixed])
    make.tags.add('while that tests a value')
    inside = scope.inner(True, fixed=(name,), may_continue=False)
    inside.fixed |= {name}
    scope_name = make.new(scope)
    inside.kinds[scope_name] = F
    inside.fixed |= {scope_name}
    step = make.pick([f'{scope_name} = {scope_name} * 0.5', f'{scope_name} -= 0.7', f'{scope_name} /= 1.8'])
    lines = [f'{scope_name} = {name} * {name} + {make.number()}',
             *loop(make, scope, f'while {scope_name} > {make.number()}:', inside, after=(step,))]
    scope.kinds[scope_name] = F
    return lines


@statement('loops', 1.0)
def recurrence(make: Maker, scope: Scope) -> list[str]:
    """The loop that numerical programs have most: each element from the one before."""
    name = make.new(scope)
    read = make.pick(read for read in scope.arrays((1,)) if scope.shape(read)[0] > 1)
    counter, n = variable(make, scope, COUNTERS), scope.shape(read)[0]
    make.tags |= {'for over a range', 'write an element', 'array filled in a loop'}
    start = make.pick([f'{name} = np.zeros({n})', f'{name} = np.zeros(len({read}))', f'{name} = np.zeros_like({read})',
                       f'{name} = {read}.copy()', f'{name} = np.ones({n})'])
    body = make.pick([f'{name}[{counter}] = 0.5 * {name}[{counter} - 1] + {read}[{counter}]',
                      f'{name}[{counter}] = np.sin({name}[{counter} - 1]) * {read}[{counter}]',
                      f'{name}[{counter}] += {name}[{counter} - 1] * {read}[{counter} - 1]',
                      f'{name}[{counter}] = {read}[{counter}] * {atom(number(make, scope, 0))}'])
    scope.kinds[name] = array(n)
    return [start, *([f'{name}[0] = {number(make, scope, 0)}'] if make.chance(0.6) else []),
            f'for {counter} in range(1, {n}):', f'    {body}']


@statement('loops', 0.6)
def carried_index(make: Maker, scope: Scope) -> list[str]:
    """A loop that reads by the index of the iteration before."""
    read = make.pick(read for read in scope.arrays((1,)) if read not in scope.shared)
    total = make.name([name for name in scope.of(F) if name not in scope.fixed])
    counter = variable(make, scope, COUNTERS)
    last = make.pick(name for name in 'pq' if name not in scope.kinds and name not in make.functions)
    make.tags |= {'for over a range', 'index carried from an iteration before'}
    n = scope.shape(read)[0]
    scope.kinds[last] = integer(n)
    return [f'{last} = {make.pick([0, n - 1])}', f'for {counter} in range({n}):',
            f'    {total} = 0.6 * {total} * {read}[{last}] + {read}[{counter}]', f'    {last} = {counter}']
