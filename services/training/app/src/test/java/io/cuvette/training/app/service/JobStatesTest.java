package io.cuvette.training.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobStatesTest {

    /** Every legal move; all that is not here must be refused. */
    private static final Map<JobState, Map<JobAction, JobState>> LEGAL =
            new EnumMap<>(
                    Map.of(
                            JobState.QUEUED,
                            Map.of(
                                    JobAction.LEASE, JobState.STARTING,
                                    JobAction.SUSPEND, JobState.SUSPENDED,
                                    JobAction.CANCEL, JobState.CANCELLED),
                            JobState.STARTING,
                            Map.of(
                                    JobAction.START, JobState.RUNNING,
                                    JobAction.FAIL, JobState.FAILED,
                                    JobAction.REQUEUE, JobState.QUEUED,
                                    JobAction.PARK, JobState.SUSPENDED,
                                    JobAction.SUSPEND, JobState.STARTING,
                                    JobAction.CANCEL, JobState.CANCELLING),
                            JobState.RUNNING,
                            Map.of(
                                    JobAction.START, JobState.RUNNING,
                                    JobAction.PUBLISH, JobState.SUCCEEDED,
                                    JobAction.FAIL, JobState.FAILED,
                                    JobAction.REQUEUE, JobState.QUEUED,
                                    JobAction.PARK, JobState.SUSPENDED,
                                    JobAction.SUSPEND, JobState.RUNNING,
                                    JobAction.CANCEL, JobState.CANCELLING),
                            JobState.SUSPENDED,
                            Map.of(
                                    JobAction.RESUME, JobState.QUEUED,
                                    JobAction.SUSPEND, JobState.SUSPENDED,
                                    JobAction.CANCEL, JobState.CANCELLED),
                            JobState.CANCELLING,
                            Map.of(
                                    JobAction.START, JobState.CANCELLING,
                                    JobAction.CANCEL, JobState.CANCELLING,
                                    JobAction.END_CANCEL, JobState.CANCELLED),
                            JobState.SUCCEEDED,
                            Map.of(),
                            JobState.FAILED,
                            Map.of(JobAction.RETRY, JobState.QUEUED),
                            JobState.CANCELLED,
                            Map.of()));

    @Test
    void allowsExactlyTheMovesOfTheTable() {
        List<String> wrong = new ArrayList<>();
        for (JobState state : JobState.values()) {
            for (JobAction action : JobAction.values()) {
                JobState expected = LEGAL.get(state).get(action);
                JobState actual = JobStates.next(state, action).orElse(null);
                if (expected != actual) {
                    wrong.add(state + " " + action + ": " + actual + ", not " + expected);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void onlyARunningJobCanPublish() {
        for (JobState state : JobState.values()) {
            assertThat(JobStates.next(state, JobAction.PUBLISH).isPresent())
                    .as(state.name())
                    .isEqualTo(state == JobState.RUNNING);
        }
    }

    @Test
    void noActionLeavesSuccessOrCancellation() {
        for (JobAction action : JobAction.values()) {
            assertThat(JobStates.next(JobState.SUCCEEDED, action)).isEmpty();
            assertThat(JobStates.next(JobState.CANCELLED, action)).isEmpty();
        }
    }

    @Test
    void everyUnfinishedStateHasAWayToTheEnd() {
        for (JobState state : JobState.values()) {
            if (!state.finished()) {
                assertThat(JobStates.next(state, JobAction.CANCEL)).as(state.name()).isPresent();
            }
        }
    }

    @Test
    void aLeaseIsHeldExactlyFromLeaseToTheEndOfTheAttempt() {
        List<JobState> leased = new ArrayList<>();
        for (JobState state : JobState.values()) {
            if (state.leased()) {
                leased.add(state);
            }
        }
        assertThat(leased)
                .containsExactly(JobState.STARTING, JobState.RUNNING, JobState.CANCELLING);
    }
}
