package io.cuvette.batchcorrection.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.cuvette.batchcorrection.plot.LossCurves.LossPanel;
import io.cuvette.batchcorrection.plot.LossCurves.Part;
import io.cuvette.batchcorrection.plot.LossCurves.Reference;
import io.cuvette.batchcorrection.plot.LossCurves.Series;
import io.cuvette.training.core.metric.MetricHistory;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LossCurvesTest {

    private static Series series(double... values) {
        int[] epochs = IntStream.range(0, values.length).toArray();
        return new Series("mse", Part.VALIDATION, epochs, values);
    }

    private static LossPanel panel(Series... series) {
        return new LossPanel(
                "fe", "mse", List.of(series), List.of(), OptionalInt.empty(), OptionalInt.empty());
    }

    @Test
    void axisIsLogarithmicOnlyForPositiveLossesThatFallByMoreThanTwenty() {
        assertThat(panel(series(1, 0.049)).logarithmic()).isTrue();
        assertThat(panel(series(1, 0.051)).logarithmic()).isFalse();
        assertThat(panel(series(100, -0.001)).logarithmic()).isFalse();
        assertThat(panel(series(100, 0)).logarithmic()).isFalse();
        // a level to compare with counts as well
        LossPanel compared =
                new LossPanel(
                        "fe",
                        "mse",
                        List.of(series(1, 0.5)),
                        List.of(new Reference("predict the mean", 60)),
                        OptionalInt.empty(),
                        OptionalInt.empty());
        assertThat(compared.logarithmic()).isTrue();
    }

    @Test
    void epochsWithoutTheMetricAreLeftOut() {
        List<MetricHistory.Row> history =
                List.of(
                        new MetricHistory.Row(0, 10, Map.of("validation.mse", 3.0)),
                        new MetricHistory.Row(1, 20, Map.of("adversary.loss", 1.0)),
                        new MetricHistory.Row(2, 30, Map.of("validation.mse", 2.0)));
        Series series = Series.of("mse", Part.VALIDATION, history, "validation.mse");
        assertThat(series.epochs()).containsExactly(0, 2);
        assertThat(series.values()).containsExactly(3, 2);
    }

    @Test
    void legendNamesSeriesReferenceAndEpochs() throws Exception {
        assertThat(PicturesTest.texts(ExamplePictures.losses(2, "fe").picture()))
                .contains(
                        "Losses of fe",
                        "fe, adversary",
                        "loss (train)",
                        "loss (validation)",
                        "ln 5 = 1.61",
                        "best: epoch 47",
                        "stopped: epoch 59",
                        "mean squared error (log)",
                        "cross entropy (nats)",
                        "epoch");
        assertThat(Reference.confusion(147).value()).isCloseTo(4.9904, within(1e-4));
    }

    @Test
    void aSingleEpochIsStillDrawn() throws Exception {
        assertThat(PicturesTest.texts(new LossCurves("", List.of(panel(series(0.3)))).picture()))
                .contains("0");
    }

    @Test
    void pointsSurviveJson() throws Exception {
        ObjectMapper json = new ObjectMapper().registerModule(new Jdk8Module());
        LossCurves curves = ExamplePictures.losses(2, "fe");
        String text = json.writeValueAsString(curves);
        assertThat(text).contains("\"bestEpoch\":47", "\"part\":\"TRAIN\"");
        assertThat(json.readTree(text).get("panels").get(1).get("references").get(0).get("value"))
                .hasToString(Double.toString(Math.log(5)));
        assertThat(json.readTree(text).has("picture")).isFalse();
    }

    @Test
    void refusesWhatCannotBeDrawn() {
        assertThatThrownBy(() -> series(1, Double.NaN))
                .hasMessageContaining("series mse is NaN at epoch 1; leave epochs")
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Series("a", Part.TRAIN, new int[2], new double[2]))
                .hasMessageContaining("do not rise at 0");
        assertThatThrownBy(() -> new Series("a", Part.TRAIN, new int[2], new double[3]))
                .hasMessageContaining("2 epochs and 3 values");
        assertThatThrownBy(() -> panel(series())).hasMessageContaining("got 1 of 0");
        assertThatThrownBy(() -> panel(Collections.nCopies(9, series(1)).toArray(Series[]::new)))
                .hasMessageContaining("1 to 8 series");
        assertThatThrownBy(() -> new LossCurves("", List.of()))
                .hasMessageContaining("1 to 24 panels of losses are needed, got 0");
        assertThatThrownBy(() -> new LossCurves("", Collections.nCopies(25, panel(series(1, 2)))))
                .hasMessageContaining("got 25");
        assertThatThrownBy(() -> new Reference("ln 0", Math.log(0)))
                .hasMessageContaining("the reference ln 0 is -Infinity");
    }
}
