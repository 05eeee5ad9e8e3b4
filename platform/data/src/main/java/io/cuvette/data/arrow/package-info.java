/** Writes tables in the Arrow IPC file format, also known as Feather version 2. */
package io.cuvette.data.arrow;
