package io.cuvette.standalone.config;

import io.cuvette.standalone.embedded.EmbeddedObjectStore.Credentials;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;

/**
 * Keys and passwords, made once for a data folder and kept in files only their owner reads.
 *
 * @param signKey PEM file of the private key the gateway signs internal tokens with
 * @param verifyKey PEM file of its public key
 * @param store what clients of the S3 store sign with
 */
public record Secrets(Path signKey, Path verifyKey, Credentials store) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int RSA_BITS = 2048;
    private static final int SECRET_BYTES = 24;

    /** Reads the secrets of a folder; makes those that are missing. */
    public static Secrets readOrCreate(Path folder) throws IOException {
        Path signKey = folder.resolve("internal-token.pem");
        Path verifyKey = folder.resolve("internal-token.pub.pem");
        if (!Files.exists(signKey) || !Files.exists(verifyKey)) {
            KeyPair pair = generateRsa();
            // The private key last: its file says that both are there.
            write(verifyKey, pem("PUBLIC KEY", pair.getPublic().getEncoded()));
            write(signKey, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        }
        Path storeSecret = folder.resolve("store-secret-key");
        if (!Files.exists(storeSecret)) {
            byte[] bytes = new byte[SECRET_BYTES];
            RANDOM.nextBytes(bytes);
            write(storeSecret, HexFormat.of().formatHex(bytes));
        }
        return new Secrets(
                signKey,
                verifyKey,
                new Credentials("cuvette", Files.readString(storeSecret).strip()));
    }

    private static KeyPair generateRsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RSA_BITS);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    private static String pem(String kind, byte[] der) {
        String body =
                Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(der);
        return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
    }

    private static void write(Path file, String text) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(aside);
        try (FileChannel out =
                FileChannel.open(
                        aside,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            out.force(true);
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
