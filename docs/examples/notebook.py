"""Correct a dataset from a notebook: upload, train, read the embedding.

    python3 notebook.py cells.h5ad batch cell_type

Needs requests and numpy; the key is in ~/.cuvette/admin-key or in CUVETTE_KEY.
"""

import hashlib
import io
import os
import pathlib
import sys
import time

import numpy
import requests

file, batch, label = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
gateway = os.environ.get("CUVETTE_URL", "http://127.0.0.1:8080")
key = os.environ.get("CUVETTE_KEY") or (pathlib.Path.home() / ".cuvette/admin-key").read_text().strip()
cuvette = requests.Session()
cuvette.headers["X-Api-Key"] = key


def call(method, path, **arguments):
    answer = cuvette.request(method, gateway + path, timeout=60, **arguments)
    if not answer.ok:
        raise SystemExit(answer.json()["detail"] + " " + str(answer.json().get("errors", "")))
    return answer


def wait(path, until):
    while True:
        now = call("GET", path).json()
        if now["state"] in until:
            return now
        progress = now.get("progress")
        print("\r" + now["state"], f'{progress["percentage"]:.0f} %' if progress else "", end="   ")
        time.sleep(1)


# the bytes go straight to the object store, in parts
data = file.read_bytes()
dataset = call(
    "POST",
    "/api/v1/datasets",
    json={"name": file.name, "sizeBytes": len(data), "sha256": hashlib.sha256(data).hexdigest()},
).json()
size = dataset["upload"]["partSizeBytes"]
parts = []
for part in dataset["upload"]["parts"]:
    start = (part["number"] - 1) * size
    stored = requests.put(part["url"], data=data[start : start + size], timeout=600)
    stored.raise_for_status()
    parts.append({"number": part["number"], "etag": stored.headers["ETag"]})
call("POST", f'/api/v1/datasets/{dataset["id"]}:complete', json={"parts": parts})
dataset = wait(f'/api/v1/datasets/{dataset["id"]}', {"READY", "INVALID"})
for finding in dataset.get("findings", []):
    print(finding["code"], finding["message"])
if dataset["state"] == "INVALID":
    raise SystemExit("the dataset cannot be used")

job = call(
    "POST",
    "/api/v1/batch-correction/models",
    json={
        "name": "notebook",
        "datasetId": dataset["id"],
        "batchKey": batch,
        "labelKey": label,
        "methods": ["pca", "medl_plus"],
    },
).json()
job = wait(f'/api/v1/jobs/{job["id"]}', {"SUCCEEDED", "FAILED", "CANCELLED"})
if job["state"] != "SUCCEEDED":
    raise SystemExit(job.get("failure"))

model = "/api/v1/batch-correction/models/notebook"
for row in call("GET", model + "/evaluation").json()["rows"]:
    scores = row["values"]
    print(row["method"], {name: round(scores[name], 3) for name in ("batchScore", "bioScore")})
embedding = numpy.load(
    io.BytesIO(call("GET", model + "/embeddings/medl_plus?format=npy").content)
)
print("embedding of", embedding.shape[0], "cells in", embedding.shape[1], "dimensions")
pathlib.Path("umap.png").write_bytes(call("GET", model + "/plots/comparison.png").content)
