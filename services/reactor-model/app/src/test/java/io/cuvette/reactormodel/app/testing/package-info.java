/** What tests of this service share. */
package io.cuvette.reactormodel.app.testing;
