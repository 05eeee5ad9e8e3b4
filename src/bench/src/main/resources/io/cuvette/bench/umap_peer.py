"""umap-learn on the same cells: the peer of Cuvette's layout. FILE of float64, CELLS, DIMENSIONS.

Prints the version once it is ready, which is after a small layout, since numba compiles on the
first; then, for each line it reads, the seconds of a layout: of the clock and of the processor.
"""
import sys
import time
import warnings

import numpy as np

warnings.filterwarnings("ignore")
import umap

x = np.fromfile(sys.argv[1], dtype="<f8").reshape(int(sys.argv[2]), int(sys.argv[3]))


def layout(cells, seed):
    umap.UMAP(n_neighbors=15, min_dist=0.5, spread=1.0, random_state=seed).fit_transform(cells)


# above 4,096 cells it searches neighbours in another way, which is to be compiled as well
layout(x[:5000], 0)
print(umap.__version__, flush=True)
seed = 0
while sys.stdin.readline():
    begin, processor = time.perf_counter(), time.process_time()
    layout(x, seed)
    print(time.perf_counter() - begin, time.process_time() - processor, flush=True)
    seed += 1
