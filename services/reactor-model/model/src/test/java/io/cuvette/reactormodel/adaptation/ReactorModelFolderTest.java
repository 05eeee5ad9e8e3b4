package io.cuvette.reactormodel.adaptation;

import static io.cuvette.reactormodel.adaptation.WindowRuns.GRID;
import static io.cuvette.reactormodel.adaptation.WindowRuns.exact;
import static io.cuvette.reactormodel.adaptation.WindowRuns.observe;
import static io.cuvette.reactormodel.adaptation.WindowRuns.untrained;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.reactormodel.correction.AdaptedReactor;
import io.cuvette.reactormodel.correction.Adapter;
import io.cuvette.reactormodel.correction.DeclaredReactor;
import io.cuvette.reactormodel.correction.Prediction;
import io.cuvette.reactormodel.correction.ReactorModel;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.estimation.UnknownParameter;
import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.OperatingRegion;
import io.cuvette.reactormodel.reactor.ReactorParameter;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReactorModelFolderTest {
    private static final DeclaredReactor UNKNOWN_RATE =
            new DeclaredReactor(
                    Cstr.NOMINAL,
                    List.of(
                            new UnknownParameter(
                                    ReactorParameter.PRE_EXPONENTIAL_FACTOR, 8.46e6, 0.2)),
                    MeasuredNode.OUTLET,
                    OperatingRegion.of(Cstr.NOMINAL));

    @TempDir Path folder;

    private static WindowModel window(double physicsWeight, int members) {
        return new WindowAdapter(new FineTuning(5, 1e-3), List.of(physicsWeight))
                .adapt(
                        untrained(members),
                        UNKNOWN_RATE,
                        observe(UNKNOWN_RATE, Cstr.NOMINAL, 4, 1, GRID),
                        1);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 2"})
    void aWindowNetworkSurvivesItsFilesToTheBit(double physicsWeight, int members)
            throws IOException {
        WindowModel model = window(physicsWeight, members);
        assertThat(ReactorModelFolder.write(model, folder))
                .containsExactly("window.json", "model.safetensors");

        WindowModel read = (WindowModel) ReactorModelFolder.read(folder);

        ObservedRun run = observe(UNKNOWN_RATE, Cstr.NOMINAL, 1, 7, GRID).get(0);
        for (double level : new double[] {0.5, 0.9}) {
            Prediction before = model.predict(run.run(), run.timesH(), level);
            Prediction after = read.predict(run.run(), run.timesH(), level);
            assertThat(after.temperaturesK()).isEqualTo(before.temperaturesK());
            assertThat(after.concentrationsKmolPerM3()).isEqualTo(before.concentrationsKmolPerM3());
            assertThat(after.temperatureHalfWidths()).isEqualTo(before.temperatureHalfWidths());
            assertThat(after.calibrated()).isEqualTo(before.calibrated());
        }
        assertThat(read.physicsWeight()).isEqualTo(physicsWeight);
        assertThat(read.members()).isEqualTo(members);
        assertThat(read.heldOut().candidates()).isEqualTo(model.heldOut().candidates());
        assertThat(read.estimate().map(e -> e.draws(2, 1)))
                .isEqualTo(model.estimate().map(e -> e.draws(2, 1)));
        assertThat(read.estimate().isPresent()).isEqualTo(physicsWeight > 0);
    }

    @Test
    void theCardTellsWhichModelItIs() throws IOException {
        DeclaredReactor declared = exact(Cstr.NOMINAL);
        AdaptedReactor adapted = new Adapter(Optional.empty()).adapt(declared, List.of());
        assertThat(ReactorModelFolder.write(adapted, folder))
                .containsExactly("reactor.json", "model.safetensors");
        ReactorModel read = ReactorModelFolder.read(folder);
        assertThat(read).isInstanceOf(AdaptedReactor.class);

        Files.writeString(folder.resolve("window.json"), "{}");
        assertThatThrownBy(() -> ReactorModelFolder.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Each of reactor.json and window.json is there");
        Files.delete(folder.resolve("window.json"));
        Files.delete(folder.resolve("reactor.json"));
        assertThatThrownBy(() -> ReactorModelFolder.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("None of reactor.json and window.json is there");
    }

    @Test
    void damagedCardsAreRefused() throws IOException {
        WindowModelFolder.write(window(0, 1), folder);
        Path card = folder.resolve(WindowModelFolder.CARD);
        String text = Files.readString(card);
        for (String wrong :
                List.of(
                        text.replace("\"format\" : 1", "\"format\" : 2"),
                        text.replace("\"scaling\"", "\"scales\""),
                        text.substring(0, text.length() / 2),
                        "null",
                        "{\"format\": 1}",
                        text.replace("\"inputs\" : 4", "\"inputs\" : 5"),
                        text.replaceFirst("\"FLOW\" : [0-9.]+", "\"FLOW\" : -1"))) {
            assertThat(wrong).isNotEqualTo(text);
            Files.writeString(card, wrong);
            assertThatThrownBy(() -> WindowModelFolder.read(folder))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("window.json");
        }
    }

    @Test
    void weightsThatAreMissingOrDamagedAreRefused() throws IOException {
        WindowModelFolder.write(window(0, 1), folder);
        Path weights = folder.resolve(WindowModelFolder.WEIGHTS);
        byte[] whole = Files.readAllBytes(weights);
        Files.write(weights, Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> ReactorModelFolder.read(folder)).isInstanceOf(IOException.class);
        Files.delete(weights);
        assertThatThrownBy(() -> ReactorModelFolder.read(folder)).isInstanceOf(IOException.class);
        WindowModelFolder.write(window(0, 1), folder);
        Path card = folder.resolve(WindowModelFolder.CARD);
        Files.writeString(card, Files.readString(card).replace("64", "32"));
        assertThatThrownBy(() -> ReactorModelFolder.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has the shape");
    }
}
