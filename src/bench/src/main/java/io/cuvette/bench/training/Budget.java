package io.cuvette.bench.training;

/**
 * How long a trial may last: so many passes forward and backward, whatever the algorithm does with
 * them, so that trials of all algorithms may last about equally long. The paper sets seconds;
 * passes are the same on every machine. A step is one batch.
 *
 * @param passes at most
 * @param passesBetween two looks at the validation data
 */
public record Budget(int passes, int passesBetween) {

    /** Of the benchmark. */
    public static final Budget STANDARD = new Budget(180, 6);

    /** Steps from one look at the validation data to the next. */
    int period(Submission submission) {
        return Math.max(1, passesBetween / submission.passesPerBatch());
    }

    /** Number of looks. */
    int looks(Submission submission) {
        return passes / (period(submission) * submission.passesPerBatch());
    }

    /** Steps of a whole trial. */
    int steps(Submission submission) {
        return looks(submission) * period(submission);
    }
}
