/** Count matrices as 10x Genomics' Cell Ranger writes them: HDF5 and Matrix Market folders. */
package io.cuvette.data.tenx;
