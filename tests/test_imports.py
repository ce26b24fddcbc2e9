"""What `import tangent` brings along, and what it costs; every public name is documented."""
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import tangent

OPTIONAL = ('tensorflow', 'scipy', 'matplotlib', 'rich', 'sklearn', 'autograd', 'pytest')
# Their rules need the library itself.
NOT_EVERYWHERE = ('tangent.templates.scipy', 'tangent.runtime.scipy', 'tangent.templates.tensorflow',
                  'tangent.runtime.tensorflow', 'tangent.__main__')


def run(code):
    done = subprocess.run([sys.executable, '-c', code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_optional_libraries_stay_out():
    loaded = run(f'import sys, tangent; print([name for name in {OPTIONAL} if name in sys.modules])')
    assert loaded == '[]'


def test_rules_of_optional_libraries_stay_out():
    loaded = run('import sys, tangent\n'
                 'print([name for name in sys.modules if name.startswith("tangent.") and '
                 'not {"scipy", "tensorflow"}.isdisjoint(name.split("."))])')
    assert loaded == '[]'


def test_rules_of_one_package_of_scipy_are_loaded_for_a_function_of_it():
    pytest.importorskip('scipy')
    loaded = run('import sys\nfrom scipy import special\nfrom tangent.templates.registry import lookup\n'
                 'assert lookup(special.j0) is not None\n'
                 'print(sorted(name for name in sys.modules if name.startswith("tangent.templates.scipy.")))')
    assert set(re.findall(r'scipy\.([a-z]+)', loaded)) == {'special'}


def public(module):
    """The names a module offers, with what they stand for."""
    names = getattr(module, '__all__', None)
    if names is None:
        names = [name for name, value in vars(module).items() if not name.startswith('_')
                 and getattr(value, '__module__', None) == module.__name__]
    return {name: getattr(module, name) for name in names}


MODULES = ['tangent'] + [found.name for found in pkgutil.walk_packages(tangent.__path__, 'tangent.')
                         if not found.name.startswith(NOT_EVERYWHERE)]
# What users meet: by calling it, in generated code, or when something is refused.
FOR_USERS = re.compile(r'tangent(\.grads|\.errors|\.runtime\..*|\.transforms\..*)?')


@pytest.mark.parametrize('name', MODULES)
def test_modules_have_docstrings(name):
    module = importlib.import_module(name)
    assert module.__doc__ or not Path(module.__file__).read_text(), f'{name} does not say what it is about'


@pytest.mark.parametrize('name', list(filter(FOR_USERS.fullmatch, MODULES)))
def test_public_names_have_docstrings(name):
    silent = [n for n, value in public(importlib.import_module(name)).items()
              if (inspect.isroutine(value) or inspect.isclass(value)) and not inspect.getdoc(value)]
    assert not silent, f'{name}: no docstring: {", ".join(silent)}'


def test_public_names_exist():
    assert len(tangent.__all__) == len(set(tangent.__all__))
    for name in ('grad', 'value_and_grad', 'vjp', 'autodiff', 'source', 'origin'):
        assert name in tangent.__all__ and callable(getattr(tangent, name))
