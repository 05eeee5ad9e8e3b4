package io.cuvette.training.core.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;

/**
 * Starts the native engine once a process, offline and single-threaded.
 *
 * <p>One thread is the default because results depend on the thread count, and because spinning
 * threads of libtorch on shared cores cost 10 to 100 times their gain on small models.
 */
public final class TorchEngine {
    private static final String NAME = "PyTorch";

    private TorchEngine() {}

    private static final class Holder {
        static final Engine ENGINE = start();

        private static Engine start() {
            // without it the engine reports to a metadata address and may download natives
            setDefault("ai.djl.offline", "true");
            setDefault("ai.djl.pytorch.num_threads", "1");
            setDefault("ai.djl.pytorch.num_interop_threads", "1");
            return Engine.getEngine(NAME);
        }

        private static void setDefault(String key, String value) {
            if (System.getProperty(key) == null) {
                System.setProperty(key, value);
            }
        }
    }

    static Engine engine() {
        return Holder.ENGINE;
    }

    /** The first accelerator when the engine has one, else the processor. */
    public static Device defaultDevice() {
        return engine().defaultDevice();
    }

    /** Version of libtorch; part of a checkpoint, because numbers may differ between versions. */
    public static String version() {
        return engine().getVersion();
    }

    /** Threads used within one operation. */
    public static int threads() {
        engine();
        return JniUtils.getNumThreads();
    }

    /** Sets the threads used within one operation, for the whole process. */
    public static void threads(int count) {
        if (count < 1 || count > 1024) {
            throw new IllegalArgumentException(
                    "threads is %d; allowed are 1 to 1024".formatted(count));
        }
        engine();
        JniUtils.setNumThreads(count);
    }
}
