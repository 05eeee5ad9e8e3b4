"""Writes one file per layout that anndata has used; argument: folder.

The same four cells and three genes are in all of them:

    X = [[0, 1, 0], [2, 0, 3], [0, 0, 0], [4, 0, 5.5]]
"""
import sys

import anndata
import h5py
import numpy as np
import pandas as pd
import scipy.sparse as sp

folder = sys.argv[1]
X = np.array([[0, 1, 0], [2, 0, 3], [0, 0, 0], [4, 0, 5.5]], dtype="float32")
CELLS = ["c0", "c1", "c\u00e9", "c3"]
GENES = ["g0", "g1", "g2"]
UTF8 = h5py.string_dtype("utf-8")


def path(name):
    return f"{folder}/{name}.h5ad"


def new(name, **kwargs):
    f = h5py.File(path(name), "w", **kwargs)
    f.attrs["encoding-type"] = "anndata"
    f.attrs["encoding-version"] = "0.1.0"
    return f


def encoded(node, kind, version):
    node.attrs["encoding-type"] = kind
    node.attrs["encoding-version"] = version
    return node


def strings(group, name, values):
    return encoded(group.create_dataset(name, data=np.array(values, dtype=object), dtype=UTF8),
                   "string-array", "0.2.0")


def array(group, name, values, **kwargs):
    return encoded(group.create_dataset(name, data=values, **kwargs), "array", "0.2.0")


def frame(f, name, index, columns=()):
    g = encoded(f.create_group(name), "dataframe", "0.2.0")
    g.attrs["_index"] = "_index"
    g.attrs["column-order"] = np.array(list(columns), dtype=object if columns else "float64")
    strings(g, "_index", index)
    return g


def sparse(f, name, matrix, kind, **kwargs):
    g = encoded(f.create_group(name), kind + "_matrix", "0.1.0")
    g.attrs["shape"] = np.array(matrix.shape)
    for part in ("data", "indices", "indptr"):
        g.create_dataset(part, data=getattr(matrix, part), **kwargs)
    return g


# ---- written by anndata itself
obs = pd.DataFrame(
    {
        "batch": pd.Categorical(["a", "b", None, "a"], categories=["b", "a"], ordered=True),
        "level": pd.Categorical([10, 20, 10, 10]),
        "n": np.array([1, -2, 3, 4], dtype="int32"),
        "u": np.array([1, 2, 3, 255], dtype="uint8"),
        "x": np.array([0.5, np.nan, 2, 3], dtype="float32"),
        "flag": [True, False, True, True],
        "ni": pd.array([1, None, 3, 4], dtype="Int64"),
        "nb": pd.array([True, None, False, True], dtype="boolean"),
        "note": ["", "b\u03b2", "x", "x"],
    },
    index=CELLS,
)
var = pd.DataFrame({"mean": [0.5, 1.5, 2.5]}, index=GENES)
for name, matrix in (("dense", X), ("csr", sp.csr_matrix(X)), ("csc", sp.csc_matrix(X))):
    for compression in (None, "gzip", "lzf"):
        a = anndata.AnnData(matrix, obs=obs.copy(), var=var.copy(), dtype="float32")
        a.layers["twice"] = matrix * 2
        a.obsm["X_pca"] = np.arange(8, dtype="float64").reshape(4, 2)
        a.obsm["table"] = pd.DataFrame({"q": [1, 2, 3, 4]}, index=CELLS)
        a.raw = anndata.AnnData(sp.csr_matrix(np.hstack([X, X[:, :1] + 7])), obs=obs.copy(),
                                var=pd.DataFrame(index=GENES + ["g3"]), dtype="float32")
        a.uns["nested"] = {"k": 1, "s": "text"}
        a.write_h5ad(path(f"anndata-{name}-{compression or 'plain'}"), compression=compression)

# ---- number types of X
for dtype in ("int8", "uint16", "int32", "int64", "uint64", "float16", "float64", ">f4", ">i8"):
    with new("dtype-" + dtype.replace(">", "be-")) as f:
        array(f, "X", np.floor(X).astype(dtype))
        frame(f, "obs", CELLS)
        frame(f, "var", GENES)

# ---- object headers, links, indices and chunks of the newest HDF5
with new("latest", libver="latest") as f:
    array(f, "X", X, chunks=(3, 2), compression="gzip", shuffle=True, fletcher32=True)
    o = frame(f, "obs", CELLS, ["k%d" % i for i in range(40)])
    for i in range(40):
        array(o, "k%d" % i, np.arange(4) * i)
    frame(f, "var", GENES)
    m = f.create_group("obsm")
    array(m, "single", X, chunks=(4, 3))
    array(m, "growing", X, chunks=(1, 3), maxshape=(None, 3))
    array(m, "growing2", X, chunks=(1, 2), maxshape=(None, None), compression="gzip")
    array(m, "fixed", np.arange(40.0).reshape(4, 10), chunks=(1, 3))

# ---- unsorted and repeated indices, 64-bit pointers
with new("unsorted") as f:
    m = sp.csr_matrix((np.array([1, 3, 1, 1, 5.5, 4], dtype="float64"),
                       np.array([1, 2, 0, 0, 2, 0], dtype="int64"),
                       np.array([0, 1, 4, 4, 6], dtype="int64")), shape=(4, 3))
    sparse(f, "X", m, "csr", chunks=(4,), compression="lzf")
    frame(f, "obs", CELLS)
    frame(f, "var", GENES)

