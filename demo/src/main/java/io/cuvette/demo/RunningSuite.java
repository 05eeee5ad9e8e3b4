package io.cuvette.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A suite on this machine, as its data folder tells of it.
 *
 * @param home the launcher's data folder
 */
public record RunningSuite(Path home) {

    /**
     * The suite of {@code CUVETTE_HOME}, else of {@code ~/.cuvette}: where the launcher looks,
     * whose many jars a client does without.
     */
    public static RunningSuite ofThisUser(Map<String, String> environment) {
        String home = environment.get("CUVETTE_HOME");
        return new RunningSuite(
                home == null || home.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".cuvette")
                        : Path.of(home));
    }

    /**
     * Where callers reach the gateway, on whatever port it was started.
     *
     * @throws IOException when no suite was ever started in the folder
     */
    public URI address() throws IOException {
        Path state = home.resolve("state.json");
        if (!Files.isReadable(state)) {
            throw new IOException(
                    "no suite was started in %s; run ./cuvette up, or name one with --address"
                            .formatted(home));
        }
        String address = new ObjectMapper().readTree(state.toFile()).path("address").asText();
        if (address.isEmpty()) {
            throw new IOException(state + " names no address; start the suite again");
        }
        return URI.create(address);
    }

    /** File with the key that the gateway made at its first start. */
    public Path adminKey() {
        return home.resolve("admin-key");
    }
}
