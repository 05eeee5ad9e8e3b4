/** Work that a service does again and again by itself. */
package io.cuvette.service.loop;
