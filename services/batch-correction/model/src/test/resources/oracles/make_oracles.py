"""Makes the stored values of this folder; run with Debian's /usr/bin/python3 in this folder.

numpy 1.24.2, pandas 1.5.3, scikit-learn 1.2.1, umap-learn 0.5.3. Nothing of scanpy is used: the
selection of genes is written here from its documented formula.
"""
import json

import numpy as np
import pandas as pd
import scipy.sparse
from sklearn import metrics
from sklearn.decomposition import PCA


def save(name, value):
    with open(name, "w") as out:
        json.dump(value, out, separators=(",", ":"))
        out.write("\n")


def counts(rng, cells, genes):
    base = rng.gamma(0.6, 1 / 0.3, genes)
    types = rng.lognormal(0, 0.8, (3, genes))
    lam = base * types[rng.integers(0, 3, cells)] * rng.lognormal(0, 0.4, (cells, 1)) * 0.4
    return rng.poisson(rng.gamma(2.0, lam / 2.0))


def seurat_scores(x):
    """x: normalised, not logged. Returns scanpy's dispersions_norm."""
    mean = x.mean(axis=0)
    var = x.var(axis=0, ddof=1)
    mean[mean == 0] = 1e-12
    dispersion = var / mean
    dispersion[dispersion == 0] = np.nan
    frame = pd.DataFrame({"d": np.log(dispersion), "m": np.log1p(mean)})
    frame["bin"] = pd.cut(frame["m"], bins=20)
    group = frame.groupby("bin")["d"]
    m, s = group.mean(), group.std(ddof=1)
    alone = s.isnull()
    s[alone] = m[alone]
    m[alone] = 0
    return ((frame["d"] - frame["bin"].map(m).astype(float))
            / frame["bin"].map(s).astype(float)).values


def hvg():
    rng = np.random.default_rng(11)
    x = counts(rng, 60, 300)
    x[:, 7] = 0
    detected = (x > 0).sum(axis=0)
    kept = np.where(detected >= 3)[0]
    normal = 1e4 * x / x.sum(axis=1, keepdims=True)
    scores = seurat_scores(normal[:, kept])
    cutoff = np.sort(scores[~np.isnan(scores)])[::-1][50 - 1]
    chosen = kept[np.nan_to_num(scores, nan=-np.inf) >= cutoff]
    logged = np.log1p(normal)[:, chosen]
    save("hvg.json", {
        "counts": x.tolist(),
        "kept": kept.tolist(),
        "scores": [None if np.isnan(s) else s for s in scores],
        "selected": chosen.tolist(),
        "minimum": logged.min(),
        "maximum": logged.max(),
        "share": float(x[:, chosen].sum() / x.sum()),
        "scaledFirstCell": (logged[0] / logged.max()).tolist(),
    })


def pca():
    rng = np.random.default_rng(12)
    x = np.log1p(counts(rng, 80, 60)).astype(np.float32)
    fit = PCA(6, svd_solver="full").fit(x.astype(np.float64))
    save("pca.json", {
        "x": x.astype(np.float64).tolist(),
        "components": fit.components_.tolist(),
        "variance": fit.explained_variance_.tolist(),
        "ratio": fit.explained_variance_ratio_.tolist(),
        "scores": fit.transform(x.astype(np.float64)).tolist(),
    })


