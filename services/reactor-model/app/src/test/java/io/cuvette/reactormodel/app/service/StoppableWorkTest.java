package io.cuvette.reactormodel.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.cuvette.reactormodel.app.service.StoppableWork.Reason;
import io.cuvette.reactormodel.app.service.StoppableWork.WorkStoppedException;
import io.cuvette.reactormodel.simulation.StoppedException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class StoppableWorkTest {
    private final StoppableWork work = new StoppableWork();

    @Test
    void whatIsNotStoppedEndsAsItDoes() {
        assertThat(work.run(() -> 7)).isEqualTo(7);
        assertThatThrownBy(
                        () ->
                                new StoppableWork()
                                        .run(
                                                () -> {
                                                    throw new IllegalStateException("its own");
                                                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("its own");
    }

    @Test
    @Timeout(10)
    void workThatLooksEndsSoonAndItsThreadIsAsBefore() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        Thread other =
                new Thread(
                        () -> {
                            try {
                                begun.await();
                                work.stop(Reason.LOST);
                                work.stop(Reason.TOO_LONG);
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        other.start();

        assertThatThrownBy(
                        () ->
                                work.run(
                                        () -> {
                                            begun.countDown();
                                            while (true) {
                                                StoppedException.ifInterrupted();
                                            }
                                        }))
                .asInstanceOf(type(WorkStoppedException.class))
                .extracting(WorkStoppedException::reason)
                .isEqualTo(Reason.LOST);
        other.join();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void whatIsStoppedBeforeItBeginsOrJustAtItsEndMakesNothing() {
        assertThatThrownBy(
                        () ->
                                work.run(
                                        () -> {
                                            work.stop(Reason.SHUTDOWN);
                                            return 7;
                                        }))
                .isInstanceOf(WorkStoppedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThatThrownBy(
                        () ->
                                work.run(
                                        () -> {
                                            throw new AssertionError("it must not begin");
                                        }))
                .isInstanceOf(WorkStoppedException.class);
    }

    @Test
    void stoppingWhatHasEndedInterruptsNobodyAndSaysSo() {
        work.run(() -> 7);

        assertThat(work.stop(Reason.TOO_LONG)).isFalse();

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void onlyTheFirstStopCounts() {
        assertThat(work.stop(Reason.SHUTDOWN)).isTrue();
        assertThat(work.stop(Reason.SHUTDOWN)).isFalse();

        assertThatThrownBy(() -> work.run(() -> 7)).isInstanceOf(WorkStoppedException.class);
    }

    @Test
    @Timeout(10)
    void workIsStoppedWhenItsTimeIsOver() {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try {
            assertThat(work.run(clock, Duration.ofMinutes(1), () -> 7)).isEqualTo(7);
            assertThatThrownBy(
                            () ->
                                    new StoppableWork()
                                            .run(
                                                    clock,
                                                    Duration.ofMillis(20),
                                                    () -> {
                                                        while (true) {
                                                            StoppedException.ifInterrupted();
                                                        }
                                                    }))
                    .asInstanceOf(type(WorkStoppedException.class))
                    .extracting(WorkStoppedException::reason)
                    .isEqualTo(Reason.TOO_LONG);
        } finally {
            clock.shutdownNow();
        }
    }
}
