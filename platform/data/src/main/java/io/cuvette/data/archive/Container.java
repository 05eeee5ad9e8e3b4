package io.cuvette.data.archive;

import java.util.Optional;

/** Formats that hold other files or compress them, told by their first bytes. */
public enum Container {
    ZIP(0, "PK\3\4"),
    EMPTY_ZIP(0, "PK\5\6"),
    GZIP(0, "\37\213"),
    TAR(257, "ustar"),
    BZIP2(0, "BZh"),
    XZ(0, "\3757zXZ\0"),
    ZSTD(0, "\50\265\57\375"),
    SEVEN_ZIP(0, "7z\274\257\47\34"),
    RAR(0, "Rar!\32\7");

    /** Number of first bytes that tell every container. */
    public static final int HEAD_BYTES = 262;

    private final int offset;

    /** Each character is one byte. */
    private final String magic;

    Container(int offset, String magic) {
        this.offset = offset;
        this.magic = magic;
    }

    /**
     * @param head the first bytes of a file or stream, {@link #HEAD_BYTES} if it has as many
     */
    public static Optional<Container> of(byte[] head) {
        for (Container container : values()) {
            if (container.matches(head)) {
                return Optional.of(container);
            }
        }
        return Optional.empty();
    }

    private boolean matches(byte[] head) {
        if (head.length < offset + magic.length()) {
            return false;
        }
        for (int i = 0; i < magic.length(); i++) {
            if ((head[offset + i] & 0xff) != magic.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
