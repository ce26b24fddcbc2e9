"""The suite on every supported Python and NumPy: `nox`; `nox -l` lists the combinations, `nox -s` picks."""
import nox

# The suite runs a fixed sample of what takes long, as second derivatives of the corpus: `nox -s whole` runs all.
# Nestings of three transforms over the whole corpus take longer still: `nox -s depth`.
nox.options.sessions = ['lint', 'tests']
nox.options.reuse_existing_virtualenvs = True

# NumPy 1.26 is the oldest that is supported; it has no wheels for Python 3.13.
NUMPY = {'oldest': 'numpy==1.26.*', 'newest': 'numpy'}
COMBINATIONS = [(python, numpy) for python in ('3.10', '3.11', '3.12', '3.13') for numpy in NUMPY
                if (python, numpy) != ('3.13', 'oldest')]


@nox.session
def lint(session):
    session.install('ruff==0.17.*')
    session.run('ruff', 'check')


@nox.session
@nox.parametrize('python, numpy', COMBINATIONS)
def tests(session, numpy):
    session.install('--editable', '.[dev]', NUMPY[numpy])
    session.run('python', '-m', 'pytest', *session.posargs)


@nox.session
def whole(session):
    session.install('--editable', '.[dev]')
    session.run('python', '-m', 'pytest', *session.posargs, env={'TANGENT_WHOLE': '1'})


@nox.session
def depth(session):
    session.install('--editable', '.[dev]')
    session.run('python', '-m', 'pytest', 'tests/test_depth.py', *session.posargs, env={'TANGENT_DEPTH': '1'})
