"""Functions of all numbers that an object, or containers of any depth, hold."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tangent.runtime import trees
from tangent.runtime.arrays import zero
from tangent.runtime.trees import leaves_of, with_leaves
from tangent.templates.rules import d, defined_as, linear


@defined_as(trees.tree_map)
def tree_map(function: Callable, tree: Any, *others: Any) -> Any:
    columns = [leaves_of(tree, tree), *[leaves_of(other, tree) for other in others]]
    return with_leaves([function(*leaves) for leaves in zip(*columns)], tree, tree)


@linear(leaves_of, shape_reads=('like',), constant=('like',))
def _leaves_of(y, x, like):
    d[x] = with_leaves(d[y], zero(x), like)


@linear(with_leaves, shape_reads=('like',), constant=('like',))
def _with_leaves(y, leaves, x, like):
    d[leaves] = leaves_of(d[y], like)
    d[x] = with_leaves(leaves_of(zero(x), like), d[y], like)