def clustering():
    sets = []
    for seed, (n, d, k, b) in enumerate(
            [(60, 2, 3, 2), (80, 5, 4, 3), (50, 10, 2, 5), (90, 3, 6, 4), (70, 50, 5, 7)]):
        rng = np.random.default_rng(seed)
        labels = rng.integers(0, k, n)
        if seed == 3:
            labels[0] = k  # a group of one cell
        x = rng.normal(size=(n, d)) + rng.normal(size=(k + 1, d))[labels]
        other = np.where(rng.random(n) < 0.6, labels, rng.integers(0, k, n))
        batches = rng.integers(0, b, n)
        x = x + 0.5 * rng.normal(size=(b, d))[batches]
        kept = [t for t in np.unique(labels)
                if 1 < len(np.unique(batches[labels == t])) < (labels == t).sum()]
        batch_asw = np.mean([
            np.mean(1 - np.abs(metrics.silhouette_samples(x[labels == t], batches[labels == t])))
            for t in kept])
        one_hot = np.eye(b)[batches]
        one_hot = one_hot - one_hot.mean(axis=0)
        fitted = one_hot @ np.linalg.lstsq(one_hot, x - x.mean(axis=0), rcond=None)[0]
        sets.append({
            "x": x.tolist(), "labels": labels.tolist(), "other": other.tolist(),
            "batches": batches.tolist(),
            "silhouette": metrics.silhouette_samples(x, labels).tolist(),
            "averageSilhouetteWidth": metrics.silhouette_score(x, labels),
            "batchSilhouette": batch_asw,
            "calinskiHarabasz": metrics.calinski_harabasz_score(x, labels),
            "daviesBouldin": metrics.davies_bouldin_score(x, labels),
            "normalizedMutualInformation": metrics.normalized_mutual_info_score(labels, other),
            "adjustedRandIndex": metrics.adjusted_rand_score(labels, other),
            "principalComponentRegression":
                float((fitted ** 2).sum() / ((x - x.mean(axis=0)) ** 2).sum()),
        })
    save("clustering.json", sets)


def umap_graph():
    from sklearn.neighbors import NearestNeighbors
    from umap.umap_ import find_ab_params, fuzzy_simplicial_set, smooth_knn_dist
    rng = np.random.default_rng(21)
    x = np.concatenate([rng.normal(size=(60, 4)), rng.normal(size=(60, 4)) + 3])
    x[5] = x[4]  # a duplicate: distance zero
    distances, indices = NearestNeighbors(n_neighbors=15).fit(x).kneighbors(x)
    for i in range(len(x)):  # the cell itself first, as umap-learn wants it
        if indices[i, 0] != i:
            at = np.where(indices[i] == i)[0][0]
            indices[i, [0, at]] = indices[i, [at, 0]]
    sigmas, rhos = smooth_knn_dist(distances.astype(np.float32), 15.0)
    graph = fuzzy_simplicial_set(
        x, 15, np.random.RandomState(0), "euclidean",
        knn_indices=indices, knn_dists=distances.astype(np.float32))[0].tocoo()
    curves = [dict(zip("ab", find_ab_params(spread, dist)), spread=spread, minDist=dist)
              for spread, dist in [(1.0, 0.5), (1.0, 0.1), (1.0, 0.3), (2.0, 0.5)]]
    save("umap_graph.json", {
        "x": x.tolist(), "sigmas": sigmas.astype(float).tolist(),
        "rhos": rhos.astype(float).tolist(),
        "rows": graph.row.tolist(), "columns": graph.col.tolist(),
        "weights": graph.data.astype(float).tolist(), "curves": curves,
    })


def neighbors_kept(x, y, k):
    """Mean share of the k nearest others that are still among the k nearest."""
    from sklearn.neighbors import NearestNeighbors
    near = [NearestNeighbors(n_neighbors=k).fit(z).kneighbors(return_distance=False)
            for z in (x, y)]
    return float(np.mean([len(np.intersect1d(a, b)) / k for a, b in zip(*near)]))


def umap_quality():
    """How well umap-learn keeps neighbourhoods of 600 digits: mean over three seeds."""
    from sklearn.datasets import load_digits
    from sklearn.manifold import trustworthiness
    from umap import UMAP
    digits = load_digits()
    x = digits.data[:600]
    layouts = [UMAP(n_neighbors=15, min_dist=0.5, random_state=seed).fit_transform(x)
               for seed in range(3)]
    save("umap_quality.json", {
        "x": x.astype(int).tolist(), "labels": digits.target[:600].tolist(),
        "trustworthiness": float(np.mean([trustworthiness(x, y, n_neighbors=15)
                                          for y in layouts])),
        "neighborsKept": float(np.mean([neighbors_kept(x, y, 15) for y in layouts])),
        "labelSilhouette": float(np.mean([metrics.silhouette_score(y, digits.target[:600])
                                          for y in layouts])),
    })


if __name__ == "__main__":
    hvg()
    pca()
    clustering()
    umap_graph()
    umap_quality()
