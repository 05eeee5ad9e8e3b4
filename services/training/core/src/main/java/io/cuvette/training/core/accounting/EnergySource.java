package io.cuvette.training.core.accounting;

/** Where a part of the joules comes from. */
public enum EnergySource {
    /** Counters of the processors and their memory, of everything that ran on the machine. */
    RAPL,
    /** Counters or power samples of the graphics processors, of everything that ran on them. */
    NVML,
    /** Processor seconds of this process times watts per core. */
    ESTIMATED
}
