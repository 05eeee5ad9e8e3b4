package io.cuvette.training.app.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cuvette.data.Orientation;
import io.cuvette.training.app.worker.protocol.AssignedBase;
import io.cuvette.training.app.worker.protocol.AssignedDataset;
import io.cuvette.training.app.worker.protocol.Assignment;
import io.cuvette.training.core.program.BaseModel;
import io.cuvette.training.core.program.StartState;
import io.cuvette.training.core.program.TrainingFailedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkerContextTest {

    private static final Path FOLDER = Path.of("folder");

    private static WorkerContext context(
            Optional<AssignedDataset> dataset, Optional<AssignedBase> base) {
        Assignment assignment =
                new Assignment(
                        "job",
                        1,
                        "family",
                        "tenant",
                        dataset,
                        base,
                        Optional.empty(),
                        true,
                        JsonNodeFactory.instance.objectNode().put("epochs", 3),
                        42,
                        "checkpoints/",
                        "models/",
                        List.of());
        return new WorkerContext(
                assignment,
                dataset.map(given -> FOLDER.resolve("dataset")),
                base.map(given -> FOLDER.resolve("base")),
                new InheritedState(Optional.of(new StartState(FOLDER, "9".repeat(64)))),
                FOLDER,
                FOLDER,
                null,
                null,
                null);
    }

    @Test
    void tellsTheProgramWhatTheAssignmentSaysOfTheDataset() {
        WorkerContext context =
                context(
                        Optional.of(
                                new AssignedDataset(
                                        "key", "5".repeat(64), 10, Orientation.GENES_BY_CELLS)),
                        Optional.empty());

        assertThat(context.hasDataset()).isTrue();
        assertThat(context.dataset()).isEqualTo(FOLDER.resolve("dataset"));
        assertThat(context.datasetSha256()).isEqualTo("5".repeat(64));
        assertThat(context.orientation()).isEqualTo(Orientation.GENES_BY_CELLS);
        assertThat(context.seed()).isEqualTo(42);
        assertThat(context.settings().path("epochs").intValue()).isEqualTo(3);
        assertThat(context.base()).isEmpty();
        assertThat(context.start().orElseThrow().sha256()).isEqualTo("9".repeat(64));
        assertThat(context.keepsState()).isTrue();
        assertThat(context.baseModel()).isEmpty();
    }

    @Test
    void tellsTheProgramWhatItStartsFrom() {
        WorkerContext context =
                context(
                        Optional.empty(),
                        Optional.of(
                                new AssignedBase(
                                        "other", "start", 3, "7".repeat(64), "p/", List.of())));

        assertThat(context.base()).contains(FOLDER.resolve("base"));
        assertThat(context.baseModel())
                .contains(new BaseModel("other", "start", 3, "7".repeat(64)));
        assertThat(context.hasDataset()).isFalse();
        assertThat(context.orientation()).isEqualTo(Orientation.DETECT);
        assertThatThrownBy(context::dataset)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the job has no dataset");
        assertThatThrownBy(context::datasetSha256).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aProgramThatNeverAsksForTheStateToGoOnFromIsFoundOut() throws Exception {
        InheritedState state = new InheritedState(Optional.of(new StartState(FOLDER, "sha")));

        assertThatThrownBy(() -> state.requireTaken("test-walk"))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageContaining("test-walk cannot go on from each other's state");
        assertThat(state.take()).isPresent();
        state.requireTaken("test-walk");
        new InheritedState(Optional.empty()).requireTaken("test-walk");
    }
}
