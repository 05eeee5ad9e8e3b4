package io.cuvette.data.scratch;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The scratch disk failed or is nearly full: a trouble of this machine, not of the file that is
 * read, and perhaps gone at the next try. Unchecked, so that parsers of untrusted files, which take
 * every {@link IOException} for a fault of the file, let it pass.
 */
public final class ScratchException extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    ScratchException(String message, IOException cause) {
        super(message, cause);
    }
}
