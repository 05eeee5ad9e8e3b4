"""Scores of the same cells by scikit-learn: FILE of float64 (CELLS x DIMENSIONS, then labels, then
batches), CELLS, DIMENSIONS.

Prints the version once it is ready; then reads what to compute, one a line, and prints the seconds:
of the clock and of the processor.

silhouettes: silhouette, Calinski-Harabasz and Davies-Bouldin of labels and of batches. agreement: NMI
and ARI of labels and batches, 100 times. regression: share of the variance that a linear regression
on labels and one on batches explain, over all columns, 20 times. neighbors: 90 nearest cells of each.
"""
import os
import sys
import time

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import numpy as np
import sklearn
from sklearn import metrics
from sklearn.linear_model import LinearRegression
from sklearn.neighbors import NearestNeighbors

cells, dimensions = int(sys.argv[2]), int(sys.argv[3])
values = np.fromfile(sys.argv[1], dtype="<f8")
x = values[:cells * dimensions].reshape(cells, dimensions)
groups = values[cells * dimensions:].astype(int).reshape(2, cells)


def silhouettes(points, partitions):
    for codes in partitions:
        metrics.silhouette_score(points, codes)
        metrics.calinski_harabasz_score(points, codes)
        metrics.davies_bouldin_score(points, codes)


def agreement(points, partitions):
    for _ in range(100):
        metrics.normalized_mutual_info_score(*partitions)
        metrics.adjusted_rand_score(*partitions)


def regression(points, partitions):
    for codes in [*partitions] * 20:
        # all but one column: the intercept stands for the last
        members = np.eye(codes.max() + 1)[codes][:, :-1]
        predicted = LinearRegression().fit(members, points).predict(members)
        metrics.r2_score(points, predicted, multioutput="variance_weighted")


def neighbors(points, partitions):
    NearestNeighbors(n_neighbors=91).fit(points).kneighbors(points)


scores = {f.__name__: f for f in (silhouettes, agreement, regression, neighbors)}
for score in scores.values():
    score(x[:1000], groups[:, :1000])
print(sklearn.__version__, flush=True)
for line in sys.stdin:
    begin, processor = time.perf_counter(), time.process_time()
    scores[line.strip()](x, groups)
    print(time.perf_counter() - begin, time.process_time() - processor, flush=True)
