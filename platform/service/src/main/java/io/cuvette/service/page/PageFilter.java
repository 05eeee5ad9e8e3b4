package io.cuvette.service.page;

import io.cuvette.service.identity.TenantId;
import io.cuvette.service.store.Sha256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

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
        List<String> texts = new ArrayList<>(List.of(tenant.value(), list));
        for (Object filter : filters) {
            texts.add(filter == null ? "" : "=" + filter);
        }
        byte[] hash = HexFormat.of().parseHex(Sha256.ofTexts(texts).hex());
        return new PageFilter(
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(Arrays.copyOf(hash, HASH_BYTES)));
    }
}
