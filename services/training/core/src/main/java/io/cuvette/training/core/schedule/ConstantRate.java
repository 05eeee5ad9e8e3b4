package io.cuvette.training.core.schedule;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;

/** The same rate throughout, above 0 and at most 100. */
@MethodInfo(
        name = "constant",
        area = Area.SCHEDULE,
        does = "the same rate throughout",
        paper = "standard",
        source = "Robbins and Monro, Annals of Mathematical Statistics 1951, with a fixed rate")
public record ConstantRate(double learningRate) implements Schedule {

    public ConstantRate {
        Rates.require("learningRate", learningRate);
    }

    @Override
    public String name() {
        return "constant";
    }

    @Override
    public double rate(long step) {
        return learningRate;
    }
}
