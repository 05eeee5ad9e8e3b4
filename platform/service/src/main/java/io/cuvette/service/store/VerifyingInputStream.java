package io.cuvette.service.store;

import io.cuvette.data.Digests;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Compares the digest of all bytes at the end of the stream. */
final class VerifyingInputStream extends FilterInputStream {

    private final MessageDigest digest = Digests.sha256();
    private final ObjectKey key;
    private final Sha256 expected;
    private boolean verified;

    VerifyingInputStream(InputStream in, ObjectKey key, Sha256 expected) {
        super(in);
        this.key = key;
        this.expected = expected;
    }

    @Override
    public int read() throws IOException {
        int value = in.read();
        if (value < 0) {
            verify();
        } else {
            digest.update((byte) value);
        }
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0; // some streams answer -1 at their end even to this
        }
        int count = in.read(buffer, offset, length);
        if (count < 0) {
            verify();
        } else {
            digest.update(buffer, offset, count);
        }
        return count;
    }

    /** Skipped bytes are read, or the digest would miss them. */
    @Override
    public long skip(long count) throws IOException {
        long skipped = 0;
        while (skipped < count && read() >= 0) {
            skipped++;
        }
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void verify() {
        if (verified) {
            return;
        }
        Sha256 actual = Sha256.ofDigest(digest);
        if (!actual.equals(expected)) {
            throw new DigestMismatchException(
                    "%s has SHA-256 %s where %s was recorded".formatted(key, actual, expected));
        }
        verified = true;
    }
}
