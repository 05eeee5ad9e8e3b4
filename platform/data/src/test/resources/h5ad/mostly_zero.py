"""Writes 300 x 70 with one value in each row, i + 1 in column i % 70, stored dense in chunks."""
import sys

import h5py
import numpy as np

x = np.zeros((300, 70), dtype="float32")
x[np.arange(300), np.arange(300) % 70] = np.arange(300) + 1
with h5py.File(sys.argv[1], "w") as f:
    f.create_dataset("X", data=x, chunks=(64, 32), compression="gzip")
    for name, n in (("obs", 300), ("var", 70)):
        g = f.create_group(name)
        g.attrs["_index"] = "_index"
        g.attrs["column-order"] = np.array([], dtype="float64")
        g["_index"] = np.array(["%s%d" % (name, i) for i in range(n)], dtype=object)
