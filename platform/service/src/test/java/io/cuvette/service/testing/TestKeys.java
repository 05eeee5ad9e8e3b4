package io.cuvette.service.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/**
 * The key pair of this JVM's tests. It lies in files, because Quarkus loads test classes more than
 * once and all of them have to agree.
 */
final class TestKeys {

    private static final int RSA_BITS = 2048;

    private TestKeys() {}

    /** PEM file of the public key. */
    static synchronized Path publicKey() {
        makeOnce();
        return folder().resolve("public.pem");
    }

    static synchronized PrivateKey privateKey() {
        makeOnce();
        try {
            byte[] encoded = Files.readAllBytes(folder().resolve("private.der"));
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
    }

    /** A pair that no service trusts. */
    static KeyPair stranger() {
        return generate();
    }

    private static void makeOnce() {
        Path folder = folder();
        if (Files.exists(folder.resolve("public.pem"))) {
            return;
        }
        KeyPair pair = generate();
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve("private.der"), pair.getPrivate().getEncoded());
            Path aside = Files.createTempFile(folder, "public", ".pem");
            Files.writeString(
                    aside,
                    "-----BEGIN PUBLIC KEY-----\n"
                            + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
                            + "\n-----END PUBLIC KEY-----\n");
            Files.move(aside, folder.resolve("public.pem"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RSA_BITS);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
    }

    private static Path folder() {
        return TestFolders.ofThisProcess().resolve("keys");
    }
}
