"""What each line of a function reads and writes."""
from __future__ import annotations

from tangent.syntax.statements import statements_of


def sample(x, items, out):
    total = 0.0
    for i, item in enumerate(items):
        total += item * x[i]
        out[i] = total
        while total > 1.0:
            total = items.pop()
    result = max(total,
                 x.size)
    out.append(result)
    return result * 2.0


FIRST = sample.__code__.co_firstlineno


def statement(offset):
    return statements_of(sample.__code__)[FIRST + offset]


def test_names():
    assert statement(3).reads == ('item', 'x', 'i', 'total')
    assert statement(3).elements == ('x[i]',) and statement(3).changes == ('total',)
    assert statement(4).reads == ('i', 'total') and statement(4).changes == ('out',)
    assert statement(7).reads == ('max', 'total', 'x', 'x.size') and statement(7).writes == ('result',)
    assert statement(9).changes == ('out', 'result')


def test_heads_of_loops():
    assert statement(2).text == 'for i, item in enumerate(items):'
    assert statement(2).writes == ('i', 'item') and statement(2).loop == ()
    assert statement(5).text == 'while total > 1.0:'
    assert statement(6).loop == ('i', 'item') and statement(7).loop == ()


def test_what_computes():
    assert [statement(offset).computes for offset in (1, 3, 4, 6, 7, 10)] == [False, True, False, False, True, True]
    assert statement(10).returns and not statement(9).returns


def test_a_statement_over_several_lines_is_one():
    found = statements_of(sample.__code__)
    assert found[FIRST + 7] is found[FIRST + 8]
    assert statement(8).text == 'result = max(total, x.size)'


def test_a_lambda_returns_its_body():
    f = lambda x: x * 2.0  # noqa: E731
    found, = statements_of(f.__code__).values()
    assert found.reads == ('x',) and found.computes


def test_what_has_no_text_has_no_statements():
    namespace = {}
    exec('def f(x):\n    return x\n', namespace)
    assert statements_of(namespace['f'].__code__) == {}
