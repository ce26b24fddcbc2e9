"""The user's line for each generated one."""
import numpy as np

import tangent
from tangent.syntax.function import ADJOINT, TANGENT, Origin
from tangent.syntax.lines import users_origin, users_origins
from tests.syntax.test_load import load


def test_origins_are_followed_to_the_users_file():
    first = load('def f(x):\n    y = x\n    return y\n', origins={2: Origin('user.py', 10, 'y = x')})
    second = load('def df(x):\n    by = x\n    return by\n',
                  origins={2: Origin(first.__code__.co_filename, 2, 'y = x'),
                           3: Origin(first.__code__.co_filename, 3, 'return y')})
    assert users_origin(second.__code__.co_filename, 2) == Origin('user.py', 10, 'y = x')
    assert users_origin(second.__code__.co_filename, 3) is None
    assert users_origin('user.py', 3) is None
    assert users_origins(second.__code__.co_filename) == {2: Origin('user.py', 10, 'y = x')}
    assert users_origins('user.py') == {}


def test_the_role_is_that_of_the_last_derivative_that_gave_one():
    adjoint = load('def df(x):\n    bx = x\n    y = x\n    return bx\n', origins={
        2: Origin('user.py', 10, 'y = x', ADJOINT), 3: Origin('user.py', 10, 'y = x')})
    file = adjoint.__code__.co_filename
    second = load('def tdf(x):\n    bx = x\n    dbx = x\n    y = x\n    dy = x\n    return dbx\n', origins={
        2: Origin(file, 2, 'bx = x'), 3: Origin(file, 2, 'bx = x', TANGENT),
        4: Origin(file, 3, 'y = x'), 5: Origin(file, 3, 'y = x', TANGENT)})
    found = users_origins(second.__code__.co_filename)
    assert {line: origin.role for line, origin in found.items()} == {
        2: 'adjoint', 3: 'tangent', 4: 'primal', 5: 'tangent'}
    assert {(origin.file, origin.line, origin.text) for origin in found.values()} == {('user.py', 10, 'y = x')}


def callee(a):
    return np.sin(a) * a


def test_functions_that_a_derivative_calls_have_origins_too():
    def f(x):
        return callee(x) * x
    df = tangent.grad(f)
    adjoint, = (cell.cell_contents for cell in df.__closure__
                if getattr(cell.cell_contents, '__name__', '') == 'adjoint_callee')
    found = users_origins(adjoint.__code__.co_filename)
    line = callee.__code__.co_firstlineno + 1
    assert set(found.values()) == {Origin(__file__, line, 'return np.sin(a) * a', ADJOINT)}
