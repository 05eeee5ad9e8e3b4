/**
 * The training service as other services see it: its contract's records, and {@link
 * io.cuvette.service.training.TrainingGateway}, which speaks for the caller. The address is {@code
 * quarkus.rest-client.training.url}.
 */
package io.cuvette.service.training;
