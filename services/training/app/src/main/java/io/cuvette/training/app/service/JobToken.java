package io.cuvette.training.app.service;

import io.cuvette.data.Digests;
import io.cuvette.service.identity.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a worker shows to prove that it is one attempt of one job: {@code <tenant>.<256 random
 * bits>}. The database holds only its SHA-256, which suffices for a secret of full entropy.
 */
public record JobToken(TenantId tenant, String text) {

    private static final Pattern FORM =
            Pattern.compile("([a-z0-9][a-z0-9-]{0,62})\\.[A-Za-z0-9_-]{43}");
    private static final SecureRandom RANDOM = new SecureRandom();

    public static JobToken create(TenantId tenant) {
        byte[] secret = new byte[32];
        RANDOM.nextBytes(secret);
        return new JobToken(
                tenant,
                tenant.value()
                        + "."
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    public static Optional<JobToken> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new JobToken(new TenantId(matcher.group(1)), text))
                : Optional.empty();
    }

    public String hash() {
        return Digests.sha256Hex(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        return "JobToken[" + tenant.value() + "]";
    }
}
