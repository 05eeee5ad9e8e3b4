/** Datasets of the caller on this machine's disk, for as long as requests read them. */
package io.cuvette.service.dataset;
