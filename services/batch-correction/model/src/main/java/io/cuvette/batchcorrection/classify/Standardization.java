package io.cuvette.batchcorrection.classify;

import io.cuvette.batchcorrection.embedding.Embedding;

/**
 * Each dimension less its mean, over its standard deviation (of n); a dimension that does not vary
 * becomes zero.
 */
record Standardization(double[] mean, double[] inverseDeviation) {

    static Standardization fit(Embedding train) {
        int dimensions = train.dimensions();
        double[] mean = new double[dimensions];
        double[] squares = new double[dimensions];
        for (int cell = 0; cell < train.cells(); cell++) {
            for (int d = 0; d < dimensions; d++) {
                mean[d] += train.get(cell, d) / train.cells();
            }
        }
        for (int cell = 0; cell < train.cells(); cell++) {
            for (int d = 0; d < dimensions; d++) {
                double difference = train.get(cell, d) - mean[d];
                squares[d] += difference * difference;
            }
        }
        double[] inverse = new double[dimensions];
        for (int d = 0; d < dimensions; d++) {
            double deviation = Math.sqrt(squares[d] / train.cells());
            // what rounding of the mean leaves of a constant is no variation
            inverse[d] = deviation > 1e-12 * Math.abs(mean[d]) ? 1 / deviation : 0;
        }
        return new Standardization(mean, inverse);
    }

    Embedding apply(Embedding cells) {
        double[] scaled = new double[cells.values().length];
        for (int i = 0; i < scaled.length; i++) {
            int d = i % cells.dimensions();
            scaled[i] = (cells.values()[i] - mean[d]) * inverseDeviation[d];
        }
        return new Embedding(cells.cells(), cells.dimensions(), scaled);
    }
}
