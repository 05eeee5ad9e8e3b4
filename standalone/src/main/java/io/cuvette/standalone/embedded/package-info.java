/**
 * The two servers a single machine needs: a real PostgreSQL and an S3 store, each started, found
 * again after a crash and stopped from plain Java. Both keep their data in a folder, listen on
 * loopback only and ask for credentials.
 */
package io.cuvette.standalone.embedded;
