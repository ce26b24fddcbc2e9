"""What generated code calls; users see these functions as `tangent.<name>`."""
from tangent.runtime.apart import check_apart, check_single
from tangent.runtime.arrays import (
    add, add_at, copied, duplicate, pack, recast, stop_gradient, unbroadcast, unfilled, unreduce, zero, zeros_like,
)
from tangent.runtime.closures import captured
from tangent.runtime.creation import as_nested, from_nested
from tangent.runtime.elementwise import (
    above, divide_or_zero, i0_derivative, polygamma, power_derivative, share_of_sum, sign, sinc_derivative, unselect,
    unselected,
    unsign, unsign_change,
)
from tangent.runtime.fft import refit, transformed_axes, unhfft, unihfft, unirfft, unirfftn, unrfft, unrfftn
from tangent.runtime.inherited import inherited_adjoint, inherited_tangent
from tangent.runtime.jacobians import count, from_columns, from_rows, to_columns, to_rows, units
from tangent.runtime.construction import new
from tangent.runtime.fields import (
    add_field, check_class, field_of, fields, from_fields, method_of, number, of_class, replaceable, unreplaced,
)
from tangent.runtime.kinds import check_aux, check_kinds
from tangent.runtime.joining import (
    columns_of, rows_of, unblock, unc_, uncolumn_stack, unconcatenate, undelete, undstack, unhstack,
    uninsert, unr_, unsplit, unstack, unvstack,
)
from tangent.runtime.linalg import (
    apply, apply_adjoint, cofactors, cofactors_change, conjugate, eigvalsh_adjoint, eigvalsh_curvature, is_regular,
    lower_half, lstsq_adjoint, lstsq_tangent, matrix_transpose, multi_dot_adjoint, multi_dot_tangent, norm_curvature,
    norm_gradient, over_gaps, qr_adjoint, qr_tangent, slogdet_adjoint, solve, svd_adjoint, svd_tangent, svdvals_adjoint,
    svdvals_curvature, symmetrized, times_matrices,
)
from tangent.runtime.memory import merged, overlapping, overlaps, placed, refreshed, unrefreshed, updated
from tangent.runtime.numerics import (
    interval_of, trapezoid_weights, undiff, ungradient, unpolyder, untrapezoid_weights,
)
from tangent.runtime.products import (
    convolve_adjoint_left, convolve_adjoint_right, cross_adjoint_left, cross_adjoint_right,
    dot_adjoint_left, dot_adjoint_right, dot_product, einsum_adjoint, kron_adjoint_left, kron_adjoint_right,
    matmul_adjoint_left, matmul_adjoint_right, outer_adjoint_left, outer_adjoint_right,
    tensordot_adjoint_left, tensordot_adjoint_right,
)
from tangent.runtime.reductions import (
    align_weights, at_places, centered, differences, extreme_adjoint, extreme_tangent, inner, nancentered,
    products_before, products_of_others, quantile_places, running, scale, shares, size_along, ties,
    unalign_weights, unat_places, uncumsum, unsum, untrace,
)
from tangent.runtime.selecting import order_of, unchoose, untake, untake_along_axis
from tangent.runtime.seeds import direction, seed
from tangent.runtime.sequences import (
    added_at, along_axis, append, clear_at, complete, diagonal, emptied, entries_of, extend, fitted, indices, insert,
    ordering, part_at, plus, pop, put_back, removed, reordered, repeated, reversible, set_at, sorted_indices, split_off,
    taken_back, unplus, unrepeated, update, value_at, value_at_adjoint,
)
from tangent.runtime.shaping import (
    inverse_permutation, padded_with_zeros, unbroadcast_all, uncast, undiag, undiagonal, unitem, unmeshgrid,
    unpad, unrepeat, unresize, unrollaxis, untile, untolist,
)
from tangent.runtime.spreading import spread
from tangent.runtime.surgery import as_adjoint, insert_grad_of, with_field, with_part
from tangent.runtime.tensors import (
    tf_adjoint, tf_jvp, tf_jvps, tf_vjp, tf_vjps, unconcat, unreduce_sum, unstack_like, unstacked,
)
from tangent.runtime.tracing import trace
from tangent.runtime.trees import leaves_of, tree_map, with_leaves
from tangent.runtime.views import (
    both_written, either_looked, look_through, unlook_through, unwrite_through, view_by, write_through,
)

