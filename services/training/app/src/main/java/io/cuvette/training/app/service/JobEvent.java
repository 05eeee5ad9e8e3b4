package io.cuvette.training.app.service;

/**
 * One item of a job's stream.
 *
 * @param id increasing within the job from 1; 0 for a heartbeat, which has no other content
 * @param kind {@code state}, {@code progress} or {@code message}
 * @param data JSON
 */
public record JobEvent(long id, String kind, String data) {

    static final JobEvent HEARTBEAT = new JobEvent(0, "", "");

    public boolean isHeartbeat() {
        return id == 0;
    }
}
