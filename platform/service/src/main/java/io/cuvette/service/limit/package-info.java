/** Bounds of work that a caller waits for: turns and time. */
package io.cuvette.service.limit;
