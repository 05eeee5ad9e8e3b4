package io.cuvette.training.app.launcher;

import java.util.List;
import java.util.Map;

/**
 * The environment that a child process gets: what the operating system and the tensor engine need,
 * and none of this process's secrets.
 */
public final class ChildEnvironment {

    private static final List<String> PASSED =
            List.of("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH");
    private static final List<String> PASSED_PREFIXES =
            List.of("DJL_", "OMP_", "MKL_", "PYTORCH_", "CUDA_", "NVIDIA_");

    private ChildEnvironment() {}

    /** Leaves in {@code variables} only what a child may see. */
    public static void restrict(Map<String, String> variables) {
        variables
                .keySet()
                .removeIf(
                        name ->
                                !PASSED.contains(name)
                                        && PASSED_PREFIXES.stream().noneMatch(name::startsWith));
        variables.putIfAbsent("DJL_OFFLINE", "true");
        variables.putIfAbsent("OMP_NUM_THREADS", "1");
        variables.putIfAbsent("OMP_WAIT_POLICY", "PASSIVE");
    }
}
