package io.cuvette.bench;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a training process needed, bytes.
 *
 * @param preparationHeap most that survived a collection while the data was read and prepared
 * @param preparationResident peak of the resident set until the first step
 * @param trainingHeap what survives a collection after the last step
 * @param trainingResident peak of the resident set from the first step to the last
 */
record Memory(
        long preparationHeap, long preparationResident, long trainingHeap, long trainingResident) {

    private static final String MARK = "memory";

    String toLine() {
        return "%s %d %d %d %d"
                .formatted(
                        MARK, preparationHeap, preparationResident, trainingHeap, trainingResident);
    }

    /** Empty for a line of another kind. */
    static Optional<Memory> parse(String line) {
        String[] words = line.split(" ");
        if (words.length != 5 || !words[0].equals(MARK)) {
            return Optional.empty();
        }
        long[] bytes = Arrays.stream(words, 1, words.length).mapToLong(Long::parseLong).toArray();
        return Optional.of(new Memory(bytes[0], bytes[1], bytes[2], bytes[3]));
    }
}
