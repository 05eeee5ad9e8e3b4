"""Makes the Parquet files beside it: python make_parquet.py, with pyarrow 26.0.1.

Rows of two runs of a stirred tank with flow. Of run "a" row i is at i minutes with i + 0.5 mol/m3
(none at row 2) and 100 + i / 8 degrees Celsius (none at row 3), and a heat that steps at row 2;
run "b" has whole-number columns in the second file.
"""

import pyarrow as pa
import pyarrow.parquet as pq


def table(**types):
    run = ["a"] * 5 + ["b"] * 3
    i = [0, 1, 2, 3, 4, 0, 1, 2]
    columns = {
        "run": pa.array(run, types.get("run", pa.string())),
        "timeMin": pa.array([float(k) for k in i], types.get("time", pa.float64())),
        "concentrationMolPerM3": pa.array(
            [k + 0.5 if (r, k) != ("a", 2) else None for r, k in zip(run, i)], pa.float64()),
        "temperatureC": pa.array(
            [100 + k / 8 if (r, k) != ("a", 3) else None for r, k in zip(run, i)],
            types.get("temperature", pa.float64())),
        "heatDeviationKW": pa.array([(10 if k < 2 else 20) for k in i], types.get("heat", pa.float64())),
        "feedConcentrationKmolPerM3": pa.array([4.25] + [None] * 4 + [4.5] + [None] * 2, pa.float64()),
        "operator": pa.array(["x", None] * 4),
    }
    return pa.table(columns)


pq.write_table(table(), "snappy.parquet")
pq.write_table(
    table(time=pa.float32(), temperature=pa.float32(), heat=pa.int32()),
    "gzip-v2.parquet",
    compression="gzip", data_page_version="2.0", use_dictionary=False, row_group_size=3)
pq.write_table(table(heat=pa.uint8()), "lz4.parquet", compression="lz4", data_page_version="2.0")
pq.write_table(table(), "plain.parquet", compression="none", use_dictionary=False, write_statistics=False)
pq.write_table(table(), "zstd.parquet", compression="zstd")

# what cannot be read, by name
times = table().set_column(1, "timeMin", pa.array([k * 1000 for k in range(8)], pa.timestamp("ms")))
pq.write_table(times, "timestamps.parquet")
lists = table().set_column(3, "temperatureC", pa.array([[100.0]] * 8, pa.list_(pa.float64())))
pq.write_table(lists, "lists.parquet")
delta = table(heat=pa.int32())
pq.write_table(
    delta, "delta.parquet", use_dictionary=False, column_encoding={"heatDeviationKW": "DELTA_BINARY_PACKED"})

# run names as whole numbers, with a dictionary and more rows than one bit-packed group
long = 300
pq.write_table(
    pa.table({
        "run": pa.array([7] * long, pa.int64()),
        "timeS": pa.array([float(k) for k in range(long)]),
        "concentrationKmolPerM3": pa.array([2 + (k % 37) / 64 for k in range(long)]),
        "temperatureK": pa.array([None if k % 5 == 3 else 400 + (k % 11) / 4 for k in range(long)]),
        "heatKJPerH": pa.array([1000.0 * (k // 100) for k in range(long)]),
        "feedConcentrationDeviationMolPerM3": pa.array([500.0] * long),
    }),
    "long.parquet", data_page_size=512)

# 4 MB of zeros in 10 kB
rows = 100_000
pq.write_table(
    pa.table({"run": pa.array(["a"] * rows)} | {
        name: pa.array([0.0] * rows)
        for name in ["timeH", "concentrationKmolPerM3", "temperatureK", "feedConcentrationKmolPerM3", "heatKW"]}),
    "bomb.parquet", compression="gzip", compression_level=9, use_dictionary=False)
