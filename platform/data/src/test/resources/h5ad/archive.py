"""Prints where anndata keeps the test file of the given version."""
import os
import sys

import anndata

print(os.path.join(os.path.dirname(anndata.__file__), "tests/data/archives", sys.argv[1],
                   "adata.h5ad"))
