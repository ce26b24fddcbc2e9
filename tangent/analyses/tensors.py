"""Whether a function may be given tensors of TensorFlow: no more is known of its arguments before it runs."""
from __future__ import annotations

import sys
from types import ModuleType

from tangent.syntax.function import Function


def may_meet_tensors(function: Function) -> bool:
    """Whether the module of a function knows TensorFlow: then what its values are only the run can tell."""
    return 'tensorflow' in sys.modules and any(
        isinstance(value, ModuleType) and value.__name__.partition('.')[0] == 'tensorflow'
        for value in function.scope.globals_.values())
