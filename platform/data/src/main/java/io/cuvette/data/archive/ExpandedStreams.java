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
import java.util.zip.GZIPInputStream;

/** Opens files that may be gzipped, within the limits on expansion. */
public final class ExpandedStreams {
    private static final int BUFFER_BYTES = 1 << 16;

    private ExpandedStreams() {}

    /**
     * The content of a file, expanded when it is gzipped. What is inside must not be compressed or
     * an archive itself.
     *
     * @throws DataException from here or from any read: DECOMPRESSION_BOMB, TRUNCATED, CORRUPT,
     *     UNSAFE_ARCHIVE_ENTRY
     */
    public static InputStream open(Path file, ReadLimits limits) throws IOException {
        InputStream in = Files.newInputStream(file);
        try {
            return expand(in, new ExpansionGuard(Files.size(file), limits), "");
        } catch (IOException | RuntimeException | Error e) {
            in.close();
            throw e;
        }
    }

    /** The first bytes of the content, at most so many. */
    public static byte[] head(Path file, int bytes, ReadLimits limits) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            InputStream expanded =
                    gunzip(buffered(in), new ExpansionGuard(Files.size(file), limits), "");
            return expanded.readNBytes(bytes);
        }
    }

    /** One level of gzip is taken off; a container below it is refused. */
    static InputStream expand(InputStream in, ExpansionGuard guard, String field)
            throws IOException {
        BufferedInputStream content = buffered(gunzip(buffered(in), guard, field));
        Optional<Container> nested = Container.of(peek(content));
        if (nested.isPresent()) {
            throw new DataException(
                    FindingCode.UNSAFE_ARCHIVE_ENTRY,
                    field,
                    "It holds another archive or compressed file (%s). Unpack that one first."
                            .formatted(nested.get()));
        }
        return content;
    }

    /** As it is, or expanded when it is gzipped. */
    static InputStream gunzip(BufferedInputStream in, ExpansionGuard guard, String field)
            throws IOException {
        if (Container.of(peek(in)).filter(Container.GZIP::equals).isEmpty()) {
            return new GuardedStream(in, guard, field);
        }
        try {
            return new GuardedStream(new GZIPInputStream(in, BUFFER_BYTES), guard, field);
        } catch (IOException e) {
            throw GuardedStream.translate(e, field);
        }
    }

    static BufferedInputStream buffered(InputStream in) {
        return new BufferedInputStream(in, BUFFER_BYTES);
    }

    private static byte[] peek(BufferedInputStream in) throws IOException {
        in.mark(Container.HEAD_BYTES);
        byte[] head = in.readNBytes(Container.HEAD_BYTES);
        in.reset();
        return head;
    }
}
