package io.cuvette.standalone.launch;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The end of a log, for a message. */
final class LogTail {
    private static final int BYTES = 2000;

    private LogTail() {}

    static String of(Path log) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long start = Math.max(0, file.length() - BYTES);
            byte[] end = new byte[(int) (file.length() - start)];
            file.seek(start);
            file.readFully(end);
            String text = new String(end, StandardCharsets.UTF_8);
            int line = text.indexOf('\n');
            return start > 0 && line >= 0 ? text.substring(line + 1) : text;
        } catch (IOException e) {
            return "(no log)";
        }
    }
}
