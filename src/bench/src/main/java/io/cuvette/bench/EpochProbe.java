package io.cuvette.bench;

import com.sun.management.OperatingSystemMXBean;
import io.cuvette.batchcorrection.method.Method;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JVM of its own that runs a whole job of one epoch on a file and prints what it took, as {@link
 * EpochCosts} reads it.
 */
final class EpochProbe implements ProgramRun.Observer {

    /** What the training loop calls the phase of a method. */
    private static final String TRAINING = "train ";

    private final OperatingSystemMXBean system =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final long begin = System.nanoTime();
    private final Map<String, Medians.Seconds> first = new LinkedHashMap<>();
    private final Map<String, Medians.Seconds> last = new LinkedHashMap<>();

    /** Arguments: file, genes, keys of the methods. */
    public static void main(String[] arguments) throws IOException {
        ProcessMemory memory = ProcessMemory.watch();
        EpochProbe probe = new EpochProbe();
        List<Method> methods =
                Arrays.stream(arguments)
                        .skip(2)
                        .map(key -> Method.ofKey(key).orElseThrow())
                        .toList();
        ProgramRun.oneEpoch(Path.of(arguments[0]), methods, Integer.parseInt(arguments[1]), probe)
                .complete();
        EpochCosts costs =
                new EpochCosts(
                        probe.epochs(),
                        probe.preparation(),
                        probe.now(),
                        memory.peakHeap(),
                        ProcessMemory.peakResident());
        costs.toLines().forEach(System.out::println);
    }

    @Override
    public boolean goesOn(long steps) {
        return true;
    }

    @Override
    public void phase(String name) {
        Medians.Seconds now = now();
        first.putIfAbsent(name, now);
        last.put(name, now);
    }

    private Medians.Seconds now() {
        return new Medians.Seconds(
                (System.nanoTime() - begin) / 1e9, system.getProcessCpuTime() / 1e9);
    }

    /** Until the first step of the first network. */
    private Medians.Seconds preparation() {
        return first.entrySet().stream()
                .filter(phase -> phase.getKey().startsWith(TRAINING))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    /**
     * From the first step, which is not counted, to the end of the epoch: the loop reports after
     * the first step and after the validation, and no later.
     */
    private List<EpochCosts.Epoch> epochs() {
        List<EpochCosts.Epoch> epochs = new ArrayList<>();
        first.forEach(
                (phase, from) -> {
                    if (phase.startsWith(TRAINING)) {
                        Medians.Seconds to = last.get(phase);
                        epochs.add(
                                new EpochCosts.Epoch(
                                        phase.substring(TRAINING.length()),
                                        new Medians.Seconds(
                                                to.wall() - from.wall(),
                                                to.processor() - from.processor())));
                    }
                });
        return epochs;
    }
}
