"""Lists, dicts and tuples."""
from __future__ import annotations

from tests.fuzz.expressions import condition, expression, index, number, of_shape
from tests.fuzz.flow import COUNTERS, ITEMS, iterable, over, variable
from tests.fuzz.kinds import F, Skip, a_dict, a_list, a_tuple, array, integer
from tests.fuzz.maker import Maker, Scope, indented, statement


def an_item(make: Maker) -> tuple:
    return make.pick([F, F, F, array(make.length)])


@statement('containers', 1.5)
def new_list(make: Maker, scope: Scope) -> list[str]:
    item, length = an_item(make), make.pick([1, 2, 2, 3])
    make.tags.add('list literal')
    texts = [expression(make, scope, item, 0) for _ in range(length)]
    name = make.new(scope)
    text = f'[{", ".join(texts)}]'
    if make.chance(0.15):
        make.tags.add('list times number')
        text, length = f'[{texts[0]}] * 3', 3
    scope.kinds[name] = a_list(item, length)
    return [f'{name} = {text}']


def a_growing_list(make: Maker, scope: Scope, least: int = 0) -> str:
    return make.name([name for name in scope.lists(least) if name not in scope.shared and name not in scope.fixed
                      and name not in scope.args])


def grown(scope: Scope, name: str, by: int) -> None:
    _, item, length = scope.kinds[name]
    scope.kinds[name] = a_list(item, max(0, length + by))


@statement('containers', 2.0)
def append(make: Maker, scope: Scope) -> list[str]:
    name = a_growing_list(make, scope)
    make.tags.add('append')
    line = f'{name}.append({expression(make, scope, scope.kinds[name][1])})'
    grown(scope, name, 1)
    return [line]


@statement('containers', 2.4)
def grow(make: Maker, scope: Scope) -> list[str]:
    name = a_growing_list(make, scope)
    item = scope.kinds[name][1]
    first, second = expression(make, scope, item, 0), expression(make, scope, item, 0)
    form = make.pick(['extend', 'extend', 'insert', 'insert', '+=', '+'])
    make.tags.add({'extend': 'extend', 'insert': 'insert', '+=': 'lists added', '+': 'lists added'}[form])
    grown(scope, name, 1 if form == 'insert' else 2)
    return [{'extend': f'{name}.extend([{first}, {second}])', '+=': f'{name} += [{first}, {second}]',
             '+': f'{name} = {name} + [{first}, {second}]',
             'insert': f'{name}.insert({make.pick([0, 1])}, {first})'}[form]]


@statement('containers', 1.2)
def pop(make: Maker, scope: Scope) -> list[str]:
    name = a_growing_list(make, scope, 1)
    make.tags.add('pop')
    item = scope.kinds[name][1]
    text = f'{name}.pop({make.pick(["", "", "0"])})'
    grown(scope, name, -1)
    target = make.target(scope, item)
    scope.kinds[target] = item
    return [f'{target} = {text}']


@statement('containers', 1.4)
def assign_item(make: Maker, scope: Scope) -> list[str]:
    """An item of a list or a dict."""
    name = make.name([name for name in scope.lists(1) + scope.dicts()
                      if name not in (scope.args | scope.shared) or make.chance(0.1)])
    kind = scope.kinds[name]
    if name in scope.args:
        make.tags.add('write into an argument')
    if kind[0] == 'l':
        make.tags.add('assign an item of a list')
        key, item = index(make, scope, kind[2]), kind[1]
    else:
        make.tags.add('assign an item of a dict')
        key, item = make.pick(kind[1])
        key = repr(key)
        if make.chance(0.2) and not scope.loops:
            key = repr(make.pick('pqr'))
            scope.kinds[name] = ('d', (*[pair for pair in kind[1] if repr(pair[0]) != key], (key[1:-1], item)))
            return [f'{name}[{key}] = {expression(make, scope, item)}']
    return [f'{name}[{key}] {make.pick(["=", "=", "+=", "*="])} {expression(make, scope, item)}']


