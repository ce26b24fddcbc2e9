"""What a program of the corpus is."""
from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

import attrs


@attrs.frozen(eq=False)
class Program:
    """A function to differentiate, with example arguments.

    wrt: the parameters to differentiate with respect to: indices or names.
    order: the highest order of derivatives that is tested.
    """

    function: Callable
    args: tuple
    keywords: Mapping[str, Any] = attrs.field(factory=dict, kw_only=True)
    wrt: tuple = attrs.field(default=(0,), kw_only=True)
    order: int = attrs.field(default=2, kw_only=True)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parameters in wrt."""
        parameters = list(inspect.signature(self.function).parameters)
        return tuple(item if isinstance(item, str) else parameters[item] for item in self.wrt)

    @property
    def values(self) -> dict[str, Any]:
        """The example arguments by name."""
        return dict(inspect.signature(self.function).bind(*self.args, **self.keywords).arguments)

    def __repr__(self) -> str:
        function = self.function
        name = getattr(function, '__name__', None) or type(function).__name__
        return f'{name.strip("<>")}'


def call(function: Callable, values: Mapping[str, Any]) -> Any:
    """Call a function with arguments by name, each passed in a way in which the function takes it."""
    positional, keywords = [], {}
    for p in inspect.signature(function).parameters.values():
        if p.kind == p.VAR_POSITIONAL:
            positional.extend(values.get(p.name, ()))
        elif p.kind == p.VAR_KEYWORD:
            keywords.update(values.get(p.name, {}))
        elif p.name in values:
            if p.kind == p.KEYWORD_ONLY:
                keywords[p.name] = values[p.name]
            else:
                positional.append(values[p.name])
        else:
            assert p.default is not p.empty, f'no value for {p.name}'
            if p.kind != p.KEYWORD_ONLY:
                positional.append(p.default)
    return function(*positional, **keywords)
