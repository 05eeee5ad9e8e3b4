"""Makes mixing.json, forest.json and interval.json; run with Debian's /usr/bin/python3 here.

numpy 1.24.2, scipy 1.10.1, scikit-learn 1.2.1, umap-learn 0.5.3. The scores are written here from
their formulas, all pairs at a time, so that they share nothing with the code under test.
`make_metric_oracles.py --check` compares BRAS with scib_metrics.metrics.bras where that is
installed (0.5.10 gave the same to single precision).
"""
import json
import sys

import numpy as np
import scipy.sparse
import scipy.sparse.linalg
import scipy.stats
from scipy.spatial.distance import cdist, jensenshannon
from sklearn.neighbors import NearestNeighbors


def save(name, value):
    with open(name, "w") as out:
        json.dump(value, out, separators=(",", ":"))
        out.write("\n")


def bras(x, labels, batches):
    scores = []
    for label in np.unique(labels):
        inside = labels == label
        b = batches[inside]
        if len(np.unique(b)) in (1, inside.sum()):
            continue
        distance = cdist(x[inside], x[inside], "cosine")
        np.fill_diagonal(distance, 0)
        widths = []
        for i in range(len(b)):
            same = b == b[i]
            if same.sum() == 1:
                widths.append(0.0)
                continue
            near = distance[i, same].sum() / (same.sum() - 1)
            far = distance[i, ~same].mean()
            widths.append((far - near) / max(far, near))
        scores.append(np.mean(1 - np.abs(widths)))
    return float(np.mean(scores))


def neighbours(x, k):
    """k nearest with the cell itself first."""
    distances, indices = NearestNeighbors(n_neighbors=k).fit(x).kneighbors(x)
    assert (indices[:, 0] == np.arange(len(x))).all()
    return distances, indices


def kbet(x, labels, batches):
    from umap.umap_ import fuzzy_simplicial_set
    distances, indices = neighbours(x, 50)
    graph = fuzzy_simplicial_set(
        x, 50, np.random.RandomState(0), "euclidean", knn_indices=indices,
        knn_dists=distances.astype(np.float32))[0].tocsr().astype(np.float64)
    scores = []
    for label in np.unique(labels):
        inside = np.where(labels == label)[0]
        b = batches[inside]
        if len(inside) < 10 or len(np.unique(b)) < 2:
            continue
        part = graph[inside][:, inside]
        k0 = min(70, max(10, int(np.bincount(b)[np.bincount(b) > 0].mean() / 4)))
        pieces, piece = scipy.sparse.csgraph.connected_components(part)
        if pieces > 1:
            kept = np.where(np.bincount(piece)[piece] >= 3 * k0)[0]
            if len(kept) < 0.75 * len(inside):
                scores.append(0.0)
                continue
            part, b = part[kept][:, kept], b[kept]
        q = np.asarray(part.sum(axis=0)).ravel()
        k = scipy.sparse.diags(1 / q) @ part @ scipy.sparse.diags(1 / q)
        z = np.sqrt(np.asarray(k.sum(axis=0)).ravel())
        transitions = (scipy.sparse.diags(1 / z) @ k @ scipy.sparse.diags(1 / z)).toarray()
        values, vectors = np.linalg.eigh(transitions)
        count = min(100, len(b) - 1)
        values, vectors = values[::-1][:count], vectors[:, ::-1][:, :count]
        scale = np.array([1 if v > 1 - 3e-8 else v / (1 - v) for v in values])
        _, near = neighbours(vectors * scale, k0 + 1)
        share = np.bincount(b) / len(b)
        observed = np.stack([np.bincount(row, minlength=len(share)) for row in b[near]])
        used = share > 0
        expected = share[used] * (k0 + 1)
        chi2 = ((observed[:, used] - expected) ** 2 / expected).sum(axis=1)
        scores.append(float((scipy.stats.chi2.sf(chi2, used.sum() - 1) >= 0.05).mean()))
    return float(np.mean(scores))


def sbee(x, labels, batches, k):
    _, near = neighbours(x, k)
    of_labels = []
    for label in np.unique(labels):
        inside = labels == label
        share = np.bincount(batches[inside], minlength=batches.max() + 1)
        of_batches = []
        for batch in np.unique(batches[inside]):
            scores = []
            for i in np.where(inside & (batches == batch))[0]:
                row = near[i, :min(k, inside.sum())]
                row = row[labels[row] == label]
                local = np.bincount(batches[row], minlength=len(share))
                mixing = 1 - jensenshannon(local / local.sum(), share / share.sum(), base=2)
                own = inside & (batches == batch)
                own[i] = False
                intra = np.median(cdist(x[i:i + 1], x[own]))
                inter = np.median(cdist(x[i:i + 1], x[inside & (batches != batch)]))
                nearness = np.exp(-abs(1 - min(1, intra / inter)) / 0.15)
                scores.append(2 * mixing * nearness / (mixing + nearness))
            of_batches.append(np.mean(scores))
        of_labels.append(np.mean(of_batches))
    return float(np.mean(of_labels))


def points(seed, n, d, k, b, shift):
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, k, n)
    batches = rng.integers(0, b, n)
    x = rng.normal(size=(n, d)) + 2.5 * rng.normal(size=(k, d))[labels]
    return x + shift * rng.normal(size=(b, d))[batches], labels, batches


def mixing():
    sets = []
    for seed, (n, d, k, b, shift) in enumerate(
            [(240, 4, 2, 2, 0.3), (300, 6, 3, 3, 0.1), (260, 3, 2, 4, 0.0), (320, 8, 2, 3, 0.6)]):
        x, labels, batches = points(seed + 100, n, d, k, b, shift)
        sets.append({
            "x": x.tolist(), "labels": labels.tolist(), "batches": batches.tolist(),
            "bras": bras(x, labels, batches), "kbet": kbet(x, labels, batches),
            "sbee": sbee(x, labels, batches, 90),
        })
    save("mixing.json", sets)


def forest():
    """Digits of umap_quality.json: mean over ten forests of five-fold accuracies."""
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.model_selection import StratifiedKFold, cross_validate
    with open("umap_quality.json") as file:
        stored = json.load(file)
    scores = [cross_validate(
        RandomForestClassifier(100, random_state=seed), stored["x"], stored["labels"],
        cv=StratifiedKFold(5, shuffle=True, random_state=seed),
        scoring=["accuracy", "balanced_accuracy"]) for seed in range(10)]
    save("forest.json", {
        "accuracy": float(np.mean([s["test_accuracy"] for s in scores])),
        "balancedAccuracy": float(np.mean([s["test_balanced_accuracy"] for s in scores])),
        "deviationOfSeeds": float(np.std([s["test_accuracy"].mean() for s in scores], ddof=1)),
    })


def interval():
    rng = np.random.default_rng(5)
    sets = []
    for n in (2, 3, 5, 10):
        x = rng.normal(0.8, 0.05, n)
        low, high = scipy.stats.t.interval(0.95, n - 1, x.mean(), scipy.stats.sem(x))
        sets.append({"values": x.tolist(), "mean": x.mean(), "low": low, "high": high})
    save("interval.json", sets)


def check():
    from scib_metrics.metrics import bras as theirs
    with open("mixing.json") as file:
        for stored in json.load(file):
            x, labels, batches = (np.array(stored[name]) for name in ("x", "labels", "batches"))
            print(stored["bras"], float(theirs(x, labels, batches)))


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        check()
    else:
        mixing()
        forest()
        interval()
