/** What is measured while training. */
package io.cuvette.training.core.metric;
