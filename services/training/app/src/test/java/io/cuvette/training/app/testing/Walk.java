package io.cuvette.training.app.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.training.core.program.TrainingContext;
import io.cuvette.training.core.program.TrainingFailedException;
import io.cuvette.training.core.program.TrainingStoppedException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/**
 * A run that needs no tensors and has every property of a real one: weights that depend on its
 * inputs, seed and each step (so a step done twice or left out shows), state that only the
 * checkpoint holds, and settings that make it slow, fail, hang or run out of memory.
 */
final class Walk {

    static final String WEIGHTS_FILE = "model.safetensors";

    private static final int WEIGHTS = 64;

    private Walk() {}

    /**
     * @param inputs digest of what it is trained on
     * @param start weights to start from; zeros when empty
     */
    static void run(TrainingContext context, long inputs, Optional<Path> start)
            throws IOException, TrainingFailedException, TrainingStoppedException {
        ObjectNode settings = context.settings();
        int steps = settings.path("steps").asInt(100);
        int checkpointEvery = settings.path("checkpointEvery").asInt(10);
        long pauseMillis = settings.path("pauseMillis").asLong(0);
        int failAt = settings.path("failAt").asInt(-1);
        int exhaustAt = settings.path("exhaustAt").asInt(-1);
        boolean ignoreStops = settings.path("ignoreStops").asBoolean(false);
        String throwable = settings.path("throws").asText("");
        String crashAt = settings.path("crashAt").asText("");

        Optional<Path> newest = context.checkpoints().newest();
        State state = State.load(newest.or(() -> start), inputs);
        if (newest.isEmpty()) {
            state.step = 0;
        }
        if (state.step > 0) {
            context.progress().message("resumed from step " + state.step);
        }
        while (state.step < steps) {
            if (context.stopRequested() && !ignoreStops) {
                save(context, state);
                throw new TrainingStoppedException();
            }
            state.advance(context.seed());
            if (state.step == failAt) {
                throw new TrainingFailedException("the loss is not finite at step " + state.step);
            }
            if (state.step == 1) {
                throwError(throwable);
            }
            if (state.step == exhaustAt) {
                exhaustHeap();
            }
            if (crashAt.equals(Long.toString(state.step))) {
                Runtime.getRuntime().halt(139);
            }
            if (state.step % checkpointEvery == 0) {
                save(context, state);
            }
            context.progress()
                    .progress(
                            (double) state.step / steps, "walk", Map.of("walk.norm", state.norm()));
            pause(pauseMillis);
        }
        state.write(context.output().resolve(WEIGHTS_FILE));
    }

    private static void save(TrainingContext context, State state) throws IOException {
        Path file = context.scratch().resolve("checkpoint");
        state.write(file);
        context.checkpoints().save(state.step, file);
    }

    /** What the JVM does not end itself over. */
    private static void throwError(String kind) {
        switch (kind) {
            case "" -> {}
            case "link" -> System.load("/nowhere/libabsent.so");
            case "stack" -> throwDeeper(1);
            case "direct" -> {
                Deque<ByteBuffer> hoard = new ArrayDeque<>();
                while (hoard.size() < 1 << 10) {
                    hoard.push(ByteBuffer.allocateDirect(1 << 28));
                }
            }
            default -> throw new IllegalArgumentException(kind);
        }
    }

    @SuppressWarnings("InfiniteRecursion") // the stack overflow is what it is for
    private static int throwDeeper(int depth) {
        return throwDeeper(depth + 1) + depth;
    }

    private static void exhaustHeap() throws IOException {
        Deque<long[]> hoard = new ArrayDeque<>();
        while (hoard.size() < 1 << 20) {
            hoard.push(new long[1 << 20]);
        }
        throw new IOException("the heap holds " + hoard.size() + " blocks");
    }

    private static void pause(long millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    static long digest(Path file) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(Files.readAllBytes(file));
        return crc.getValue();
    }

    private static final class State {
        private long step;
        private final double[] weights = new double[WEIGHTS];
        private final double[] momentum = new double[WEIGHTS];
        private final long inputs;

        private State(long inputs) {
            this.inputs = inputs;
        }

        static State load(Optional<Path> file, long inputs) throws IOException {
            State state = new State(inputs);
            if (file.isPresent()) {
                try (DataInputStream in = new DataInputStream(Files.newInputStream(file.get()))) {
                    state.step = in.readLong();
                    for (int i = 0; i < WEIGHTS; i++) {
                        state.weights[i] = in.readDouble();
                        state.momentum[i] = in.readDouble();
                    }
                }
            }
            return state;
        }

        void advance(long seed) {
            step++;
            SplittableRandom random = new SplittableRandom(seed ^ inputs ^ step * 0x9E37L);
            for (int i = 0; i < WEIGHTS; i++) {
                momentum[i] = 0.9 * momentum[i] + random.nextDouble() - 0.5;
                weights[i] += 0.01 * momentum[i] - 0.001 * weights[i];
            }
        }

        double norm() {
            double sum = 0;
            for (double weight : weights) {
                sum += weight * weight;
            }
            return Math.sqrt(sum);
        }

        void write(Path file) throws IOException {
            try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
                out.writeLong(step);
                for (int i = 0; i < WEIGHTS; i++) {
                    out.writeDouble(weights[i]);
                    out.writeDouble(momentum[i]);
                }
            }
        }
    }
}
