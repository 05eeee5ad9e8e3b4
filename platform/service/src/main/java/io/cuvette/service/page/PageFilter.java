package io.cuvette.service.page;

import io.cuvette.service.identity.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * What a list is of: its token fits no other list.
 *
 * @param hash of the list's name, tenant and filters
 */
public record PageFilter(String hash) {

    private static final int HASH_BYTES = 9; // 72 bits: no accident, and no secret either

    /**
     * @param list such as "jobs"
     * @param filters values of the query parameters in a fixed order; null where one is not given
     */
    public static PageFilter of(TenantId tenant, String list, Object... filters) {
        MessageDigest digest = sha256();
        add(digest, tenant.value());
        add(digest, list);
        for (Object filter : filters) {
            add(digest, filter == null ? "" : "=" + filter);
        }
        byte[] shortened = Arrays.copyOf(digest.digest(), HASH_BYTES);
        return new PageFilter(Base64.getUrlEncoder().withoutPadding().encodeToString(shortened));
    }

    /** With a terminator, so that "a", "bc" and "ab", "c" differ. */
    private static void add(MessageDigest digest, String value) {
        digest.update(value.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0xff);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
