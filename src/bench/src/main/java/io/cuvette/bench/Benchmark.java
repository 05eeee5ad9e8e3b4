package io.cuvette.bench;

import java.util.List;

/** Something that ./cuvette bench measures. */
interface Benchmark {

    /**
     * Measures.
     *
     * @param repetitions rounds; the median counts, since the machine may be shared
     */
    List<Row> measure(int repetitions) throws Exception;
}
