package io.cuvette.data.finding;

/** Whether a finding stops the work or only informs. */
public enum Severity {
    ERROR,
    WARNING,
    INFO
}
