/**
 * The durable list of objects to delete, in the table {@code cleanup} of a service's database: what
 * a transaction no longer wants is listed in it, and deleted when it is committed, however often
 * that takes.
 */
package io.cuvette.service.cleanup;
