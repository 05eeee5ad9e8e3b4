"""Compares two files part by part; prints the paths that differ. Third argument: paths to skip."""
import sys

import h5py
import numpy as np

before, after, skipped = h5py.File(sys.argv[1], "r"), h5py.File(sys.argv[2], "r"), sys.argv[3]
skipped = set(skipped.split(","))
different = []


def same(a, b):
    if isinstance(a, h5py.Empty) or isinstance(b, h5py.Empty):
        return isinstance(a, h5py.Empty) and isinstance(b, h5py.Empty) and a.dtype == b.dtype
    if isinstance(a, h5py.Reference):
        return before[a].name == after[b].name
    a, b = np.asarray(a), np.asarray(b)
    return a.dtype == b.dtype and a.shape == b.shape and (
        np.array_equal(a, b, equal_nan=a.dtype.kind == "f"))


def check(path, node):
    if path in skipped:
        return
    other = after.get(path)
    if other is None or type(other) is not type(node):
        different.append(path)
        return
    if set(node.attrs) != set(other.attrs):
        different.append(path + " attributes")
    for k in node.attrs:
        if path + "@" + k not in skipped and not same(node.attrs[k], other.attrs[k]):
            different.append(path + "@" + k)
    if isinstance(node, h5py.Dataset) and not same(node[()], other[()]):
        different.append(path)
    if isinstance(node, h5py.Group):
        for k in node:
            check((path.rstrip("/") + "/" + k), node[k])


check("/", before["/"])
print("\n".join(different))