# ---- anndata 0.13: nullable strings, also as the index
with new("nullable-strings") as f:
    array(f, "X", X)
    for name, index in (("obs", CELLS), ("var", GENES)):
        g = encoded(f.create_group(name), "dataframe", "0.2.0")
        g.attrs["_index"] = "names"
        g.attrs["column-order"] = np.array(["s"], dtype=object)
        i = encoded(g.create_group("names"), "nullable-string-array", "0.1.0")
        strings(i, "values", index)
        array(i, "mask", np.zeros(len(index), dtype=bool))
        s = encoded(g.create_group("s"), "nullable-string-array", "0.1.0")
        s.attrs["na-value"] = "NaN"
        strings(s, "values", ["p", "", "r", "s"][: len(index)])
        array(s, "mask", np.arange(len(index)) == 1)

# ---- 0.7: categories beside the columns, found by object reference
with h5py.File(path("v0.7"), "w") as f:
    g = sparse(f, "X", sp.csr_matrix(X), "csr")
    o = encoded(f.create_group("obs"), "dataframe", "0.1.0")
    o.attrs["_index"] = "index"
    o.attrs["column-order"] = np.array(["batch", "n"], dtype=object)
    o.create_dataset("index", data=np.array(CELLS, dtype=object), dtype=UTF8)
    c = o.create_group("__categories").create_dataset(
        "batch", data=np.array(["b", "a"], dtype=object), dtype=UTF8)
    c.attrs["ordered"] = False
    b = o.create_dataset("batch", data=np.array([1, 0, -1, 1], dtype="int8"))
    b.attrs["categories"] = c.ref
    o.create_dataset("n", data=np.array([1, -2, 3, 4]))
    v = encoded(f.create_group("var"), "dataframe", "0.1.0")
    v.attrs["_index"] = "index"
    v.attrs["column-order"] = np.array([], dtype="float64")
    v.create_dataset("index", data=np.array(GENES, dtype=object), dtype=UTF8)
    f.create_group("obsm")["X_pca"] = np.arange(8, dtype="float32").reshape(4, 2)

# ---- up to 0.6: records, categories in uns, h5sparse, flat raw
with h5py.File(path("v0.6"), "w") as f:
    records = np.zeros(4, dtype=[("index", "S4"), ("batch", "i1"), ("n", "<i4"), ("x", "<f8")])
    records["index"] = [c.encode() for c in CELLS]
    records["batch"] = [1, 0, -1, 1]
    records["n"] = [1, -2, 3, 4]
    records["x"] = [0.5, np.nan, 2, 3]
    f["obs"] = records
    f.create_dataset("var", data=np.array([(g,) for g in GENES], dtype=[("index", UTF8)]))
    f.create_group("uns")["batch_categories"] = np.array([b"b", b"a"])
    m = sp.csr_matrix(X)
    for name, matrix in (("X", m), ("raw.X", sp.csr_matrix(X * 3))):
        g = f.create_group(name)
        g.attrs["h5sparse_format"] = "csr"
        g.attrs["h5sparse_shape"] = np.array(matrix.shape)
        for part in ("data", "indices", "indptr"):
            g[part] = getattr(matrix, part)
    f.create_dataset("raw.var", data=np.array([(g,) for g in GENES], dtype=[("index", "S4")]))

# ---- other writers: fixed-length attributes and strings, integer names, soft link, user block
with h5py.File(path("fixed-strings"), "w", userblock_size=512) as f:
    fixed = lambda text: np.array(text.encode(), dtype=h5py.string_dtype("utf-8", len(text)))
    f.attrs["encoding-type"] = fixed("anndata")
    f.attrs["encoding-version"] = fixed("0.1.0")
    x = f.create_group("uns").create_dataset("data_of_X", data=X)
    x.attrs["encoding-type"] = fixed("array")
    x.attrs["encoding-version"] = fixed("0.2.0")
    f["X"] = h5py.SoftLink("/uns/data_of_X")
    for name, index in (("obs", np.arange(10, 14)), ("var", np.array([b"g0", b"g1", b"g2"]))):
        g = f.create_group(name)
        g.attrs["encoding-type"] = fixed("dataframe")
        g.attrs["encoding-version"] = fixed("0.2.0")
        g.attrs["_index"] = fixed("id")
        g.attrs["column-order"] = np.array([], dtype="float64")
        g["id"] = index

# ---- columns beside an index that cannot be read, and no names of genes at all
with new("unreadable-index") as f:
    array(f, "X", X)
    o = encoded(f.create_group("obs"), "dataframe", "0.2.0")
    o.attrs["_index"] = "names"
    o.attrs["column-order"] = np.array(["n", "short"], dtype=object)
    o.create_dataset("names", data=np.zeros(4, dtype=[("a", "<i4")]))
    array(o, "n", np.array([1, -2, 3, 4]))
    array(o, "short", np.array([1, 2, 3]))
    encoded(f.create_group("var"), "dataframe", "0.2.0")

# ---- names that repeat
with new("duplicates") as f:
    array(f, "X", X)
    frame(f, "obs", ["c", "c", "c-1", "c"])
    frame(f, "var", ["g", "h", "g"])

# ---- text whose chunk does not shrink under lzf
with new("incompressible") as f:
    noise = np.random.default_rng(1).standard_normal((4, 3)).astype("float32")
    array(f, "X", noise, chunks=(2, 3), compression="lzf", shuffle=True)
    frame(f, "obs", CELLS)
    frame(f, "var", GENES)
    f.attrs["expected"] = noise

# ---- embeddings of other cells, of other ranks, and of text
with new("other-cells") as f:
    array(f, "X", X)
    frame(f, "obs", CELLS)
    frame(f, "var", GENES)
    m = f.create_group("obsm")
    array(m, "X_pca", np.arange(10.0).reshape(5, 2))
    array(m, "cube", np.arange(16.0).reshape(4, 2, 2))
    strings(m, "words", CELLS)
