"""LISI of labels and of batches by harmonypy, search of neighbours included: FILE of float64 (CELLS x
DIMENSIONS, then labels, then batches), CELLS, DIMENSIONS.

Prints the version of harmonypy once it is ready; then, for each line it reads, the seconds: of the
clock and of the processor.
"""
import importlib.metadata
import os
import sys
import time

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import harmonypy
import numpy
import pandas

cells, dimensions = int(sys.argv[2]), int(sys.argv[3])
values = numpy.fromfile(sys.argv[1], dtype="<f8")
x = values[:cells * dimensions].reshape(cells, dimensions)
codes = values[cells * dimensions:].astype(int).astype(str).reshape(2, cells)
groups = pandas.DataFrame({"label": codes[0], "batch": codes[1]})
print(importlib.metadata.version("harmonypy"), flush=True)

for _ in sys.stdin:
    begin, processor = time.perf_counter(), time.process_time()
    harmonypy.compute_lisi(x, groups, ["label", "batch"])
    print(time.perf_counter() - begin, time.process_time() - processor, flush=True)
