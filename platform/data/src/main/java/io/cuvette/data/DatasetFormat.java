package io.cuvette.data;

/** The file formats a dataset may have, told apart by content, never by name. */
public enum DatasetFormat {
    /** AnnData in HDF5, of anndata 0.5 to 0.13. */
    H5AD,
    /** 10x Genomics HDF5, version 2 or 3. */
    TENX_H5,
    /** 10x Genomics matrix folder as zip, tar or tar.gz. */
    TENX_MTX_ARCHIVE,
    /** Comma- or tab-separated table, plain or gzipped. */
    DELIMITED
}
