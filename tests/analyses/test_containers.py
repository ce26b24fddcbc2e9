"""Which variables are surely lists, tuples or dicts."""
import pytest

from tangent.analyses.containers import Containers
from tangent.passes.desugar import desugar
from tangent.syntax.build import name
from tangent.syntax.spelling import Speller
from tests.passes.stages import tree


def kinds(text: str, *identifiers: str):
    function = tree(text)
    containers = Containers(desugar(function, Speller(function.scope, function.names)))
    return [containers.of(name(identifier)) for identifier in identifiers]


@pytest.mark.parametrize('value, kind', [
    ('[x]', list), ('[v for v in x]', list), ('list(x)', list), ('sorted(x)', list), ('[x][:1]', list),
    ('[x] + [1]', list), ('[x] + x', None), ('2 * [x]', list), ('[x] * x', None),
    ('[x].copy()', list), ('(x, x)', tuple), ('(x,) + (1,)', tuple),
    ("{'a': x}", dict), ('dict(x)', dict), ("{'a': x} | x", dict), ('[x] if x else [1]', list),
    ('[x] if x else (1,)', None), ('x', None), ('x + x', None), ('[x][0]', None), ('x[1:]', None), ('f(x)', None),
])
def test_what_is_assigned(value, kind):
    assert kinds(f'def f(x):\n    y = {value}\n    return y', 'y') == [kind]


def test_all_assignments_count():
    assert kinds("""
        def f(x):
            a = [x]
            a.append(x)
            b = a
            b += [x]
            c = [x]
            if x:
                c = x
            d, *e = x
            g, h = [x], {}
            for i in x:
                g = g + [i]
                h = [i]
            return a
        """, 'a', 'b', 'c', 'd', 'e', 'g', 'h', 'i') == [list, list, None, None, list, list, None, None]
