package io.cuvette.training.app.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cuvette.data.Orientation;
import io.cuvette.training.app.worker.protocol.Assignment;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerContextTest {

    @Test
    void tellsTheProgramWhatTheAssignmentSaysOfTheDataset() {
        Assignment assignment =
                new Assignment(
                        "job",
                        1,
                        "family",
                        "tenant",
                        "key",
                        "5".repeat(64),
                        10,
                        Orientation.GENES_BY_CELLS,
                        JsonNodeFactory.instance.objectNode().put("epochs", 3),
                        42,
                        "checkpoints/",
                        "models/",
                        List.of());

        WorkerContext context =
                new WorkerContext(
                        assignment, Path.of("a"), Path.of("b"), Path.of("c"), null, null, null);

        assertThat(context.datasetSha256()).isEqualTo("5".repeat(64));
        assertThat(context.orientation()).isEqualTo(Orientation.GENES_BY_CELLS);
        assertThat(context.seed()).isEqualTo(42);
        assertThat(context.settings()).isEqualTo(assignment.settings());
    }
}
