"""Harmony by harmonypy with its defaults: the peer of Cuvette's own.

Reads CELLS x DIMENSIONS float64 values from FILE; cell i is of batch i mod BATCHES. Prints the
version of harmonypy once it is ready; then, for each line it reads, the seconds of a fit: of the
clock and of the processor.
"""
import importlib.metadata
import logging
import sys
import time

import harmonypy
import numpy
import pandas

file = sys.argv[1]
cells, dimensions, batches = (int(a) for a in sys.argv[2:5])
logging.disable(logging.CRITICAL)
values = numpy.fromfile(file, dtype="<f8").reshape(cells, dimensions)
batch = pandas.DataFrame({"batch": [str(i % batches) for i in range(cells)]})
print(importlib.metadata.version("harmonypy"), flush=True)

for seed, _ in enumerate(sys.stdin):
    begin, processor = time.perf_counter(), time.process_time()
    harmonypy.run_harmony(values, batch, ["batch"], random_state=seed)
    print(time.perf_counter() - begin, time.process_time() - processor, flush=True)