@statement('containers', 1.6)
def write_into_item(make: Maker, scope: Scope) -> list[str]:
    """A write into an array that a container holds."""
    found = []
    for name in scope.lists(1) + scope.dicts() + scope.tuples():
        kind = scope.kinds[name]
        items = [(0, kind[1]), (-1, kind[1])] if kind[0] == 'l' else enumerate(kind[1]) if kind[0] == 't' else kind[1]
        found += [(name, key, item) for key, item in items if item[0] == 'a' and name not in scope.args]
    name, key, item = make.pick(found)
    make.tags.add('write into an array in a container')
    where = ', '.join(index(make, scope, length) for length in item[1])
    return [f'{name}[{key!r}][{where}] {make.pick(["=", "+=", "*="])} {number(make, scope)}']


@statement('containers', 1.0)
def slice_list(make: Maker, scope: Scope) -> list[str]:
    name = make.name(scope.lists(2))
    item, length = scope.kinds[name][1:]
    make.tags.add('slice of a list')
    text, length = make.pick([('{}[1:]', length - 1), ('{}[:-1]', length - 1), ('{}[::-1]', length), ('{}[:]', length),
                              ('list({})', length), ('{}[:2]', 2), ('{}.copy()', length)])
    other = make.new(scope)
    scope.kinds[other] = a_list(item, length)
    return [f'{other} = {text.format(name)}']


@statement('containers', 1.2)
def alias_list(make: Maker, scope: Scope) -> list[str]:
    if scope.loops:
        raise Skip
    name = a_growing_list(make, scope)
    other = make.new(scope)
    make.tags.add('alias of a list')
    item = scope.kinds[name][1]
    length = scope.kinds[name][2]
    if make.chance(0.5) or length == 0:
        scope.kinds[name] = scope.kinds[other] = a_list(item, length + 1)
        return [f'{other} = {name}', f'{make.pick([name, other])}.append({expression(make, scope, item, 0)})']
    scope.kinds[other] = scope.kinds[name]
    return [f'{other} = {name}', f'{make.pick([name, other])}[0] = {expression(make, scope, item, 0)}']


@statement('containers', 1.6)
def collect(make: Maker, scope: Scope) -> list[str]:
    """A list that a loop builds."""
    name, counter = make.new(scope), variable(make, scope, COUNTERS)
    item, count = an_item(make), make.pick([2, 3, make.length])
    make.tags |= {'list built in a loop', 'append', 'for over a range'}
    inside = scope.inner(True, **{counter: integer(count), name: a_list(item, 0)})
    inside.shared |= {name}
    body = make.block(inside, 0, 1)
    value = expression(make, inside, item)
    if item == F and make.chance(0.3):
        value = f'{value} + ({name}[-1] if {name} else 0.1)'
    lines = [f'{name} = []', f'for {counter} in range({count}):', *indented([*body, f'{name}.append({value})'])]
    scope.kinds[name] = a_list(item, count)
    return lines


