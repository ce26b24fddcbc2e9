"""Samples of functions that join arrays, or split one into parts."""
import numpy as np

from tangent.runtime.joining import (
    unblock, uncolumn_stack, unconcatenate, undelete, undstack, unhstack, uninsert, unsplit, unstack,
    unvstack,
)
from tests.templates.sample import Sample, array

SAMPLES = [
    Sample(np.concatenate, [array(2, 3), array(1, 3)]),
    Sample(np.concatenate, (array(2, 3), array(2, 1), array(2, 2)), axis=1),
    Sample(np.concatenate, [array(2, 3), array(2, 1)], -1),
    Sample(np.concatenate, [array(2, 3), array(2)], axis=None),
    Sample(np.stack, [array(2, 3), array(2, 3, seed=1)]),
    Sample(np.stack, (array(2, 3), array(2, 3, seed=1)), axis=-1),
    Sample(np.stack, [0.7, 0.8, 0.9]),
    Sample(np.vstack, [array(2, 3), array(3)]),
    Sample(np.vstack, [array(2), array(2, seed=1)]),
    Sample(np.hstack, [array(2, 3), array(2, 1)]),
    Sample(np.hstack, [array(3), array(2)]),
    Sample(np.hstack, [array(3), 0.7]),
    Sample(np.dstack, [array(2, 3), array(2, 3, seed=1)]),
    Sample(np.dstack, [array(3), array(3, seed=1)]),
    Sample(np.dstack, [array(2, 3, 2), array(2, 3)]),
    Sample(np.column_stack, [array(3), array(3, 2)]),
    Sample(np.column_stack, [array(3), array(3, seed=1)]),
    Sample(np.block, [[array(2, 2), array(2, 1)], [array(1, 2), array(1, 1)]]),
    Sample(np.block, [array(2), array(3)]),
    Sample(np.append, array(2, 3), array(2)),
    Sample(np.append, array(2), 0.7),
    Sample(np.append, array(2, 3), array(2, 1), axis=1),
    Sample(np.insert, array(4), 1, 0.7),
    Sample(np.insert, array(4), 2, array(3)),
    Sample(np.insert, array(4), [1, 3], array(2)),
    Sample(np.insert, array(4), [3, 1], array(2)),
    Sample(np.insert, array(4), [1, 3], 0.7),
    Sample(np.insert, array(2, 3), 1, array(2), axis=1),
    Sample(np.insert, array(2, 3), 1, array(2, 2), axis=1),
    Sample(np.insert, array(2, 3), -1, array(3), axis=0),
    Sample(np.insert, array(2, 3), [0, 2], array(2, 1), axis=1),
    Sample(np.insert, array(2, 3), [0, 2], 0.7),
    Sample(np.delete, array(4), 1),
    Sample(np.delete, array(4), [0, -1]),
    Sample(np.delete, array(3, 4), slice(1, 3), axis=1),
    Sample(np.delete, array(3, 4), 5),
    Sample(np.split, array(4), 2),
    Sample(np.split, array(4, 3), [1, 2]),
    Sample(np.split, array(2, 4), 2, axis=-1),
    Sample(np.array_split, array(5), 3),
    Sample(np.hsplit, array(4), 2),
    Sample(np.hsplit, array(3, 4), 2),
    Sample(np.vsplit, array(4, 3), [1]),
    Sample(np.dsplit, array(2, 3, 4), 2),

    Sample(unconcatenate, array(3, 3), [array(2, 3), array(1, 3)], 0, wrt=(0,)),
    Sample(unconcatenate, array(8), (array(2, 3), array(2)), None, wrt=(0,)),
    Sample(unstack, array(2, 2, 3), [array(2, 3), array(2, 3)], 1, wrt=(0,)),
    Sample(unvstack, array(3, 3), [array(2, 3), array(3)], wrt=(0,)),
    Sample(unhstack, array(2, 4), [array(2, 3), array(2, 1)], wrt=(0,)),
    Sample(undstack, array(2, 3, 2), [array(2, 3), array(2, 3)], wrt=(0,)),
    Sample(uncolumn_stack, array(3, 3), [array(3), array(3, 2)], wrt=(0,)),
    Sample(unblock, array(3, 3), [[array(2, 2), array(2, 1)], [array(1, 2), array(1, 1)]], wrt=(0,)),
    Sample(uninsert, array(6), array(4), [3, 1], array(2), wrt=(0,)),
    Sample(undelete, array(2, 3), array(3, 3), 1, 0, wrt=(0,)),
    Sample(unsplit, [array(2), array(2, seed=1), array(1)], array(5), 3, wrt=(0,)),
]

if hasattr(np, 'row_stack'):
    SAMPLES += [Sample(np.row_stack, [array(2, 3), array(3)])]
if hasattr(np, 'unstack'):
    SAMPLES += [Sample(np.unstack, array(3, 4)), Sample(np.unstack, array(3, 4), axis=1)]
