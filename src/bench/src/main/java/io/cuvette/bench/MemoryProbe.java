package io.cuvette.bench;

import io.cuvette.batchcorrection.method.Method;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A JVM of its own that trains {@code fe} on a file for some steps and prints what it needed, as
 * {@link Memory} reads it.
 */
final class MemoryProbe implements ProgramRun.Observer {

    private final ProcessMemory memory = ProcessMemory.watch();
    private final long steps;
    private long preparationHeap;
    private long preparationPeak;
    private long trainingHeap;
    private long trainingPeak;

    private MemoryProbe(long steps) {
        this.steps = steps;
    }

    /** Arguments: file, genes, steps. */
    public static void main(String[] arguments) throws IOException {
        MemoryProbe probe = new MemoryProbe(Long.parseLong(arguments[2]));
        ProgramRun.training(
                        Path.of(arguments[0]),
                        Method.FE,
                        Integer.parseInt(arguments[1]),
                        128,
                        probe)
                .run();
        System.out.println(
                new Memory(
                                probe.preparationHeap,
                                probe.preparationPeak,
                                probe.trainingHeap,
                                probe.trainingPeak)
                        .toLine());
    }

    @Override
    public boolean goesOn(long done) {
        if (done == 1) {
            preparationPeak = ProcessMemory.peakResident();
            preparationHeap = memory.peakHeap();
            ProcessMemory.forgetPeak();
        }
        if (done < steps) {
            return true;
        }
        trainingPeak = ProcessMemory.peakResident();
        trainingHeap = ProcessMemory.heapAfterCollection();
        return false;
    }
}
