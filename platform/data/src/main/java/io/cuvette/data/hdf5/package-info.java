/**
 * HDF5 files that strangers uploaded, read without trusting a byte of them.
 *
 * <p>The format itself is parsed by jHDF, but only piecewise and through {@link
 * io.cuvette.data.hdf5.GuardedStorage}, which checks every read against the size of the file before
 * anything is allocated and bounds the work that metadata may cause. Links, chunks, filters and
 * variable-length strings are handled here, because those are where a small file can ask for
 * unbounded memory, time, or another file.
 */
package io.cuvette.data.hdf5;
