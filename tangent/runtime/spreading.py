"""Functions that call another one with the items of a tuple."""
from __future__ import annotations

import functools
import linecache
from collections.abc import Callable


@functools.cache
def spread(count: int) -> Callable:
    """The function that calls the one that it is given with the items of a tuple of a known length.

    >>> spread(2)(pow, (2.0, 3.0))
    8.0
    """
    items = ', '.join(f'items[{i}]' for i in range(count))
    text = f'def spread_{count}(function, items, **keywords):\n    return function({items}, **keywords)\n'
    file = f'<spread {count}>'
    linecache.cache[file] = (len(text), None, text.splitlines(True), file)
    namespace: dict[str, Callable] = {'__name__': __name__}
    exec(compile(text, file, 'exec'), namespace)
    return namespace[f'spread_{count}']