@statement('containers', 3.6)
def comprehension(make: Maker, scope: Scope) -> list[str]:
    form = make.pick(['list', 'list', 'sum', 'array', 'dict', 'dict', 'map', 'map', 'map', 'sorted', 'sorted', 'sorted',
                      'max', 'max', 'max', 'if', 'if', 'zip', 'nested'])
    counter, n = variable(make, scope, COUNTERS), make.length
    name = make.new(scope)
    if form in ('map', 'sorted', 'max'):
        text, kind, read = iterable(make, scope)
        if kind != F:
            raise Skip
        make.tags.add({'map': 'map', 'sorted': 'sorted with a key', 'max': 'max of a generator'}[form])
        item = variable(make, scope, ITEMS)
        if form == 'max':
            scope.kinds[name] = F
            return [f'{name} = max({item} * {item} for {item} in {text})']
        scope.kinds[name] = a_list(F, 2)
        return [f'{name} = list(map(lambda {item}: {item} * {number(make, scope, 0)}, {text}))' if form == 'map' else
                f'{name} = sorted({text}, key=lambda {item}: -{item})']
    if form == 'zip':
        left, kind, _ = iterable(make, scope)
        right, other, _ = iterable(make, scope)
        if (kind, other) != (F, F):
            raise Skip
        make.tags.add('generator expression')
        first, second = ITEMS[:2] if not {*ITEMS[:2]} & {*scope.kinds} else make.pick([])
        scope.kinds[name] = F
        return [f'{name} = sum({first} * {second} for {first}, {second} in zip({left}, {right}))']
    inside = scope.inner(True, **{counter: integer(n)})
    head, value = f'for {counter} in range({n})', expression(make, inside, F)
    if make.chance(0.35):
        text, kind, read = iterable(make, scope)
        if kind == F:
            item = variable(make, scope, ITEMS)
            if read == text:
                make.tags.add('comprehension over its own name')
                item = read
            inside = scope.inner(True, **{item: F})
            head, value = f'for {item} in {text}', expression(make, inside, F)
    if form == 'if':
        make.tags.add('comprehension with if')
        head += f' if {condition(make, inside)}'
        form = make.pick(['list', 'sum'])
    if form == 'nested':
        make.tags.add('nested comprehension')
        form, head, value = 'list', f'for {counter} in range(2)', f'sum({value} {head})'
    if form == 'dict':
        make.tags.add('dict comprehension')
        scope.kinds[name] = a_dict(a=F, b=F)
        return [f'{name} = {{key: {number(make, scope)} * size for key, size in (("a", 0.7), ("b", 1.2))}}']
    make.tags.add({'list': 'list comprehension', 'sum': 'generator expression', 'array': 'np.array of a list'}[form])
    if form == 'sum':
        scope.kinds[name] = F
        return [f'{name} = sum({value} {head})']
    if form == 'array':
        scope.kinds[name] = array(1)
        return [f'{name} = np.array([{value} {head}])']
    scope.kinds[name] = a_list(F, 1)
    return [f'{name} = [{value} {head}]']


@statement('containers', 2.2)
def new_dict(make: Maker, scope: Scope) -> list[str]:
    keys = make.several('abc', 2)
    kinds = [an_item(make), F]
    texts = [expression(make, scope, kind, 0) for kind in kinds]
    name = make.new(scope)
    make.tags.add('dict literal')
    scope.kinds[name] = a_dict(**dict(zip(keys, kinds)))
    if make.chance(0.25):
        return [f'{name} = dict({keys[0]}={texts[0]}, {keys[1]}={texts[1]})']
    return [f'{name} = {{{keys[0]!r}: {texts[0]}, {keys[1]!r}: {texts[1]}}}']


@statement('containers', 8.5)
def change_dict(make: Maker, scope: Scope) -> list[str]:
    name = make.name([name for name in scope.dicts() if name not in scope.args and name not in scope.fixed])
    items = scope.kinds[name][1]
    key, item = make.pick(items)
    form = make.pick(['update', 'update', 'setdefault', 'setdefault', 'merge', 'merge', 'pop', 'pop', 'copy', 'copy'])
    make.tags.add(f'dict {form}')
    if form == 'update':
        return [f'{name}.update({{{key!r}: {expression(make, scope, item, 0)}}})']
    if form == 'setdefault':
        target = make.target(scope, item)
        scope.kinds[target] = item
        key = make.pick([key, 'new' if item == F else key])
        return [f'{target} = {name}.setdefault({key!r}, {expression(make, scope, item, 0)})']
    if form == 'merge':
        return [f'{name} = {{**{name}, {key!r}: {expression(make, scope, item, 0)}}}']
    if form == 'pop':
        if scope.loops or len(items) < 2:
            raise Skip
        target = make.target(scope, item)
        scope.kinds[name] = ('d', tuple(pair for pair in items if pair[0] != key))
        scope.kinds[target] = item
        return [f'{target} = {name}.pop({key!r})']
    other = make.new(scope)
    scope.kinds[other] = scope.kinds[name]
    return [f'{other} = {make.pick([f"dict({name})", f"{name}.copy()"])}',
            f'{other}[{key!r}] = {expression(make, scope, item, 0)}']


