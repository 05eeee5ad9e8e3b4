package io.cuvette.gateway.keys;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Clock;

/**
 * Ids in order of time: 48 bits of milliseconds and 80 random bits in 26 base32 characters, as all
 * ids of docs/contracts.md; why the gateway makes its own is said at {@link
 * io.cuvette.gateway.identity.TenantId}.
 */
final class Ulid {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LENGTH = 26;
    private static final int RANDOM_BITS = 80;

    private Ulid() {}

    static String next(Clock clock) {
        BigInteger value =
                BigInteger.valueOf(clock.millis())
                        .shiftLeft(RANDOM_BITS)
                        .or(new BigInteger(RANDOM_BITS, RANDOM));
        StringBuilder text = new StringBuilder(LENGTH);
        for (int i = LENGTH - 1; i >= 0; i--) {
            int digit = value.shiftRight(5 * i).intValue() & 31;
            text.append(DIGITS.charAt(digit));
        }
        return text.toString();
    }
}
