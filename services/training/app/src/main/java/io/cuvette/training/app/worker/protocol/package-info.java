/** What workers and the training service say to each other under {@code /internal/v1}. */
package io.cuvette.training.app.worker.protocol;
