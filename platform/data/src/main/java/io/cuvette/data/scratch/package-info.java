/** Files of this process for what does not fit into memory; they go when they are closed. */
package io.cuvette.data.scratch;
