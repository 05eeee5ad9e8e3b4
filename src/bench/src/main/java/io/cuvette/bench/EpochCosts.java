package io.cuvette.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * What a whole job of one epoch took.
 *
 * @param epochs of each network, validation included
 * @param preparation from the start of the process to the first step: reading, scaling, PCA
 * @param job from the start of the process to the end of the job
 * @param peakHeap most that survived a collection, bytes
 * @param peakResident peak of the resident set, bytes
 */
record EpochCosts(
        List<Epoch> epochs,
        Medians.Seconds preparation,
        Medians.Seconds job,
        long peakHeap,
        long peakResident) {

    private static final String MARK = "costs";

    /** An epoch of one method. */
    record Epoch(String method, Medians.Seconds seconds) {}

    EpochCosts {
        epochs = List.copyOf(epochs);
    }

    /** Lines that {@link #parse} finds among others. */
    List<String> toLines() {
        List<String> lines = new ArrayList<>();
        for (Epoch epoch : epochs) {
            lines.add(line("epoch " + epoch.method(), epoch.seconds()));
        }
        lines.add(line("preparation -", preparation));
        lines.add(line("job -", job));
        lines.add("%s memory - %d %d".formatted(MARK, peakHeap, peakResident));
        return lines;
    }

    private static String line(String what, Medians.Seconds seconds) {
        return "%s %s %s %s".formatted(MARK, what, seconds.wall(), seconds.processor());
    }

    /**
     * Reads the lines of a process.
     *
     * @throws IllegalArgumentException when one of the four kinds is missing
     */
    static EpochCosts parse(List<String> lines) {
        List<String[]> marked =
                lines.stream()
                        .map(line -> line.split(" "))
                        .filter(words -> words.length == 5 && words[0].equals(MARK))
                        .toList();
        List<Epoch> epochs =
                marked.stream()
                        .filter(words -> words[1].equals("epoch"))
                        .map(words -> new Epoch(words[2], seconds(words)))
                        .toList();
        if (epochs.isEmpty()) {
            throw new IllegalArgumentException("no line of an epoch among " + lines);
        }
        String[] memory = only(marked, "memory");
        return new EpochCosts(
                epochs,
                seconds(only(marked, "preparation")),
                seconds(only(marked, "job")),
                Long.parseLong(memory[3]),
                Long.parseLong(memory[4]));
    }

    private static String[] only(List<String[]> marked, String kind) {
        return marked.stream()
                .filter(words -> words[1].equals(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no line of the " + kind));
    }

    private static Medians.Seconds seconds(String[] words) {
        return new Medians.Seconds(Double.parseDouble(words[3]), Double.parseDouble(words[4]));
    }
}
