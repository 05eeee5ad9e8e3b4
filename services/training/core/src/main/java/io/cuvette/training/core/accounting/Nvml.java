package io.cuvette.training.core.accounting;

import java.util.OptionalDouble;

/** What is asked of the NVIDIA management library. */
interface Nvml {

    /** Graphics processors that this process sees. */
    int devices();

    /** Joules since the driver was loaded; empty before the Volta generation. */
    OptionalDouble totalJoules(int device);

    /** Power draw; empty if the device does not tell. */
    OptionalDouble watts(int device);
}
