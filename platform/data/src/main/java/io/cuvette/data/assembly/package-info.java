/** What the readers of several formats share to put an AnnData together. */
package io.cuvette.data.assembly;
