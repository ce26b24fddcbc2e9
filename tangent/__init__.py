from tangent.runtime.arrays import add, add_at, pack, seed, unbroadcast, unreduce, zero, zeros_like
