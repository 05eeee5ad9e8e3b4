package io.cuvette.training.core.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Methods in TorchScript source, compiled by libtorch and called with autograd; needs no Python.
 *
 * <p>The archive that {@code torch.jit.load} reads is a stored zip of four entries: the version,
 * the code, a pickle of the (empty) module and a pickle of no constants. The engine's own call of
 * module methods always forbids gradients, so the native method behind it is called directly.
 */
public final class TorchScriptModule {
    private static final MethodHandle RUN_METHOD;
    private static final MethodHandle NEW_IVALUE;

    static {
        try {
            Class<?> library = Class.forName("ai.djl.pytorch.jni.PyTorchLibrary");
            MethodHandles.Lookup lookup =
                    MethodHandles.privateLookupIn(library, MethodHandles.lookup());
            Object instance = lookup.findStaticGetter(library, "LIB", library).invoke();
            RUN_METHOD =
                    lookup.findVirtual(
                                    library,
                                    "moduleRunMethod",
                                    MethodType.methodType(
                                            long.class,
                                            long.class,
                                            String.class,
                                            long[].class,
                                            boolean.class,
                                            boolean.class))
                            .bindTo(instance);
            NEW_IVALUE =
                    MethodHandles.privateLookupIn(IValue.class, MethodHandles.lookup())
                            .findConstructor(
                                    IValue.class, MethodType.methodType(void.class, long.class));
        } catch (Throwable e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    // the profiling executor would compile every method anew for each new shape; set per thread
    private static final ThreadLocal<Boolean> OPTIMIZER_OFF =
            ThreadLocal.withInitial(
                    () -> {
                        JniUtils.setGraphExecutorOptimize(false);
                        return true;
                    });

    private final long handle;

    /**
     * @param methods definitions indented by two spaces, with {@code self: __torch__.Ops} first
     */
    TorchScriptModule(String methods) {
        TorchEngine.engine();
        try (ByteArrayInputStream archive = new ByteArrayInputStream(archive(methods))) {
            // the module holds no tensors, so it runs wherever its arguments are
            this.handle = JniUtils.loadModuleHandle(archive, Device.cpu(), true, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The module of a source file beside a class.
     *
     * @param resource name of the file, whose comments may stand between methods only
     */
    public static TorchScriptModule load(Class<?> neighbour, String resource) {
        return new TorchScriptModule(source(neighbour, resource));
    }

    static String source(Class<?> neighbour, String resource) {
        try (InputStream in = neighbour.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("there is no " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a method that returns one tensor, which attaches to the manager of the owner. */
    public PtNDArray tensor(PtNDArray owner, String method, Object... arguments) {
        try (IValue result = run(method, arguments)) {
            return result.toTensor(owner.getManager());
        }
    }

    /** Runs a method that returns a list or a tuple of tensors, as {@link #tensor} does. */
    public PtNDArray[] tensors(PtNDArray owner, String method, Object... arguments) {
        try (IValue result = run(method, arguments)) {
            PtNDManager manager = owner.getManager();
            if (result.isTensorList()) {
                return result.toTensorArray(manager);
            }
            NDList list = result.toNDList(manager);
            PtNDArray[] tensors = new PtNDArray[list.size()];
            for (int i = 0; i < tensors.length; i++) {
                tensors[i] = (PtNDArray) list.get(i);
            }
            return tensors;
        }
    }

    /** Runs a method that returns nothing of interest, for its effect on its arguments. */
    public void effect(String method, Object... arguments) {
        run(method, arguments).close();
    }

    private IValue run(String method, Object... arguments) {
        OPTIMIZER_OFF.get();
        IValue[] values = new IValue[arguments.length];
        long[] handles = new long[arguments.length];
        try {
            for (int i = 0; i < arguments.length; i++) {
                values[i] = value(arguments[i]);
                handles[i] = values[i].getHandle();
            }
            long result = (long) RUN_METHOD.invokeExact(handle, method, handles, true, false);
            return (IValue) NEW_IVALUE.invokeExact(result);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("torch operation " + method + " failed", e);
        } finally {
            for (IValue value : values) {
                if (value != null) {
                    value.close();
                }
            }
        }
    }

    private static IValue value(Object argument) {
        if (argument instanceof PtNDArray tensor) {
            return IValue.from(tensor);
        } else if (argument instanceof PtNDArray[] list) {
            return IValue.listFrom(list);
        } else if (argument instanceof Double number) {
            return IValue.from(number.doubleValue());
        } else if (argument instanceof Long number) {
            return IValue.from(number.longValue());
        } else if (argument instanceof Boolean flag) {
            return IValue.from(flag.booleanValue());
        } else if (argument instanceof long[] list) {
            return IValue.listFrom(list);
        }
        throw new IllegalArgumentException("no torch value for " + argument.getClass());
    }

    private static byte[] archive(String methods) throws IOException {
        String code =
                "class Ops(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n"
                        + methods;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "ops/data.pkl", modulePickle());
            store(zip, "ops/code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
            // protocol 2, empty tuple, stop
            store(zip, "ops/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            store(zip, "ops/version", "3\n".getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }

    /** Pickle, protocol 2, of an {@code __torch__.Ops} with {@code {"training": True}}. */
    private static byte[] modulePickle() throws IOException {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.write(new byte[] {(byte) 0x80, 2, 'c'});
        pickle.write("__torch__\nOps\n".getBytes(StandardCharsets.US_ASCII));
        pickle.write(new byte[] {'q', 0, ')', (byte) 0x81, '}', '(', 'X', 8, 0, 0, 0});
        pickle.write("training".getBytes(StandardCharsets.US_ASCII));
        pickle.write(new byte[] {'q', 1, (byte) 0x88, 'u', 'b', 'q', 2, '.'});
        return pickle.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCompressedSize(bytes.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}
