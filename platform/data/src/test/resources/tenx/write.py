"""Writes one count matrix as every 10x format. Arguments: folder. Prints the genes as JSON."""
import gzip, io, json, os, sys, tarfile, zipfile
import h5py, numpy as np, scipy.io, scipy.sparse as sp

folder = sys.argv[1]
rng = np.random.default_rng(3)
cells, features = 40, 25
dense = rng.poisson(0.4, (cells, features)).astype(np.int32)
csr = sp.csr_matrix(dense)
barcodes = ["".join(rng.choice(list("ACGT"), 16)) + "-1" for _ in range(cells)]
ids = ["ENSG%011d" % i for i in range(features)]
names = ["GENE%d" % i for i in range(features)]
names[7] = names[3]
types = ["Gene Expression"] * 20 + ["Antibody Capture"] * 4 + ["CRISPR Guide Capture"]


def text(values):
    return np.array(values, dtype="S")


with h5py.File(folder + "/v3.h5", "w") as f:
    m = f.create_group("matrix")
    m["barcodes"] = text(barcodes)
    m.create_dataset("data", data=csr.data, compression="gzip", chunks=(50,), shuffle=True)
    m.create_dataset("indices", data=csr.indices.astype("i8"), compression="gzip", chunks=(50,))
    m["indptr"] = csr.indptr.astype("i8")
    m["shape"] = np.array([features, cells], "i4")
    g = m.create_group("features")
    g["id"], g["name"], g["feature_type"] = text(ids), text(names), text(types)
    g["genome"] = text(["GRCh38"] * features)
    g["_all_tag_keys"] = text(["genome"])

genes = csr[:, :20].tocsr()
with h5py.File(folder + "/v2.h5", "w") as f:
    m = f.create_group("hg19")
    m["barcodes"], m["genes"], m["gene_names"] = text(barcodes), text(ids[:20]), text(names[:20])
    m["data"], m["indices"], m["indptr"] = genes.data, genes.indices.astype("i8"), genes.indptr.astype("i8")
    m["shape"] = np.array([20, cells], "i8")


def members(matrix, n, file, columns, packed):
    buffer = io.BytesIO()
    scipy.io.mmwrite(buffer, matrix.T.tocoo(), comment="metadata_json: {}", field="integer")
    lines = ["\t".join(c[i] for c in columns) for i in range(n)]
    out = {
        "matrix.mtx": buffer.getvalue(),
        file: ("\n".join(lines) + "\n").encode(),
        "barcodes.tsv": ("\n".join(barcodes) + "\n").encode(),
    }
    return {k + ".gz": gzip.compress(v) for k, v in out.items()} if packed else out


v3 = members(csr, features, "features.tsv", (ids, names, types), True)
v2 = members(genes, 20, "genes.tsv", (ids, names), False)
with zipfile.ZipFile(folder + "/v3.zip", "w") as z:
    z.writestr("__MACOSX/filtered/._matrix.mtx.gz", b"junk")
    for name, data in v3.items():
        z.writestr("filtered_feature_bc_matrix/" + name, data)
with zipfile.ZipFile(folder + "/v2.zip", "w", zipfile.ZIP_DEFLATED) as z:
    for name, data in v2.items():
        z.writestr(name, data)
for mode, file, parts in (("w", "v3.tar", v3), ("w:gz", "v2.tar.gz", v2), ("w:gz", "v3.tar.gz", v3)):
    with tarfile.open(folder + "/" + file, mode) as t:
        for name, data in parts.items():
            info = tarfile.TarInfo("./sample/hg19/GSM1_" + name)
            info.size = len(data)
            t.addfile(info, io.BytesIO(data))
print(json.dumps({"x": dense[:, :20].tolist(), "barcodes": barcodes, "ids": ids[:20]}))
