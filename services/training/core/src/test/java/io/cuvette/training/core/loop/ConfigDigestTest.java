package io.cuvette.training.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.training.core.program.BaseModel;
import io.cuvette.training.core.testing.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigDigestTest {

    private static final BaseModel BASE = new BaseModel("family", "start", 1, "12".repeat(32));

    @TempDir Path folder;

    private static ObjectNode settings() {
        return JsonNodeFactory.instance.objectNode().put("epochs", 3);
    }

    private TestContext context() throws IOException {
        return new TestContext(folder, 1, settings());
    }

    private TestContext onData(String data) throws IOException {
        TestContext context = context();
        Files.writeString(context.dataset(), data);
        return context;
    }

    /** Checkpoints of earlier releases stay good. */
    @Test
    void ofAJobOnADatasetItIsOfSettingsCodeAndItsBytes() throws IOException {
        TestContext context = onData("a");

        assertThat(ConfigDigest.of(context, "1"))
                .isEqualTo(ConfigDigest.of(settings(), "1", context.datasetSha256()))
                .isNotEqualTo(ConfigDigest.of(context, "2"));
    }

    @Test
    void otherInputsGiveOtherDigests() throws IOException {
        String bare = ConfigDigest.of(context().withoutDataset(), "1");
        String onData = ConfigDigest.of(onData("a"), "1");
        String onOther = ConfigDigest.of(onData("b"), "1");
        String fromBase = ConfigDigest.of(context().withoutDataset().startingFrom(BASE), "1");
        String both = ConfigDigest.of(onData("a").startingFrom(BASE), "1");
        BaseModel next = new BaseModel("family", "start", 2, "34".repeat(32));
        String fromNext = ConfigDigest.of(context().withoutDataset().startingFrom(next), "1");

        assertThat(bare).isEqualTo(ConfigDigest.of(settings(), "1"));
        assertThat(new String[] {bare, onData, onOther, fromBase, both, fromNext})
                .doesNotHaveDuplicates();
    }

    /** The same bytes under another name are the same start. */
    @Test
    void theNameOfTheBaseDoesNotMatter() throws IOException {
        BaseModel renamed = new BaseModel("family", "other", 9, BASE.sha256());

        assertThat(ConfigDigest.of(context().withoutDataset().startingFrom(renamed), "1"))
                .isEqualTo(ConfigDigest.of(context().withoutDataset().startingFrom(BASE), "1"));
    }
}
