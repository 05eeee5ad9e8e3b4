package io.cuvette.bench.micro;

import io.cuvette.data.safetensors.SafetensorsReader;
import io.cuvette.data.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A safetensors file of 16 MiB, opened, validated and read into an array; from the page cache. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class WeightsFile {

    private static final String TENSOR = "weight";
    private static final int VALUES = 4 << 20;

    private Path file;

    @Setup
    public void write() throws IOException {
        file = Files.createTempFile("cuvette-bench", ".safetensors");
        float[] values = new float[VALUES];
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
        new SafetensorsWriter().add(TENSOR, values, VALUES).writeTo(file);
    }

    @TearDown
    public void delete() throws IOException {
        Files.delete(file);
    }

    @Benchmark
    public float[] read() throws IOException {
        try (SafetensorsReader reader = SafetensorsReader.open(file)) {
            return reader.floats(TENSOR);
        }
    }
}
