package io.cuvette.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.bench.JobTimeline.Moment;
import org.junit.jupiter.api.Test;

class JobTimelineTest {

    private static final long MILLISECOND = 1_000_000;

    private final EventStream events = new EventStream();
    private final JobTimeline timeline = new JobTimeline();

    private void receive(long milliseconds, String... lines) throws Exception {
        for (String line : lines) {
            events.line(line).ifPresent(event -> timeline.saw(event, milliseconds * MILLISECOND));
        }
    }

    @Test
    void partsAddUpToTheTimeToTheFirstStep() throws Exception {
        timeline.saw(Moment.ACCEPTED, 20 * MILLISECOND);
        receive(21, "id:1", "event:state", "data:{\"state\":\"QUEUED\"}", "");
        receive(30, ":heartbeat", "", "event: state", "data: {\"state\":\"STARTING\"}", "");
        receive(900, "event:state", "data:{\"state\":\"RUNNING\"}", "");
        receive(1_500, "event:progress", "data:{\"phase\":\"prepare\"}", "");
        assertThat(timeline.complete()).isFalse();
        receive(2_500, "event:progress", "data:{\"phase\":\"train fe\"}", "");
        receive(3_500, "event:progress", "data:{\"phase\":\"train fe\"}", "");

        assertThat(timeline.complete()).isTrue();
        assertThat(timeline.secondsTo(Moment.FIRST_STEP)).isEqualTo(2.5);
        assertThat(timeline.secondsOf(Moment.LEASED)).isCloseTo(0.010, within(1e-9));
        assertThat(timeline.secondsOf(Moment.WORKER_REPORTED)).isCloseTo(0.870, within(1e-9));
        assertThat(timeline.secondsOf(Moment.DATASET_THERE)).isCloseTo(0.600, within(1e-9));
        assertThat(timeline.secondsOf(Moment.FIRST_STEP)).isCloseTo(1.0, within(1e-9));
    }

    @Test
    void anOvertakenReportTakesNoTime() throws Exception {
        timeline.saw(Moment.ACCEPTED, 10 * MILLISECOND);
        receive(500, "event:state", "data:{\"state\":\"RUNNING\"}", "");
        receive(800, "event:progress", "data:{\"phase\":\"train fe\"}", "");

        assertThat(timeline.secondsOf(Moment.DATASET_THERE)).isZero();
        assertThat(timeline.secondsOf(Moment.FIRST_STEP)).isCloseTo(0.3, within(1e-9));
    }
}
