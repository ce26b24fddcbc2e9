"""How generated code refers to an object: by the user's own aliases where there are any."""
from __future__ import annotations

import builtins
import sys
from types import ModuleType
from typing import Any

import gast

from tangent.syntax.build import name
from tangent.syntax.function import MISSING, Scope
from tangent.syntax.names import Names

_OF_SCIPY = 'tangent.runtime.scipy.'
_PREFERRED = {'numpy': 'np', 'tensorflow': 'tf'}


class Speller:
    """Spells objects in one scope; `added` collects the names that the scope lacks."""

    def __init__(self, scope: Scope, names: Names) -> None:
        self.scope, self.names = scope, names
        self.added: dict[str, Any] = {}
        self._modules: dict[str, str] = {}

    def spell(self, value: Any) -> gast.expr:
        """An expression for one of tangent's own functions, a module, a built-in or any other object."""
        if isinstance(value, ModuleType):
            return self.module(value)
        identifier = getattr(value, '__name__', 'value')
        seen = self.is_seen(identifier, value)
        if seen and getattr(builtins, identifier, MISSING) is value:
            return name(identifier)
        if _is_ours(value) and getattr(sys.modules['tangent'], identifier, None) is value:
            return self.helper(identifier)
        if _is_ours(value) and value.__module__.startswith(_OF_SCIPY):
            return gast.Attribute(self.helper('scipy'), identifier, gast.Load())
        return self.bind(identifier, value)

    def is_seen(self, identifier: str, value: Any) -> bool:
        """Whether a name stands for an object in the function: in its scope, and not for another one in itself."""
        return identifier not in self.names.variables and self.added.get(identifier, value) is value and (
            self.scope.lookup(identifier) is value)

    def helper(self, identifier: str) -> gast.expr:
        """An expression for a public name of tangent."""
        return gast.Attribute(self.module(sys.modules['tangent']), identifier, gast.Load())

    def translate(self, node: gast.expr, scope: Scope) -> gast.expr | None:
        """What a name or chain of attributes in another scope (a rule's) is here; None for what it does not know."""
        value = scope.resolve(node)
        if isinstance(node, gast.Attribute):
            if _is_ours(value):
                return self.spell(value)
            base = self.translate(node.value, scope)
            return None if base is None else gast.Attribute(base, node.attr, gast.Load())
        if value is MISSING:
            return None
        if isinstance(value, ModuleType) or callable(value):
            return self.spell(value) if getattr(value, '__name__', '') else self.bind(node.id, value)
        if scope.globals_ is self.scope.globals_ and node.id not in self.names.variables:
            return name(node.id)
        return self.bind(node.id, value)

    def module(self, module: ModuleType) -> gast.expr:
        """A name for a module: an alias that the user's module has, or one that is added."""
        key = module.__name__
        if key not in self._modules:
            preferred = _PREFERRED.get(key, key.rpartition('.')[2])
            found = [alias for alias in [preferred, *self.scope.aliases(module)] if self.is_seen(alias, module)]
            self._modules[key] = found[0] if found else self.bind(preferred, module).id
        return name(self._modules[key])

    def bind(self, preferred: str, value: Any) -> gast.Name:
        """A name that is bound to an object, the preferred one if it is free."""
        if self.is_seen(preferred, value):
            return name(preferred)
        for known, bound in self.added.items():
            if bound is value:
                return name(known)
        fresh = preferred
        count = 0
        while fresh in self.names.taken or fresh in self.added or self.scope.lookup(fresh) is not MISSING:
            count += 1
            fresh = f'{preferred}_{count}'
        self.names.taken.add(fresh)
        self.added[fresh] = value
        return name(fresh)


def _is_ours(value: Any) -> bool:
    return (getattr(value, '__module__', None) or '').startswith('tangent.')
