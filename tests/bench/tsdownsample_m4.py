"""tsdownsample's M4 over the rows of table.rs: each line on stdin ("x": along x, "bare": by row) is answered with the
milliseconds of one query. Arguments: the folder of the rows, how many are to be kept."""
import sys
import time

import numpy
from tsdownsample import M4Downsampler

folder, kept = sys.argv[1], int(sys.argv[2])
x = numpy.fromfile(f"{folder}/table-x.f64")
y = numpy.fromfile(f"{folder}/table-y.f64")
m4 = M4Downsampler()
for line in sys.stdin:
    began = time.perf_counter()
    m4.downsample(x, y, n_out=kept) if line.strip() == "x" else m4.downsample(y, n_out=kept)
    print((time.perf_counter() - began) * 1e3, flush=True)
