/** What tables of all services have in common. */
package io.cuvette.service.persistence;
