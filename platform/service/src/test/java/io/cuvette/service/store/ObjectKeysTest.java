package io.cuvette.service.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.service.identity.TenantId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectKeysTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final String ID = "01k3abcdefghjkmnpqrstvwxyz";

    @Test
    void buildsTheLayoutOfTheContract() {
        assertThat(ObjectKeys.dataset(ACME, ID).value())
                .isEqualTo("tenants/acme/datasets/" + ID + "/raw");
        assertThat(ObjectKeys.checkpoint(ACME, ID, 1200, 3).value())
                .isEqualTo("tenants/acme/jobs/" + ID + "/checkpoints/000000001200-3.safetensors");
        assertThat(ObjectKeys.artifact(ACME, ID, 7, "model.safetensors").value())
                .isEqualTo("tenants/acme/models/" + ID + "/7/model.safetensors");
        assertThat(ObjectKeys.checkpointPrefix(ACME, ID).value())
                .isEqualTo("tenants/acme/jobs/" + ID + "/checkpoints/");
        assertThat(ObjectKeys.artifactPrefix(ACME, ID, 7).value())
                .isEqualTo("tenants/acme/models/" + ID + "/7/");
        assertThat(ObjectKeys.tenantPrefix(ACME).value()).isEqualTo("tenants/acme/");
    }

    @Test
    void buildsTheKeysOfAReactor() {
        String reactor = "tenants/acme/reactors/" + ID + "/";
        assertThat(ObjectKeys.reactorPrefix(ACME, ID).value()).isEqualTo(reactor);
        assertThat(ObjectKeys.reactorRuns(ACME, ID, ID).value()).isEqualTo(reactor + "runs/" + ID);
        assertThat(ObjectKeys.adaptation(ACME, ID, ID, "model.json").value())
                .isEqualTo(reactor + "adaptations/" + ID + "/model.json");
        assertThat(
                        ObjectKeys.reactorPrefix(ACME, ID)
                                .contains(ObjectKeys.adaptation(ACME, ID, ID, "model.json")))
                .isTrue();
        assertThat(ObjectKeys.adaptationPrefix(ACME, ID, ID, 2).value())
                .isEqualTo(reactor + "adaptations/" + ID + "/2/");
        assertThat(
                        ObjectKeys.adaptationPrefix(ACME, ID, ID, 2)
                                .contains(ObjectKeys.adaptation(ACME, ID, ID, "2/model.json")))
                .isTrue();
        assertThatThrownBy(() -> ObjectKeys.adaptationPrefix(ACME, ID, ID, 0))
                .hasMessageContaining("attempt 0");
        assertThatThrownBy(() -> ObjectKeys.reactorRuns(ACME, ID, "../x"))
                .hasMessageContaining("runs id '../x'");
        assertThatThrownBy(() -> ObjectKeys.adaptation(ACME, ID, ID, "../x"))
                .hasMessageContaining("artifact path");
    }

    @Test
    void readsTheTenantBackAndKnowsWhatAPrefixHolds() {
        ObjectKey key = ObjectKeys.artifact(ACME, ID, 1, "plots/umap.json");
        assertThat(new ObjectKey(key.value()).tenant()).isEqualTo(ACME);
        assertThat(ObjectKeys.artifactPrefix(ACME, ID, 1).contains(key)).isTrue();
        assertThat(ObjectKeys.artifactPrefix(ACME, ID, 11).contains(key)).isFalse();
        assertThat(ObjectKeys.tenantPrefix(new TenantId("acm")).contains(key)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "..", "../model.json", "a/../b", "/model.json", "a//b", "a/", ".hidden",
                "a/.hidden", "a/b/c/d/e", "mödel", "a b", "a\\b", "a%2fb", "a\nb", "a?b"
            })
    void refusesOtherArtifactPaths(String path) {
        assertThatThrownBy(() -> ObjectKeys.artifact(ACME, ID, 1, path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("artifact path");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tenants/acme/raw",
                "tenants/acme/datasets/01k3abcdefghjkmnpqrstvwxyz/other",
                "tenants/acme/datasets/01K3ABCDEFGHJKMNPQRSTVWXYZ/raw",
                "tenants/ACME/datasets/01k3abcdefghjkmnpqrstvwxyz/raw",
                "tenants/acme/../umbrella/datasets/01k3abcdefghjkmnpqrstvwxyz/raw",
                "tenants/acme/jobs/01k3abcdefghjkmnpqrstvwxyz/checkpoints/12-1.safetensors",
                "tenants/acme/jobs/01k3abcdefghjkmnpqrstvwxyz/checkpoints/000000000012-0.safetensors",
                "tenants/acme/models/01k3abcdefghjkmnpqrstvwxyz/0/model.json",
                "tenants/acme/models/01k3abcdefghjkmnpqrstvwxyz/1/..",
                "tenants/acme/reactors/01k3abcdefghjkmnpqrstvwxyz/runs",
                "tenants/acme/reactors/01k3abcdefghjkmnpqrstvwxyz/runs/../model",
                "tenants/acme/reactors/01k3abcdefghjkmnpqrstvwxyz/adaptations/model.json",
                "tenants/acme/datasets/01k3abcdefghjkmnpqrstvwxyz/raw\n"
            })
    void refusesKeysOutsideTheLayout(String key) {
        assertThatThrownBy(() -> new ObjectKey(key)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "tenants/",
                "tenants/acme",
                "tenants/acme/datasets/",
                "tenants/acme/models/01k3abcdefghjkmnpqrstvwxyz",
                "tenants/acme/reactors/01k3abcdefghjkmnpqrstvwxyz",
                "tenants/acme/reactors/01k3abcdefghjkmnpqrstvwxyz/adaptations/",
                "tenants/acme/reactors/01k3abcdefghjkmnpqrstvwxyz/adaptations/01k3abcdefghjkmnpqrstvwxyz/0/",
                "tenants/acme/reactors/01k3abcdefghjkmnpqrstvwxyz/adaptations/01k3abcdefghjkmnpqrstvwxyz/1",
                "tenants/acme/../"
            })
    void refusesPrefixesThatReachNeighbours(String prefix) {
        assertThatThrownBy(() -> new KeyPrefix(prefix))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesNumbersAndIdsOutOfRange() {
        assertThatThrownBy(() -> ObjectKeys.checkpoint(ACME, ID, -1, 1))
                .hasMessageContaining("step -1");
        assertThatThrownBy(() -> ObjectKeys.checkpoint(ACME, ID, 1, 0))
                .hasMessageContaining("attempt 0");
        assertThatThrownBy(() -> ObjectKeys.artifactPrefix(ACME, ID, 0))
                .hasMessageContaining("attempt 0");
        assertThatThrownBy(() -> ObjectKeys.dataset(ACME, "../../etc"))
                .hasMessageContaining("dataset id '../../etc'");
        assertThatThrownBy(() -> ObjectKeys.dataset(ACME, null))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
