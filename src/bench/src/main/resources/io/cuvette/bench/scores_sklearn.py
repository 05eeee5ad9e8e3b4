"""scikit-learn's silhouette, Calinski-Harabasz and Davies-Bouldin of the same cells, for labels and
for batches: FILE of float64 (CELLS x DIMENSIONS, then labels, then batches), CELLS, DIMENSIONS.

Prints the version once it is ready; then, for each line it reads, the seconds of all six scores: of
the clock and of the processor.
"""
import sys
import time

import numpy as np
import sklearn
from sklearn import metrics

cells, dimensions = int(sys.argv[2]), int(sys.argv[3])
values = np.fromfile(sys.argv[1], dtype="<f8")
x = values[:cells * dimensions].reshape(cells, dimensions)
groups = values[cells * dimensions:].astype(int).reshape(2, cells)


def scores(points, partitions):
    for codes in partitions:
        metrics.silhouette_score(points, codes)
        metrics.calinski_harabasz_score(points, codes)
        metrics.davies_bouldin_score(points, codes)


scores(x[:1000], groups[:, :1000])
print(sklearn.__version__, flush=True)
while sys.stdin.readline():
    begin, processor = time.perf_counter(), time.process_time()
    scores(x, groups)
    print(time.perf_counter() - begin, time.process_time() - processor, flush=True)