@statement('containers', 1.8)
def for_dict(make: Maker, scope: Scope) -> list[str]:
    name = make.name(scope.dicts())
    kinds = {item for _, item in scope.kinds[name][1]}
    if len(kinds) > 1:
        raise Skip
    kind, value = kinds.pop(), variable(make, scope, ITEMS)
    make.tags.add('for over a dict')
    form = make.pick(['items', 'values', 'keys'])
    if form == 'items':
        return over(make, scope, f'for key, {value} in {name}.items():', {value: kind}, [name])
    if form == 'values':
        return over(make, scope, f'for {value} in {name}.values():', {value: kind}, [name])
    lines = over(make, scope, f'for key in {make.pick([name, f"sorted({name})"])}:', {value: kind}, [name])
    return [lines[0], f'    {value} = {name}[key]', *lines[1:]]


@statement('containers', 1.7)
def pack(make: Maker, scope: Scope) -> list[str]:
    kinds = make.pick([(F, F), (F, array(make.length)), (F, F, F), (a_tuple(F, F), F)])
    name = make.target(scope, a_tuple(*kinds))
    make.tags.add('tuple')
    if kinds[0] != F:
        make.tags.add('nested tuple')
    text = expression(make, scope, a_tuple(*kinds))
    scope.kinds[name] = a_tuple(*kinds)
    return [f'{name} = {text}']


@statement('containers', 1.4)
def unpack(make: Maker, scope: Scope) -> list[str]:
    vectors = [name for name in scope.arrays((1,)) if scope.shape(name)[0] < 5]
    name = make.name(scope.tuples() + scope.lists(2) + vectors)
    kind = scope.kinds[name]
    if kind[0] == 'l':
        kinds = (kind[1],) * kind[2]
    else:
        kinds = kind[1] if kind[0] == 't' else (F,) * kind[1][0]
    names = make.several([letter for letter in 'abcdeghk' if letter not in scope.fixed], len(kinds))
    if scope.depth < 3 and any(scope.kinds.get(n, k) != k for n, k in zip(names, kinds)):
        raise Skip
    if make.chance(0.3) and len(kinds) > 2:
        make.tags.add('unpacking with a star')
        scope.kinds[names[0]] = kinds[0]
        rest = make.new(scope)
        if kinds[1] == F:
            scope.kinds[rest] = a_list(F, 1)
        return [f'{names[0]}, *{rest} = {name}']
    make.tags.add('unpacking')
    nested = [f'({names[0]}, {make.new(scope)})' if kinds[0][0] == 't' else names[0], *names[1:]]
    scope.kinds.update({n: k for n, k in zip(names, kinds) if k[0] != 't'})
    return [f'{", ".join(nested)} = {name}']


@statement('containers', 1.8)
def list_to_array(make: Maker, scope: Scope) -> list[str]:
    lists = scope.lists(1)
    of_arrays = [name for name in lists if scope.kinds[name][1] != F]
    name = make.name(of_arrays if of_arrays and make.chance(0.6) else lists)
    item, length = scope.kinds[name][1:]
    other = make.new(scope)
    if item == F:
        make.tags.add('np.array of a list')
        scope.kinds[other] = array(length)
        return [f'{other} = np.array({name})']
    if item[0] != 'a':
        raise Skip
    make.tags.add('np.stack of a list')
    scope.kinds[other] = array(length, *item[1])
    if len(item[1]) > 1:
        raise Skip
    return [f'{other} = np.{make.pick(["stack", "array", "vstack"])}({name})']


@statement('containers', 0.5)
def array_in_containers(make: Maker, scope: Scope) -> list[str]:
    """A list of arrays that the loop before or after may write into."""
    name = make.new(scope)
    texts = [of_shape(make, scope, (make.length,), 0) for _ in range(2)]
    scope.kinds[name] = a_list(array(make.length), 2)
    make.tags.add('list of arrays')
    return [f'{name} = [{", ".join(texts)}]']
