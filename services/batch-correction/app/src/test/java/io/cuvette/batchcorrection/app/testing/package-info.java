/** What the tests of this service share: its backends, small models, and its callers. */
package io.cuvette.batchcorrection.app.testing;
