package io.cuvette.training.app.worker;

/** Exit codes of a worker process; part of the contract with every launcher. */
public final class ExitCode {

    /** The model is published. */
    public static final int DONE = 0;

    /**
     * Out of memory that {@code -Xmx} bounds: the JVM ended itself for lack of heap ({@code
     * -XX:+ExitOnOutOfMemoryError}), or the worker for lack of direct buffers.
     */
    public static final int HEAP_EXHAUSTED = 3;

    /** The attempt failed and the service knows. */
    public static final int FAILED = 10;

    /** Stopped on request and the service knows. */
    public static final int STOPPED = 11;

    /** The lease is lost, or nobody could be told for too long; nothing was published. */
    public static final int LEASE_LOST = 12;

    /** A validator could not use its scratch disk; another try may. */
    public static final int DISK_FAILED = 13;

    /** SIGABRT: the native library gave up. */
    public static final int ABORTED = 134;

    /** SIGKILL: by a person or by the kernel for lack of memory. */
    public static final int KILLED = 137;

    /** SIGSEGV. */
    public static final int CRASHED = 139;

    /** SIGTERM. */
    public static final int TERMINATED = 143;

    private ExitCode() {}
}
