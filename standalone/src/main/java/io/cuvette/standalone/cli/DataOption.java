package io.cuvette.standalone.cli;

import io.cuvette.standalone.config.DataFolder;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that every command has. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder. Default: $CUVETTE_HOME, else ~/.cuvette.")
    private Path folder;

    DataFolder folder() {
        return new DataFolder(folder == null ? DataFolder.defaultRoot(System.getenv()) : folder);
    }
}
