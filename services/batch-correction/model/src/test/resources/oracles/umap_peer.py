"""umap-learn on cells of another program: FILE of float64, CELLS, DIMENSIONS.

Prints the version and, for each of three seeds, trustworthiness and the share of the 15 nearest
others that are kept, as Java's LayoutQuality counts them.
"""
import sys
import warnings

import numpy as np

warnings.filterwarnings("ignore")
import umap
from sklearn.manifold import trustworthiness
from sklearn.neighbors import NearestNeighbors

x = np.fromfile(sys.argv[1], dtype="<f8").reshape(int(sys.argv[2]), int(sys.argv[3]))
near = NearestNeighbors(n_neighbors=15).fit(x).kneighbors(return_distance=False)
print(umap.__version__)
for seed in range(3):
    plane = umap.UMAP(n_neighbors=15, min_dist=0.5, spread=1.0, random_state=seed).fit_transform(x)
    shown = NearestNeighbors(n_neighbors=15).fit(plane).kneighbors(return_distance=False)
    kept = np.mean([len(np.intersect1d(a, b)) / 15 for a, b in zip(near, shown)])
    print(trustworthiness(x, plane, n_neighbors=15), kept)
