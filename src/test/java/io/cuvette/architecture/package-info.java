/** The rules of docs/architecture.md, held by ArchUnit. */
package io.cuvette.architecture;
