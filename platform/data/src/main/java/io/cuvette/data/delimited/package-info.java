/** Comma- and tab-separated tables: expression matrices and annotations of cells. */
package io.cuvette.data.delimited;