__all__ = [
    'above', 'add', 'add_at', 'add_field', 'added_at', 'align_weights', 'along_axis', 'append', 'apply',
    'apply_adjoint', 'as_adjoint', 'as_nested', 'at_places', 'both_written', 'captured', 'centered', 'check_apart',
    'check_aux', 'check_class', 'check_kinds', 'check_single', 'clear_at', 'cofactors', 'cofactors_change',
    'columns_of', 'complete', 'conjugate', 'convolve_adjoint_left', 'convolve_adjoint_right', 'copied', 'count',
    'cross_adjoint_left', 'cross_adjoint_right', 'diagonal', 'differences', 'direction', 'divide_or_zero',
    'dot_adjoint_left', 'dot_adjoint_right', 'dot_product', 'duplicate', 'eigvalsh_adjoint', 'eigvalsh_curvature',
    'einsum_adjoint', 'either_looked', 'emptied', 'entries_of', 'extend', 'extreme_adjoint', 'extreme_tangent',
    'field_of', 'fields', 'fitted', 'from_columns', 'from_fields', 'from_nested', 'from_rows', 'i0_derivative',
    'indices', 'inherited_adjoint', 'inherited_tangent', 'inner', 'insert', 'insert_grad_of', 'interval_of',
    'inverse_permutation', 'is_regular', 'kron_adjoint_left', 'kron_adjoint_right', 'leaves_of', 'look_through',
    'lower_half', 'lstsq_adjoint', 'lstsq_tangent', 'matmul_adjoint_left', 'matmul_adjoint_right', 'matrix_transpose',
    'merged', 'method_of', 'multi_dot_adjoint', 'multi_dot_tangent', 'nancentered', 'new', 'norm_curvature',
    'norm_gradient', 'number', 'of_class', 'order_of', 'ordering', 'outer_adjoint_left', 'outer_adjoint_right',
    'over_gaps', 'overlapping', 'overlaps', 'pack', 'padded_with_zeros', 'part_at', 'placed', 'plus', 'polygamma',
    'pop', 'power_derivative', 'products_before', 'products_of_others', 'put_back', 'qr_adjoint', 'qr_tangent',
    'quantile_places', 'recast', 'refit', 'refreshed', 'removed', 'reordered', 'repeated', 'replaceable', 'reversible',
    'rows_of', 'running', 'scale', 'seed', 'set_at', 'share_of_sum', 'shares', 'sign', 'sinc_derivative', 'size_along',
    'slogdet_adjoint', 'solve', 'sorted_indices', 'split_off', 'spread', 'stop_gradient', 'svd_adjoint', 'svd_tangent',
    'svdvals_adjoint', 'svdvals_curvature', 'symmetrized', 'taken_back', 'tensordot_adjoint_left',
    'tensordot_adjoint_right', 'tf_adjoint', 'tf_jvp', 'tf_jvps', 'tf_vjp', 'tf_vjps', 'ties', 'times_matrices',
    'to_columns', 'to_rows', 'trace', 'transformed_axes', 'trapezoid_weights', 'tree_map', 'unalign_weights',
    'unat_places', 'unblock', 'unbroadcast', 'unbroadcast_all', 'unc_', 'uncast', 'unchoose', 'uncolumn_stack',
    'unconcat', 'unconcatenate', 'uncumsum', 'undelete', 'undiag', 'undiagonal', 'undiff', 'undstack', 'unfilled',
    'ungradient', 'unhfft', 'unhstack', 'unihfft', 'uninsert', 'unirfft', 'unirfftn', 'unitem', 'units',
    'unlook_through', 'unmeshgrid', 'unpad', 'unplus', 'unpolyder', 'unr_', 'unreduce', 'unreduce_sum', 'unrefreshed',
    'unrepeat', 'unrepeated', 'unreplaced', 'unresize', 'unrfft', 'unrfftn', 'unrollaxis', 'unselect', 'unselected',
    'unsign', 'unsign_change', 'unsplit', 'unstack', 'unstack_like', 'unstacked', 'unsum', 'untake',
    'untake_along_axis', 'untile', 'untolist', 'untrace', 'untrapezoid_weights', 'unvstack', 'unwrite_through',
    'update', 'updated', 'value_at', 'value_at_adjoint', 'view_by', 'with_field', 'with_leaves', 'with_part',
    'write_through', 'zero', 'zeros_like',
]
