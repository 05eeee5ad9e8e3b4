package io.cuvette.training.core.tensor;

import ai.djl.pytorch.jni.JniUtils;

/**
 * Whether operations of this thread record a graph for gradients; restores the former mode on
 * close.
 *
 * <p>The mode belongs to a thread, and a new thread starts with recording on: serving threads turn
 * it off.
 */
public final class GradMode implements AutoCloseable {
    private final boolean before;

    private GradMode(boolean record) {
        TorchEngine.engine();
        this.before = JniUtils.isGradMode();
        JniUtils.setGradMode(record);
    }

    /** Records: the forward pass of training. */
    public static GradMode on() {
        return new GradMode(true);
    }

    /** Does not record: inference, validation and in-place updates of parameters. */
    public static GradMode off() {
        return new GradMode(false);
    }

    /** Runs something without recording. */
    public static void off(Runnable action) {
        GradMode mode = off();
        try {
            action.run();
        } finally {
            mode.close();
        }
    }

    /** The mode of this thread. */
    public static boolean isOn() {
        TorchEngine.engine();
        return JniUtils.isGradMode();
    }

    @Override
    public void close() {
        JniUtils.setGradMode(before);
    }
}
