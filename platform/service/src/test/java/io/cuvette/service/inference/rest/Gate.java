package io.cuvette.service.inference.rest;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Something to wait at; open at first. */
final class Gate {

    private volatile CountDownLatch open = new CountDownLatch(0);
    private volatile CountDownLatch reached = new CountDownLatch(1);

    void shut() {
        reached = new CountDownLatch(1);
        open = new CountDownLatch(1);
    }

    void open() {
        open.countDown();
    }

    /** Waits until somebody waits. */
    void awaitReached() throws InterruptedException {
        if (!reached.await(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("nobody came to the gate");
        }
    }

    void pass() {
        reached.countDown();
        try {
            if (!open.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the gate stayed shut");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
