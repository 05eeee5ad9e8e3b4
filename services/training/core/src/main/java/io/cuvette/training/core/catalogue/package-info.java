/** All methods in one list, and what a job makes of them. */
package io.cuvette.training.core.catalogue;
