"""Reads what was added to a file, with anndata; prints it."""
import sys

import anndata

for backed in (None, "r"):
    a = anndata.read_h5ad(sys.argv[1], backed=backed)
    print(list(a.obs.columns), list(a.var.columns))
    print(a.obs["split"].tolist(), a.obs["old"].tolist(), a.var["hvg"].tolist())
    print(a.obsm["X_medl_fe"].tolist(), a.obsm["X_umap"].tolist())
    print(a.layers["medl"][:].tolist() if backed else a.layers["medl"].tolist())
    print(a.uns["replaced"], a.uns["medl"]["epochs"], a.uns["scalar"] if "scalar" in a.uns else "")
