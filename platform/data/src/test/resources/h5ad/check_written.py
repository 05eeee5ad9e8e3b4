"""Reads what H5adWriterTest wrote, in memory and backed, and checks values and dtypes."""
import sys

import anndata
import h5py
import numpy as np
import pandas as pd
import scipy.sparse as sp

file, layout = sys.argv[1:3]
X = np.array([[0, 1, 0], [2, 0, 3], [0, 0, 0], [4, 0, 5.5]], dtype="float32")


def counted(*shape):
    return np.arange(np.prod(shape), dtype="float32").reshape(shape)


def same(value, expected):
    value = value.toarray() if sp.issparse(value) else np.asarray(value)
    assert value.dtype == expected.dtype, (value.dtype, expected.dtype)
    np.testing.assert_array_equal(value, expected)


def check_annotations(a):
    assert list(a.obs_names) == ["c0", "c1", "c\u00e9", "c3"]
    assert list(a.var_names) == ["g0", "g1", "g2"]
    o = a.obs
    assert list(o.columns) == ["batch", "n", "ni", "x", "flag", "nb", "note", "gap", "a_b"]
    assert o["batch"].dtype == pd.CategoricalDtype(["b", "a\u00e9"], ordered=True)
    assert list(o["batch"].cat.codes) == [1, 0, -1, 1]
    same(o["n"], np.array([1, -2, 3, 1 << 40], dtype="int64"))
    assert o["ni"].dtype == "Int64" and o["ni"].isna().tolist() == [False, True, False, False]
    assert o["ni"].dropna().tolist() == [1, 3, 4]
    same(o["x"], np.array([0.5, np.nan, 2, 3]))
    same(o["flag"], np.array([True, False, True, True]))
    assert o["nb"].dtype == "boolean" and o["nb"].isna().tolist() == [False, True, False, False]
    assert o["nb"].dropna().tolist() == [True, False, True]
    assert o["note"].tolist() == ["", "b\u03b2", "x", "x"]
    assert o["gap"].isna().tolist() == [False, True, False, False]
    assert o["gap"].dropna().tolist() == ["p", "q", "p"]
    same(a.var["hvg"], np.zeros(3, dtype=bool))
    same(a.obsm["X_pca"], counted(4, 2))
    same(a.varm["PCs"], counted(3, 2))
    graph = np.zeros((4, 4), dtype="float32")
    graph[0, 1] = graph[1, 0] = 1
    same(a.obsp["connectivities"], graph)
    same(a.varp["correlation"], counted(3, 3))
    u = a.uns
    assert u["text"] == "\u03a9" and type(u["text"]) is str
    for key, expected in (("whole", np.int64(1 << 40)), ("real", np.float64(0.25)),
                          ("truth", np.bool_(True))):
        assert u[key] == expected and u[key].dtype == expected.dtype, key
    assert u["texts"].tolist() == ["a", "", "\u00e7"]
    assert len(u["none"]) == 0
    same(u["wholes"], np.array([1, 2, 3], dtype="int64"))
    same(u["reals"], np.array([1.5, -2]))
    same(u["truths"], np.array([True, False]))
    same(u["table"], counted(2, 3))
    assert u["medl"]["params"]["epochs"] == 20


a = anndata.read_h5ad(file)
check_annotations(a)
kinds = {"dense": np.ndarray, "csr": sp.csr_matrix, "csc": sp.csc_matrix}
assert isinstance(a.X, kinds[layout]), type(a.X)
same(a.X, X)
same(a.layers["counts"], X)
same(a.raw.X, counted(4, 5))
assert list(a.raw.var_names) == ["g0", "g1", "g2", "g3", "g4"]
a.write_h5ad(file + ".again")

b = anndata.read_h5ad(file, backed="r")
check_annotations(b)
assert b.isbacked
same(b.X[:], X)
same(b[[1, 3]].X if layout != "csc" else b.X[:][[1, 3]], X[[1, 3]])
b.file.close()

ENCODINGS = {
    "/": ("anndata", "0.1.0"),
    "X": {"dense": ("array", "0.2.0"), "csr": ("csr_matrix", "0.1.0"),
          "csc": ("csc_matrix", "0.1.0")}[layout],
    "obs": ("dataframe", "0.2.0"), "obs/_index": ("string-array", "0.2.0"),
    "obs/batch": ("categorical", "0.2.0"), "obs/batch/codes": ("array", "0.2.0"),
    "obs/batch/categories": ("string-array", "0.2.0"), "obs/n": ("array", "0.2.0"),
    "obs/ni": ("nullable-integer", "0.1.0"), "obs/nb": ("nullable-boolean", "0.1.0"),
    "obs/flag": ("array", "0.2.0"), "obsm": ("dict", "0.1.0"), "raw": ("raw", "0.1.0"),
    "uns": ("dict", "0.1.0"), "uns/text": ("string", "0.2.0"),
    "uns/real": ("numeric-scalar", "0.2.0"), "layers/counts": (
        "csc_matrix" if layout == "csc" else "csr_matrix", "0.1.0"),
}
with h5py.File(file, "r") as f:
    for path, (kind, version) in ENCODINGS.items():
        assert f[path].attrs["encoding-type"] == kind, path
        assert f[path].attrs["encoding-version"] == version, path
    assert f["obs/batch/codes"].dtype == "int8"
print("ok")
