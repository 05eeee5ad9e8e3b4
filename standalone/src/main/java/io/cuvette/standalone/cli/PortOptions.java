package io.cuvette.standalone.cli;

import io.cuvette.standalone.config.Ports;
import io.cuvette.standalone.config.ServiceKind;
import java.util.Map;
import picocli.CommandLine.Option;

/** Ports by option, else by environment variable, else those of the contract. */
final class PortOptions {
    @Option(
            names = {"--port", "--gateway-port"},
            defaultValue = "${env:CUVETTE_GATEWAY_PORT:-8080}",
            description = "Port of the gateway ($CUVETTE_GATEWAY_PORT, 8080).")
    private int gateway;

    @Option(
            names = "--training-port",
            defaultValue = "${env:CUVETTE_TRAINING_PORT:-8081}",
            description = "Port of the training service ($CUVETTE_TRAINING_PORT, 8081).")
    private int training;

    @Option(
            names = "--batch-correction-port",
            defaultValue = "${env:CUVETTE_BATCH_CORRECTION_PORT:-8082}",
            description = "Port of batch correction ($CUVETTE_BATCH_CORRECTION_PORT, 8082).")
    private int batchCorrection;

    @Option(
            names = "--reactor-model-port",
            defaultValue = "${env:CUVETTE_REACTOR_MODEL_PORT:-8084}",
            description = "Port of the reactor model ($CUVETTE_REACTOR_MODEL_PORT, 8084).")
    private int reactorModel;

    @Option(
            names = "--store-port",
            defaultValue = "${env:CUVETTE_STORE_PORT:-8089}",
            description = "Port of the S3 store ($CUVETTE_STORE_PORT, 8089).")
    private int store;

    @Option(
            names = "--postgres-port",
            defaultValue = "${env:CUVETTE_POSTGRES_PORT:-8088}",
            description = "Port of PostgreSQL ($CUVETTE_POSTGRES_PORT, 8088).")
    private int postgres;

    Ports ports() {
        return new Ports(
                Map.of(
                        ServiceKind.GATEWAY, gateway,
                        ServiceKind.TRAINING, training,
                        ServiceKind.BATCH_CORRECTION, batchCorrection,
                        ServiceKind.REACTOR_MODEL, reactorModel),
                store,
                postgres);
    }
}
