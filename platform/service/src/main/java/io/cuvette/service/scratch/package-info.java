/** Folders that last as long as one piece of work. */
package io.cuvette.service.scratch;
