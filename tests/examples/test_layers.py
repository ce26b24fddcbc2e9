import numpy as np

import tangent
from examples.layers.__main__ import classifier, loss, main, spirals
from tests.checks import random_like, slope


def test_the_layers_learn_the_spirals(capsys):
    model, losses, accuracy = main(['--steps', '150', '--width', '16'])
    assert losses[-1] < 0.2 * losses[0] and accuracy > 0.95
    assert type(model).__name__ == 'Classifier' and 'points held out are right' in capsys.readouterr().out


def test_the_gradient_of_the_layers():
    rng = np.random.default_rng(1)
    model, (x, labels) = classifier(5, rng), spirals(20, rng)
    direction = random_like(model)
    gradient = tangent.grad(loss, wrt='model')(model, x, labels)
    parts = []
    tangent.tree_map(lambda g, along: parts.append(np.sum(g * along)), gradient, tangent.tree_map(
        lambda g, along: along, gradient, direction))

    def along(step):
        return loss(tangent.tree_map(lambda p, d: p + step * d, model, direction), x, labels)
    assert np.isclose(sum(parts), slope(along), rtol=1e-7)


def test_layers_are_derived_once_for_each_class():
    rng = np.random.default_rng(1)
    model, (x, labels) = classifier(5, rng), spirals(20, rng)
    dloss = tangent.grad(loss, wrt='model')
    dloss(model, x, labels)
    layer = model.network.layers[0]
    first = tangent.primal_of(layer, (0,), True)
    assert first.__code__ is tangent.primal_of(model.network.layers[-1], (0,), True).__code__
