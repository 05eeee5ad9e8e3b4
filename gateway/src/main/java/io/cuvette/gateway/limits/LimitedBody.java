package io.cuvette.gateway.limits;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/** A request body that fails once it grows past a limit, whatever length was declared. */
public final class LimitedBody implements ReadStream<Buffer> {
    private final ReadStream<Buffer> body;
    private final long limitBytes;
    private final Runnable onEnd;
    private long readBytes;
    private boolean exceeded;
    private Handler<Throwable> failureHandler = ignored -> {};

    /**
     * Wraps a body.
     *
     * @param onEnd runs when the body was read whole
     */
    public LimitedBody(ReadStream<Buffer> body, long limitBytes, Runnable onEnd) {
        this.body = body;
        this.limitBytes = limitBytes;
        this.onEnd = onEnd;
    }

    /** Whether the body grew past the limit. */
    public boolean exceeded() {
        return exceeded;
    }

    @Override
    public ReadStream<Buffer> handler(Handler<Buffer> handler) {
        if (handler == null) {
            body.handler(null);
            return this;
        }
        body.handler(
                chunk -> {
                    readBytes += chunk.length();
                    if (readBytes <= limitBytes) {
                        handler.handle(chunk);
                    } else if (!exceeded) {
                        exceeded = true;
                        failureHandler.handle(new BodyTooLargeException());
                    }
                });
        return this;
    }

    @Override
    public ReadStream<Buffer> exceptionHandler(Handler<Throwable> handler) {
        failureHandler = handler == null ? ignored -> {} : handler;
        body.exceptionHandler(handler);
        return this;
    }

    @Override
    public ReadStream<Buffer> endHandler(Handler<Void> handler) {
        if (handler == null) {
            body.endHandler(null);
            return this;
        }
        body.endHandler(
                ignored -> {
                    if (!exceeded) {
                        onEnd.run();
                        handler.handle(null);
                    }
                });
        return this;
    }

    @Override
    public ReadStream<Buffer> pause() {
        body.pause();
        return this;
    }

    @Override
    public ReadStream<Buffer> resume() {
        body.resume();
        return this;
    }

    @Override
    public ReadStream<Buffer> fetch(long amount) {
        body.fetch(amount);
        return this;
    }

    /** The body grew past its limit. */
    public static final class BodyTooLargeException extends RuntimeException {
        private static final long serialVersionUID = 1;

        BodyTooLargeException() {
            super("the body grew past its limit", null, false, false);
        }
    }
}
