/** A small training program and its parts, for tests of this module and of those that run jobs. */
package io.cuvette.training.core.testing;
