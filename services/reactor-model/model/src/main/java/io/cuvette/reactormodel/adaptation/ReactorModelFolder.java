package io.cuvette.reactormodel.adaptation;

import io.cuvette.reactormodel.correction.AdaptedReactor;
import io.cuvette.reactormodel.correction.AdaptedReactorFolder;
import io.cuvette.reactormodel.correction.ReactorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The model of a reactor as files, of whichever kind; the card's name tells which. */
public final class ReactorModelFolder {

    private ReactorModelFolder() {}

    /**
     * Writes into an existing folder.
     *
     * @return names of the files
     */
    public static List<String> write(ReactorModel model, Path folder) throws IOException {
        if (model instanceof AdaptedReactor adapted) {
            AdaptedReactorFolder.write(adapted, folder);
            return List.of(AdaptedReactorFolder.CARD, AdaptedReactorFolder.WEIGHTS);
        }
        if (model instanceof WindowModel window) {
            WindowModelFolder.write(window, folder);
            return List.of(WindowModelFolder.CARD, WindowModelFolder.WEIGHTS);
        }
        throw new IllegalArgumentException(
                "models of the kind " + model.getClass().getSimpleName() + " have no files");
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException when a file is missing, damaged or of another format, or the folder has
     *     cards of several kinds
     */
    public static ReactorModel read(Path folder) throws IOException {
        boolean adapted = Files.exists(folder.resolve(AdaptedReactorFolder.CARD));
        boolean window = Files.exists(folder.resolve(WindowModelFolder.CARD));
        if (adapted == window) {
            throw new IOException(
                    "%s of %s and %s is there; a model has one of them"
                            .formatted(
                                    adapted ? "Each" : "None",
                                    AdaptedReactorFolder.CARD,
                                    WindowModelFolder.CARD));
        }
        return adapted ? AdaptedReactorFolder.read(folder) : WindowModelFolder.read(folder);
    }
}
