package io.cuvette.reactormodel.program;

import io.cuvette.data.Digests;
import io.cuvette.reactormodel.correction.CorrectionStart;
import io.cuvette.training.core.program.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Starting weights that come with this version, read once when they are first asked for. */
public final class ShippedModels {

    /** Of the resources, a folder for each kind of network below it. */
    static final String FOLDER = "io/cuvette/reactormodel/shipped";

    private static final List<String> FILES =
            List.of(PretrainedModel.CARD, PretrainedModel.WEIGHTS);

    /**
     * @param sha256 of its weights, in hexadecimal digits
     */
    private record Shipped(PretrainedModel model, String sha256) {}

    private static final class Correction {
        static final Shipped SHIPPED = read(NetworkKind.CORRECTION);
    }

    private static final class Window {
        static final Shipped SHIPPED = read(NetworkKind.WINDOW);
    }

    private ShippedModels() {}

    /** Of networks that correct balances. */
    public static PretrainedModel correction() {
        return Correction.SHIPPED.model();
    }

    /** The same, as an adapter takes them. */
    public static CorrectionStart correctionStart() {
        return correction().correctionStart();
    }

    /** Of the paper's networks. */
    public static PretrainedModel window() {
        return Window.SHIPPED.model();
    }

    /** By which to tell one version's weights from another's: SHA-256 in hexadecimal digits. */
    public static String sha256(NetworkKind kind) {
        return (kind == NetworkKind.CORRECTION ? Correction.SHIPPED : Window.SHIPPED).sha256();
    }

    /** Where the files of a kind are among the resources. */
    static String folder(NetworkKind kind) {
        return FOLDER + "/" + Settings.name(kind);
    }

    private static Shipped read(NetworkKind kind) {
        try {
            Path folder = Files.createTempDirectory("shipped");
            try {
                for (String file : FILES) {
                    copy(folder(kind) + "/" + file, folder.resolve(file));
                }
                PretrainedModel model = PretrainedModel.read(folder);
                if (model.network() != kind) {
                    throw new IOException("the shipped weights of %s are others".formatted(kind));
                }
                return new Shipped(model, sha256(folder.resolve(PretrainedModel.WEIGHTS)));
            } finally {
                for (String file : FILES) {
                    Files.deleteIfExists(folder.resolve(file));
                }
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the shipped weights cannot be read", e);
        }
    }

    private static String sha256(Path file) throws IOException {
        return Digests.sha256Hex(Files.readAllBytes(file));
    }

    private static void copy(String resource, Path to) throws IOException {
        try (InputStream in = ShippedModels.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("the resource %s is missing".formatted(resource));
            }
            Files.copy(in, to);
        }
    }
}
