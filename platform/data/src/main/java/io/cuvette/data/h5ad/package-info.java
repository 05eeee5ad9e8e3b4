/**
 * AnnData files: {@link io.cuvette.data.h5ad.H5adReader} reads every layout that anndata has
 * written from 0.5 to 0.13, {@link io.cuvette.data.h5ad.H5adWriter} writes the present one.
 */
package io.cuvette.data.h5ad;
