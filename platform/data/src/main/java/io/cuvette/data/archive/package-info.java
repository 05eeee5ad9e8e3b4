/**
 * Compressed files and archives that strangers uploaded. Everything is streamed and counted;
 * nothing is ever unpacked to disk.
 */
package io.cuvette.data.archive;
