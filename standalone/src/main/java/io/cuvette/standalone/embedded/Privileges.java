package io.cuvette.standalone.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * PostgreSQL refuses to run as root. As root it runs in a user namespace of its own, where it is
 * nobody; where namespaces are forbidden it runs as the user nobody, who then owns its data.
 *
 * @param prefix words before the command
 * @param owner who the data is handed to, empty to keep the owner
 */
record Privileges(List<String> prefix, String owner) {

    private static final String UNPRIVILEGED = "nobody";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final Privileges AS_IS = new Privileges(List.of(), "");
    private static final Privileges NAMESPACE = new Privileges(List.of("unshare", "--user"), "");
    static final Privileges OTHER_USER =
            new Privileges(
                    List.of(
                            "setpriv",
                            "--reuid=" + UNPRIVILEGED,
                            "--regid=nogroup",
                            "--clear-groups"),
                    UNPRIVILEGED + ":nogroup");

    Privileges {
        prefix = List.copyOf(prefix);
    }

    /** What fits this process and, when it exists, the owner of the data folder. */
    static Privileges forData(Path data) throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return AS_IS;
        }
        if (Files.exists(data) && Files.getOwner(data).getName().equals(UNPRIVILEGED)) {
            return OTHER_USER;
        }
        Path anywhere = Path.of("/");
        if (Command.succeeds(anywhere, LIMIT, NAMESPACE.wrap(List.of("true")))) {
            return NAMESPACE;
        }
        if (Command.succeeds(anywhere, LIMIT, OTHER_USER.wrap(List.of("true")))) {
            return OTHER_USER;
        }
        throw new IOException(
                "PostgreSQL does not run as root, and neither unshare nor setpriv works here;"
                        + " run as another user");
    }

    List<String> wrap(List<String> command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        return whole;
    }

    void handOver(Path path) throws IOException {
        if (!owner.isEmpty()) {
            Command.run(
                    path.toAbsolutePath().getParent(),
                    LIMIT,
                    List.of("chown", "--recursive", owner, path.toString()));
        }
    }
}
