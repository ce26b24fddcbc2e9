"""Distributions with given parameters, as `norm(mu, sigma)`: their methods are those of the distribution with a rule.

Where parameters carry derivatives such a distribution is an object that holds them.  Its class is written here, for the
normal distribution as

    @dataclasses.dataclass(frozen=True)
    class norm:
        loc: Any = 0
        scale: Any = 1

        def pdf(self, x):
            return stats.norm.pdf(x, self.loc, self.scale)
"""
from __future__ import annotations

import dataclasses
import linecache
from collections.abc import Callable
from typing import Any

from scipy import stats

from tangent.runtime.scipy.stats import WITH_RULES, of_frozen
from tangent.templates.registry import lookup
from tangent.templates.rules import constant, defined_as

constant(of_frozen)

_METHODS = {'pdf': 'x', 'logpdf': 'x', 'pmf': 'k', 'logpmf': 'k', 'cdf': 'x', 'logcdf': 'x', 'sf': 'x', 'logsf': 'x',
            'ppf': 'q'}


def _written(name: str, text: str, **names: Any) -> Any:
    """What a text defines under a name; the text is kept where `inspect` finds it."""
    file = f'<definition of {name}>'
    linecache.cache[file] = (len(text), None, text.splitlines(True), file)
    namespace = {'__name__': __name__, 'stats': stats, **names}
    exec(compile(text, file, 'exec'), namespace)
    return namespace[name]


def _of_parameters(distribution: Any) -> None:
    """Let a distribution that is called give an object that holds its parameters."""
    name = distribution.name
    shapes = distribution.shapes.split(', ') if distribution.shapes else []
    scale = ['scale'] if hasattr(distribution, 'pdf') else []
    lines = ['@dataclasses.dataclass(frozen=True)', f'class {name}:', *[f'    {shape}: Any' for shape in shapes],
             '    loc: Any = 0', *[f'    {part}: Any = 1' for part in scale]]
    held = ', '.join(f'self.{part}' for part in [*shapes, 'loc', *scale])
    for method, x in _METHODS.items():
        if hasattr(distribution, method) and lookup(getattr(distribution, method)) is not None:
            lines += ['', f'    def {method}(self, {x}):', f'        return stats.{name}.{method}({x}, {held})']
    kind = _written(name, '\n'.join([*lines, '']), dataclasses=dataclasses, Any=Any)
    parameters = ', '.join([*shapes, 'loc=0', *[f'{part}=1' for part in scale]])
    given = ', '.join([*shapes, 'loc', *scale])
    text = f'def {name}_given({parameters}):\n    return {name}({given})\n'
    constant(distribution, wrt=())  # it writes into nothing
    defined_as(distribution)(_written(f'{name}_given', text, **{name: kind}))


for _name in WITH_RULES:
    _of_parameters(getattr(stats, _name))


def _of_constants(method: str, function: Callable) -> None:
    """Let a method of distributions whose parameters are constant be that of the distribution."""
    text = f"def {method}(self, x):\n    held = of_frozen(self, '{method}')\n    return held(x)\n"
    constant(function, wrt=())  # it writes into nothing
    defined_as(function)(_written(method, text, of_frozen=of_frozen))


for _kind in (type(stats.norm()), type(stats.poisson(1.0))):
    for _method in _METHODS:
        if hasattr(_kind, _method):
            _of_constants(_method, getattr(_kind, _method))
