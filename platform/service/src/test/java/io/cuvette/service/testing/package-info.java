/** What the tests of every app share; published as this module's test-jar. */
package io.cuvette.service.testing;
