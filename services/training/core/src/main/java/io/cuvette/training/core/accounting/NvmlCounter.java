package io.cuvette.training.core.accounting;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/**
 * Energy of all graphics processors that this process sees, whoever uses them: each device's own
 * counter, or the mean of its power at two readings times the seconds between them.
 */
final class NvmlCounter implements EnergyCounter {
    private final Nvml nvml;
    private final DoubleSupplier clockSeconds;
    private final double[] lastJoules;
    private final double[] lastWatts;
    private double lastSeconds;

    private NvmlCounter(Nvml nvml, DoubleSupplier clockSeconds) {
        this.nvml = nvml;
        this.clockSeconds = clockSeconds;
        this.lastJoules = new double[nvml.devices()];
        this.lastWatts = new double[nvml.devices()];
        this.lastSeconds = clockSeconds.getAsDouble();
    }

    /**
     * @param clockSeconds monotonic
     * @return empty if a device tells neither energy nor power
     */
    static Optional<NvmlCounter> open(Nvml nvml, DoubleSupplier clockSeconds) {
        NvmlCounter counter = new NvmlCounter(nvml, clockSeconds);
        boolean all = true;
        for (int i = 0; i < nvml.devices(); i++) {
            OptionalDouble joules = nvml.totalJoules(i);
            OptionalDouble watts = nvml.watts(i);
            all &= joules.isPresent() || watts.isPresent();
            counter.lastJoules[i] = joules.orElse(0);
            counter.lastWatts[i] = watts.orElse(0);
        }
        return all ? Optional.of(counter) : Optional.empty();
    }

    @Override
    public EnergySource source() {
        return EnergySource.NVML;
    }

    @Override
    public double joulesSinceLast() {
        double now = clockSeconds.getAsDouble();
        double[] parts =
                IntStream.range(0, lastJoules.length)
                        .mapToDouble(i -> sinceLast(i, now - lastSeconds))
                        .toArray();
        lastSeconds = now;
        return Arrays.stream(parts).sum();
    }

    private double sinceLast(int device, double seconds) {
        OptionalDouble joules = nvml.totalJoules(device);
        if (joules.isPresent()) {
            // a driver that was loaded again counts from zero
            double since = Math.max(0, joules.getAsDouble() - lastJoules[device]);
            lastJoules[device] = joules.getAsDouble();
            return since;
        }
        double watts = nvml.watts(device).orElse(lastWatts[device]);
        double since = (watts + lastWatts[device]) / 2 * seconds;
        lastWatts[device] = watts;
        return since;
    }
}
