"""Names that the generated code would like to use itself."""
import numpy
import numpy as np

import tangent  # noqa: F401
from tests.programs.program import Program


def adjoint_names(x, bx, by):
    bbx = x * bx
    y = bbx * by
    bresult = y * x
    return bresult + bx


def result_and_saved(result, saved):
    value = result * saved
    tape = value + saved
    return tape * value


def temporaries(t, prod, part):
    sum_ = t * prod
    total = sum_ * part + t
    t_1 = total * t
    return t_1 * prod


def numpy_as_local(x):
    np = 3.0
    numpy_ = numpy.sin(x)
    return np * numpy_ * x


def tangent_as_local(x):
    tangent = numpy.tanh(x)  # noqa: F811
    return tangent * x + numpy.sum(tangent * numpy.ones(3))


def shadowed_builtins(x):
    len = x * x
    sum = len + x
    abs = numpy.sin
    return len * sum * abs(x)


def square(x):
    return x * x


def primal_square(x):
    return 100.0 * x


def adjoint_square(x):
    return -x


def clashing_callees(x):
    square_saved = 2.0
    return square(x) * primal_square(x) + adjoint_square(x) * square_saved


def dfdx(x):
    return x * x


def f(x):
    return dfdx(x) + x


def function_named_as_argument(x):
    def x_(t):
        return t * x
    return x_(x)


def parameter_shadows_function(x, square):
    return x * square


def local_shadows_global_function(x):
    square = x + 1.0
    return square * x


def local_np_array(np, x):
    return np * x


def matmul_helper_names(X, dot_adjoint_right, unbroadcast):
    zeros_like = X @ dot_adjoint_right
    return zeros_like + unbroadcast


def underscores(x):
    _ = x * x
    __x = _ * 2.0
    _, y = __x, _
    return _ * y


def unicode_names(α, Δx):
    ñ = α * Δx
    return ñ * α


def mangled(x_1, x, x_2):
    x = x * x_1
    x = x * x_2
    return x * x_1


def long_name_of_a_parameter_that_makes_lines_break(a_rather_long_parameter_name, another_rather_long_parameter_name):
    a_rather_long_local_name = a_rather_long_parameter_name * another_rather_long_parameter_name
    return a_rather_long_local_name * a_rather_long_local_name + np.sin(another_rather_long_parameter_name)


PROGRAMS = [
    Program(adjoint_names, (0.7, 1.3, 0.4), wrt=(0, 1, 2)),
    Program(result_and_saved, (0.7, 1.3), wrt=(0, 1)),
    Program(temporaries, (0.7, 1.3, 0.4), wrt=(0, 1, 2)),
    Program(numpy_as_local, (0.7,)),
    Program(tangent_as_local, (0.7,)),
    Program(shadowed_builtins, (0.7,)),
    Program(clashing_callees, (0.7,)),
    Program(f, (0.7,)),
    Program(dfdx, (0.7,)),
    Program(function_named_as_argument, (0.7,)),
    Program(parameter_shadows_function, (0.7, 1.3), wrt=(0, 1)),
    Program(local_shadows_global_function, (0.7,)),
    Program(local_np_array, (0.7, np.array([1.0, 2.0])), wrt=(0, 1)),
    Program(matmul_helper_names, (np.ones((2, 3)), np.ones(3), 0.3), wrt=(0, 1, 2)),
    Program(underscores, (0.7,)),
    Program(unicode_names, (0.7, 1.3), wrt=(0, 1)),
    Program(mangled, (0.7, 1.3, 0.2), wrt=(0, 1, 2)),
    Program(long_name_of_a_parameter_that_makes_lines_break, (0.7, 1.3), wrt=(0, 1)),
]
