"""Run the three programs: `python -m examples.tensorflow`."""
import tangent
from examples.tensorflow import networks

if __name__ == '__main__':
    print(tangent.source(tangent.grad(networks.convolutional_loss)))
    for what, run in (('digits', networks.train_convolutional), ('recurrent', networks.train_recurrent)):
        before, after, off = run()
        print(f'{what}: loss {before:.3f} -> {after:.3f}, off the tape by {off:.1e}')
    print(f'Hessian-vector product: off two tapes by {networks.hessian_vector_product()[1]:.1e}')
