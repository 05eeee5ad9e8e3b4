"""Prints the structure of a nullable string column and of None, which anndata 0.8 cannot read."""
import sys

import h5py

with h5py.File(sys.argv[1], "r") as f:
    g = f["obs/gap"]
    print(dict(sorted(g.attrs.items())))
    print([v.decode() for v in g["values"][:]], g["mask"][:].tolist())
    print(dict(sorted(f["uns/nothing"].attrs.items())), f["uns/nothing"].shape)
