package io.cuvette.standalone.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.standalone.config.Ports;
import io.cuvette.standalone.config.Secrets;
import io.cuvette.standalone.config.ServiceKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchPartsTest {
    @TempDir private Path folder;

    @Test
    void logsTakeBoundedSpaceAndKeepTheNewest() throws IOException {
        Path file = folder.resolve("service.log");
        try (RotatingLog log = new RotatingLog(file, 100)) {
            for (int i = 0; i < 1000; i++) {
                byte[] line = "line %03d\n".formatted(i).getBytes(StandardCharsets.UTF_8);
                log.write(line, line.length);
            }
        }

        long total = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each : files.toList()) {
                total += Files.size(each);
            }
        }
        assertThat(total).isLessThanOrEqualTo(400);
        assertThat(Files.readString(file)).endsWith("line 999\n");
        assertThat(Files.readString(folder.resolve("service.log.1"))).hasSize(99);
    }

    @Test
    void aLogContinuesAfterARestart() throws IOException {
        Path file = folder.resolve("service.log");
        for (String text : new String[] {"one\n", "two\n"}) {
            try (RotatingLog log = new RotatingLog(file, 100)) {
                log.write(text.getBytes(StandardCharsets.UTF_8), text.length());
            }
        }
        assertThat(Files.readString(file)).isEqualTo("one\ntwo\n");
    }

    @Test
    void restartsWaitLongerEachTimeAndEnd() {
        RestartPolicy policy =
                new RestartPolicy(
                        Duration.ofSeconds(1), Duration.ofSeconds(5), 4, Duration.ofMinutes(1));
        Instant now = Instant.parse("2026-01-01T00:00:00Z");

        assertThat(policy.died(now)).contains(Duration.ofSeconds(1));
        assertThat(policy.died(now)).contains(Duration.ofSeconds(2));
        assertThat(policy.died(now)).contains(Duration.ofSeconds(4));
        assertThat(policy.died(now)).contains(Duration.ofSeconds(5));
        assertThat(policy.died(now)).isEmpty();
        // an hour of calm is a fresh start
        assertThat(policy.died(now.plusSeconds(3600))).contains(Duration.ofSeconds(1));
    }

    @Test
    void secretsAreMadeOnceAndBelongTogether() throws IOException, GeneralSecurityException {
        Secrets first = Secrets.readOrCreate(folder);
        String key = Files.readString(first.signKey());
        Secrets second = Secrets.readOrCreate(folder);

        assertThat(second).isEqualTo(first);
        assertThat(Files.readString(second.signKey())).isEqualTo(key);
        assertThat(first.store().secretKey()).matches("[0-9a-f]{48}");
        KeyFactory rsa = KeyFactory.getInstance("RSA");
        Signature signer = Signature.getInstance("SHA256withRSA");
        signer.initSign(rsa.generatePrivate(new PKCS8EncodedKeySpec(der(first.signKey()))));
        signer.update((byte) 1);
        Signature verifier = Signature.getInstance("SHA256withRSA");
        verifier.initVerify(rsa.generatePublic(new X509EncodedKeySpec(der(first.verifyKey()))));
        verifier.update((byte) 1);
        assertThat(verifier.verify(signer.sign())).isTrue();
    }

    @Test
    void portsDiffer() {
        Map<ServiceKind, Integer> same =
                Map.of(
                        ServiceKind.GATEWAY, 8080,
                        ServiceKind.TRAINING, 8081,
                        ServiceKind.BATCH_CORRECTION, 8081,
                        ServiceKind.REACTOR_MODEL, 8084);

        assertThatThrownBy(() -> new Ports(same, 8089, 8088))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "port 8081 is given twice, once to batch-correction; give each part its"
                                + " own");
    }

    @Test
    void aProcessWithAnotherArgumentIsNotOurs() {
        long self = ProcessHandle.current().pid();

        assertThat(Processes.isOurs(self, "-Dnot.an.argument")).isFalse();
        assertThat(Processes.isOurs(self, Processes.commandLine(self).get(0))).isTrue();
        assertThat(Processes.residentBytes(self).orElseThrow()).isGreaterThan(10L << 20);
    }

    private static byte[] der(Path pem) throws IOException {
        return Base64.getMimeDecoder()
                .decode(Files.readString(pem).replaceAll("-----[A-Z ]+-----", ""));
    }
}
