/** NumPy's array file. */
package io.cuvette.data.npy;
