package io.cuvette.data.archive;

import io.cuvette.data.ReadLimits;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Walks the plain files of a zip, tar or gzipped tar.
 *
 * <p>Refused are entries that are links or devices, absolute, above the archive's folder, archives
 * themselves, encrypted, or there twice; the number of entries and what they expand to are bounded.
 */
public final class Archives {

    private Archives() {}

    /** A file of an archive. */
    public interface Member {

        /**
         * With slashes, relative, for instance {@code filtered_feature_bc_matrix/matrix.mtx.gz}.
         */
        String name();

        /** The content, expanded when it is gzipped; at most once, and only during the visit. */
        InputStream open() throws IOException;
    }

    /** Takes the members in the order of the archive. */
    @FunctionalInterface
    public interface Visitor {

        /** Whether to go on. */
        boolean visit(Member member) throws IOException;
    }

    /**
     * @throws DataException UNSAFE_ARCHIVE_ENTRY, DECOMPRESSION_BOMB, TOO_LARGE, TRUNCATED,
     *     CORRUPT, UNSUPPORTED_FEATURE; UNKNOWN_FORMAT when the file is no such archive
     */
    public static void walk(Path file, ReadLimits limits, Visitor visitor) throws IOException {
        ExpansionGuard guard = new ExpansionGuard(Files.size(file), limits);
        try (BufferedInputStream in = ExpandedStreams.buffered(Files.newInputStream(file))) {
            in.mark(Container.HEAD_BYTES);
            Optional<Container> container = Container.of(in.readNBytes(Container.HEAD_BYTES));
            in.reset();
            if (container.filter(Archives::isZip).isPresent()) {
                ZipWalk.walk(file, limits, guard, visitor);
            } else if (container
                    .filter(c -> c == Container.TAR || c == Container.GZIP)
                    .isPresent()) {
                TarWalk.walk(ExpandedStreams.gunzip(in, guard, ""), limits, guard, visitor);
            } else {
                throw new DataException(
                        FindingCode.UNKNOWN_FORMAT, "", "The file is not a zip, tar or tar.gz.");
            }
        } catch (DataException e) {
            throw e;
        } catch (IOException e) {
            throw GuardedStream.translate(e, "");
        }
    }

    static boolean isZip(Container container) {
        return container == Container.ZIP || container == Container.EMPTY_ZIP;
    }
}
