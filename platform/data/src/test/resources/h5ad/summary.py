"""Prints what anndata reads of a file, in the words of Summary.java."""
import sys

import anndata
import numpy as np
import pandas as pd
import scipy.sparse as sp

a = anndata.read_h5ad(sys.argv[1])


def matrix(m):
    d = m.toarray() if sp.issparse(m) else np.asarray(m)
    d = d.astype("float64")
    weights = np.arange(1, d.size + 1).reshape(d.shape) % 97
    return "%d x %d %.3f" % (d.shape[0], d.shape[1], (d * weights).sum())


def text(v):
    if v is pd.NA or v is None or (isinstance(v, float) and np.isnan(v)):
        return ""
    if isinstance(v, (bool, np.bool_)):
        return "true" if v else "false"
    return str(v)


def frame(name, f):
    print(name, "index", ",".join(map(str, f.index)))
    for c in f.columns:
        values = f[c]
        if not pd.api.types.is_float_dtype(values.dtype):
            print(name, c, ",".join(text(v) for v in values))
        else:
            print(name, c, "%.3f" % np.nansum(values))


print("X", matrix(a.X))
frame("obs", a.obs)
frame("var", a.var)
for k in sorted(a.layers):
    print("layer", k, matrix(a.layers[k]))
for k in sorted(a.obsm):
    if isinstance(a.obsm[k], np.ndarray):
        print("obsm", k, matrix(a.obsm[k]))
