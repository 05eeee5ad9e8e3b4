"""Writes a file with parts that our model does not know, to be copied; argument: file."""
import sys

import anndata
import h5py
import numpy as np
import pandas as pd
import scipy.sparse as sp

X = sp.csr_matrix(np.array([[0, 1, 0], [2, 0, 3], [0, 0, 0], [4, 0, 5.5]], dtype="float64"))
obs = pd.DataFrame(
    {
        "batch": pd.Categorical(["a", "b", None, "a"], categories=["b", "a"], ordered=True),
        "n": np.array([1, -2, 3, 4], dtype="int16"),
        "old": ["p", "q", "r", "s"],
        "ni": pd.array([1, None, 3, 4], dtype="Int64"),
    },
    index=["c0", "c1", "c\u00e9", "c3"],
)
a = anndata.AnnData(X, obs=obs, var=pd.DataFrame(index=["g0", "g1", "g2"]), dtype="float64")
a.layers["counts"] = sp.csc_matrix(X).astype("int32")
a.obsm["X_pca"] = np.arange(8, dtype="float16").reshape(4, 2)
a.obsm["X_umap"] = np.arange(8, dtype="float32").reshape(4, 2)
a.obsm["table"] = pd.DataFrame({"q": [1, 2, 3, 4]}, index=obs.index)
a.varm["PCs"] = np.arange(6, dtype=">f4").reshape(3, 2)
a.obsp["distances"] = sp.csr_matrix(np.eye(4))
a.raw = a.copy()
a.uns["scalar"] = 3
a.uns["flag"] = True
a.uns["empty"] = np.array([], dtype="float32")
a.uns["cube"] = np.arange(24, dtype="uint8").reshape(2, 3, 4)
a.uns["words"] = np.array([["a", "b\u03b2"], ["", "d"]], dtype=object)
a.uns["replaced"] = "before"
a.uns["rank"] = {
    "names": np.rec.fromarrays([np.array(["x", "yy"], dtype=object), np.array([1.5, 2.5])],
                               names=["A", "B"]),
    "params": {"method": "t-test", "nested": {"deep": np.arange(3)}},
}
a.write_h5ad(sys.argv[1], compression="gzip")
with h5py.File(sys.argv[1], "a") as f:
    f["uns"].attrs["ours"] = np.array([1, 2], dtype=">i4")
    f["uns/fixed"] = np.array([b"ab", b"c"], dtype="S5")
    f["uns/nothing"] = h5py.Empty("f8")
    f["uns/linked"] = h5py.SoftLink("/uns/scalar")
    f["uns"].create_dataset("many", data=np.arange(100000, dtype="int64"), chunks=(1000,),
                            compression="lzf")
