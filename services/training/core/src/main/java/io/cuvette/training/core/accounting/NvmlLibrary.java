package io.cuvette.training.core.accounting;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** {@code libnvidia-ml.so.1}, which comes with the driver, by way of JNA, which comes with DJL. */
final class NvmlLibrary implements Nvml {
    static final String NAME = "libnvidia-ml.so.1";
    private static final int SUCCESS = 0;

    private final NativeLibrary library;
    private final List<Pointer> devices;

    private NvmlLibrary(NativeLibrary library, List<Pointer> devices) {
        this.library = library;
        this.devices = devices;
    }

    /** The library, if it is there and has a device; {@link #NAME} on a machine. */
    static Optional<Nvml> open(String name) {
        try {
            NativeLibrary library = NativeLibrary.getInstance(name);
            IntByReference count = new IntByReference();
            if (call(library, "nvmlInit_v2") != SUCCESS
                    || call(library, "nvmlDeviceGetCount_v2", count) != SUCCESS) {
                return Optional.empty();
            }
            List<Pointer> devices = new ArrayList<>();
            for (int i = 0; i < count.getValue(); i++) {
                PointerByReference device = new PointerByReference();
                if (call(library, "nvmlDeviceGetHandleByIndex_v2", i, device) == SUCCESS) {
                    devices.add(device.getValue());
                }
            }
            return devices.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new NvmlLibrary(library, devices));
        } catch (LinkageError e) {
            // no driver, or no JNA on this platform
            return Optional.empty();
        }
    }

    private static int call(NativeLibrary library, String name, Object... arguments) {
        Function function = library.getFunction(name);
        return function.invokeInt(arguments);
    }

    @Override
    public int devices() {
        return devices.size();
    }

    @Override
    public OptionalDouble totalJoules(int device) {
        LongByReference millijoules = new LongByReference();
        int result =
                call(
                        library,
                        "nvmlDeviceGetTotalEnergyConsumption",
                        devices.get(device),
                        millijoules);
        return result == SUCCESS
                ? OptionalDouble.of(millijoules.getValue() * 1e-3)
                : OptionalDouble.empty();
    }

    @Override
    public OptionalDouble watts(int device) {
        IntByReference milliwatts = new IntByReference();
        int result = call(library, "nvmlDeviceGetPowerUsage", devices.get(device), milliwatts);
        return result == SUCCESS
                ? OptionalDouble.of(milliwatts.getValue() * 1e-3)
                : OptionalDouble.empty();
    }
}
