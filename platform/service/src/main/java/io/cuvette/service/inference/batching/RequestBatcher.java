package io.cuvette.service.inference.batching;

import io.cuvette.service.inference.InferenceException;
import io.cuvette.service.inference.InferenceException.Reason;
import io.cuvette.service.inference.InferenceModel;
import io.cuvette.service.inference.InferenceRequest;
import io.cuvette.service.inference.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Puts requests to one loaded model together in batches.
 *
 * <p>First come, first served, in a bounded queue. It has no thread of its own: while requests
 * wait, one task on the executor collects the next batch, and at most {@code concurrentBatches}
 * tasks compute one. While a batch is computed the next one gathers, so under load batches fill
 * without waiting. A request is finished exactly once: with its outcome, late, cancelled, or
 * refused.
 */
public final class RequestBatcher {

    private final BatchSettings settings;
    private final Executor executor;
    private final BatchExecution execution;
    private final BatchMetrics metrics;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition queueChanged = lock.newCondition();
    private final ArrayDeque<Member> queue = new ArrayDeque<>();
    private int queuedRows;
    private boolean collecting;
    private int computing;

    public RequestBatcher(
            InferenceModel model, BatchSettings settings, Executor executor, BatchMetrics metrics) {
        this.settings = settings;
        this.executor = executor;
        this.execution = new BatchExecution(model, metrics);
        this.metrics = metrics;
    }

    /**
     * Queues a request that was checked against the model's signature.
     *
     * @param deadlineNanos on the scale of {@link System#nanoTime()}
     * @param release run once, when the model is no longer needed for this request; not run if this
     *     method throws
     * @throws InferenceException OVERLOADED if the queue is full
     */
    public PendingAnswer submit(InferenceRequest request, long deadlineNanos, Runnable release) {
        Member member = new Member(this, request, System.nanoTime(), deadlineNanos, release);
        lock.lock();
        try {
            requireRoom(request.rows());
            queue.addLast(member);
            queuedRows += member.rows();
            queueChanged.signalAll();
            startCollecting();
        } finally {
            lock.unlock();
        }
        return member;
    }

    private void requireRoom(int rows) {
        // a request with more rows than the whole queue may hold still gets its turn when it is
        // empty
        boolean full =
                queue.size() >= settings.maxQueuedRequests()
                        || (!queue.isEmpty()
                                && queuedRows + (long) rows > settings.maxQueuedRows());
        if (full) {
            metrics.overloaded();
            throw new InferenceException(
                    Reason.OVERLOADED,
                    "too many requests are waiting for this model; try again later");
        }
    }

    /** Takes a request out of the queue; false if it is not there any more. */
    boolean remove(Member member) {
        lock.lock();
        try {
            boolean removed = queue.remove(member);
            if (removed) {
                queuedRows -= member.rows();
                queueChanged.signalAll();
            }
            return removed;
        } finally {
            lock.unlock();
        }
    }

    /** With the lock held: makes sure that somebody collects what is queued. */
    private void startCollecting() {
        if (queue.isEmpty() || collecting || computing >= settings.concurrentBatches()) {
            return;
        }
        collecting = true;
        try {
            executor.execute(this::collectAndCompute);
        } catch (RejectedExecutionException e) {
            collecting = false;
            refuseAllQueued();
        }
    }

    private void refuseAllQueued() {
        Outcome stopping =
                new Outcome.Refusal(InferenceException.unavailable("the service is stopping"));
        List<Member> refused = List.copyOf(queue);
        queue.clear();
        queuedRows = 0;
        refused.forEach(member -> member.finish(stopping));
    }

    private void collectAndCompute() {
        List<Member> batch = new ArrayList<>();
        List<Member> late = new ArrayList<>();
        lock.lock();
        try {
            awaitFullBatch();
            takeBatch(batch, late);
            collecting = false;
            computing++;
            startCollecting();
        } finally {
            lock.unlock();
        }
        late.forEach(Member::finishLate);
        try {
            execution.compute(batch);
        } finally {
            lock.lock();
            try {
                computing--;
                startCollecting();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Waits until a batch is full or its oldest request has waited long enough. */
    private void awaitFullBatch() {
        boolean interrupted = false;
        while (!queue.isEmpty() && queuedRows < settings.maxRows() && !interrupted) {
            long waited = System.nanoTime() - queue.getFirst().enqueuedNanos();
            long left = settings.maxWait().toNanos() - waited;
            if (left <= 0) {
                return;
            }
            try {
                long ignored = queueChanged.awaitNanos(left);
            } catch (InterruptedException e) {
                // the executor is stopping: serve what is here without waiting
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void takeBatch(List<Member> batch, List<Member> late) {
        int rows = 0;
        long now = System.nanoTime();
        Iterator<Member> waiting = queue.iterator();
        while (waiting.hasNext()) {
            Member member = waiting.next();
            if (!batch.isEmpty() && rows + (long) member.rows() > settings.maxRows()) {
                break;
            }
            waiting.remove();
            queuedRows -= member.rows();
            if (member.isExpired(now)) {
                late.add(member);
                continue;
            }
            batch.add(member);
            rows += member.rows();
            metrics.waited(now - member.enqueuedNanos(), TimeUnit.NANOSECONDS);
        }
    }
}
