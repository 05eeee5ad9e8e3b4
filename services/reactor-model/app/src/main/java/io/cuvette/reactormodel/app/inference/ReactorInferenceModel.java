package io.cuvette.reactormodel.app.inference;

import io.cuvette.reactormodel.app.declaration.PlainRun;
import io.cuvette.reactormodel.app.declaration.RunLimits;
import io.cuvette.reactormodel.app.service.Limits;
import io.cuvette.reactormodel.app.service.Turns;
import io.cuvette.reactormodel.correction.Attempt;
import io.cuvette.reactormodel.correction.Prediction;
import io.cuvette.reactormodel.correction.ReactorModel;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.inference.Datatype;
import io.cuvette.service.inference.InferenceException;
import io.cuvette.service.inference.InferenceModel;
import io.cuvette.service.inference.InferenceRequest;
import io.cuvette.service.inference.ModelSignature;
import io.cuvette.service.inference.Outcome;
import io.cuvette.service.inference.Shape;
import io.cuvette.service.inference.Tensor;
import io.cuvette.service.inference.TensorData;
import io.cuvette.service.inference.TensorMetadata;
import io.cuvette.service.limit.TenantPermits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Predicts runs of one adapted reactor over the Open Inference Protocol.
 *
 * <p>Inputs, all FP64: {@code start [N, 2]}, concentration (kmol/m3) and temperature (K) at time 0,
 * in a tube everywhere; {@code inputs [N, inputs]}, held, in the order of the reactor's type and in
 * its units; {@code timesH [1, T]}, above 0 and increasing, of all rows; left out: ten equal steps
 * of the region's window. Parameter {@code level}: chance of the bands, 0.9 when left out.
 *
 * <p>Outputs of shape {@code [N, T]} in FP64: predicted values and half widths of their bands; and
 * of {@code [N]}, BOOL: {@code calibrated}, whether runs that were left out of adaptation set the
 * bands, and {@code insideRegion}.
 */
final class ReactorInferenceModel implements InferenceModel {
    static final String START = "start";
    static final String INPUTS = "inputs";
    static final String TIMES = "timesH";
    static final String LEVEL = "level";
    static final String CALIBRATED = "calibrated";
    static final String INSIDE = "insideRegion";

    private static final List<String> TRAJECTORIES =
            List.of(
                    "concentrationKmolPerM3",
                    "temperatureK",
                    "concentrationHalfWidthKmolPerM3",
                    "temperatureHalfWidthK");

    private static final double USUAL_LEVEL = 0.9;
    private static final int USUAL_TIMES = 10;

    /** Rows of a request: some seconds where bands are drawn from estimates. */
    private static final int MOST_ROWS = 10_000;

    private static final int MOST_ROWS_WITHOUT_CALIBRATION = 256;

    private final ReactorModel model;
    private final Limits limits;
    private final RunLimits runs;
    private final Turns turns;
    private final TenantId tenant;
    private final ModelSignature signature;

    /**
     * @param tenant whose model it is, and whose turns it takes
     */
    ReactorInferenceModel(ReactorModel model, Limits limits, Turns turns, TenantId tenant) {
        this.model = model;
        this.limits = limits;
        this.runs = limits.runs();
        this.turns = turns;
        this.tenant = tenant;
        List<TensorMetadata> outputs = new ArrayList<>();
        for (String name : TRAJECTORIES) {
            outputs.add(TensorMetadata.of(name, Datatype.FP64, Shape.ANY, Shape.ANY));
        }
        outputs.add(TensorMetadata.of(CALIBRATED, Datatype.BOOL, Shape.ANY));
        outputs.add(TensorMetadata.of(INSIDE, Datatype.BOOL, Shape.ANY));
        this.signature =
                new ModelSignature(
                        "cuvette_reactor_model",
                        List.of(
                                TensorMetadata.of(START, Datatype.FP64, Shape.ANY, 2),
                                TensorMetadata.of(INPUTS, Datatype.FP64, Shape.ANY, inputs()),
                                TensorMetadata.of(TIMES, Datatype.FP64, 1, Shape.ANY)),
                        outputs,
                        Set.of(TIMES));
    }

    private int inputs() {
        return model.reactor().type().inputs().size();
    }

    @Override
    public ModelSignature signature() {
        return signature;
    }

    @Override
    public void validate(InferenceRequest request) {
        double level = level(request);
        if (!(level > 0 && level < 1)) {
            throw InferenceException.invalid(
                    "parameter 'level' is %s; allowed is above 0 to below 1".formatted(level));
        }
        double[] times = times(request);
        if (times.length == 0) {
            throw InferenceException.invalid(
                    "input 'timesH' is empty; leave it out for usual times");
        }
        if (times.length > runs.mostTimes() || times[times.length - 1] > runs.longestH()) {
            throw InferenceException.invalid(
                    "input 'timesH' holds %d times up to %s h; allowed are %d up to %s h"
                            .formatted(
                                    times.length,
                                    times[times.length - 1],
                                    runs.mostTimes(),
                                    runs.longestH()));
        }
        double before = 0;
        for (double time : times) {
            if (!(time > before)) {
                throw InferenceException.invalid(
                        "input 'timesH' holds %s after %s; times are above 0 and increase"
                                .formatted(time, before));
            }
            before = time;
        }
        boolean known = model.knowsBand(level, times[times.length - 1]);
        int most = known ? MOST_ROWS : MOST_ROWS_WITHOUT_CALIBRATION;
        if (request.rows() > most) {
            throw InferenceException.invalid(
                    "input 'start' has %d rows; allowed are %d".formatted(request.rows(), most));
        }
        long numbers = (long) request.rows() * times.length * TRAJECTORIES.size();
        if (numbers > limits.largestAnswer()) {
            throw InferenceException.invalid(
                    "the answer would have %d numbers; allowed are %d: give fewer rows or times"
                            .formatted(numbers, limits.largestAnswer()));
        }
        long followed =
                Limits.followed(
                        model,
                        level,
                        times[times.length - 1],
                        request.rows() * (times.length + 1L));
        if (followed > limits.mostFollowedTimes()) {
            throw InferenceException.invalid(
                    "the model would be followed through %d times, nodes and draws of bands counted; allowed are %d: give fewer rows or times"
                            .formatted(followed, limits.mostFollowedTimes()));
        }
        for (int row = 0; row < request.rows(); row++) {
            Optional<String> problem = run(request, row).problem(model.reactor());
            if (problem.isPresent()) {
                throw InferenceException.invalid("row %d has %s".formatted(row, problem.get()));
            }
        }
    }

    private static double level(InferenceRequest request) {
        return request.parameters().number(LEVEL).orElse(USUAL_LEVEL);
    }

    private double[] times(InferenceRequest request) {
        return request.find(TIMES).map(Tensor::doubles).orElseGet(this::usualTimes);
    }

    private double[] usualTimes() {
        double[] times = new double[USUAL_TIMES];
        Arrays.setAll(times, i -> model.declared().region().windowH() * (i + 1) / USUAL_TIMES);
        return times;
    }

    private PlainRun run(InferenceRequest request, int row) {
        double[] start = request.input(START).doubles();
        int width = inputs();
        return new PlainRun(
                start[2 * row],
                start[2 * row + 1],
                Arrays.copyOfRange(
                        request.input(INPUTS).doubles(), row * width, (row + 1) * width));
    }

    @Override
    public List<Outcome> infer(List<InferenceRequest> requests) {
        Optional<TenantPermits.Permit> turn = turns.take(tenant);
        if (turn.isEmpty()) {
            return Collections.nCopies(requests.size(), overloaded());
        }
        try {
            return inTime(requests);
        } finally {
            turn.get().close();
        }
    }

    /** The turn is one request's; the first of a batch that takes it all alone is too large. */
    private List<Outcome> inTime(List<InferenceRequest> requests) {
        List<Outcome> outcomes = new ArrayList<>();
        boolean ended =
                turns.endsInTime(() -> requests.forEach(request -> outcomes.add(infer(request))));
        if (!ended && outcomes.isEmpty()) {
            outcomes.add(
                    Outcome.invalid(
                            "the computation was stopped after %s s, the longest that a request may take: give fewer rows or times"
                                    .formatted(turns.longestSeconds())));
        }
        while (outcomes.size() < requests.size()) {
            outcomes.add(overloaded());
        }
        return outcomes;
    }

    private static Outcome overloaded() {
        return new Outcome.Refusal(
                new InferenceException(InferenceException.Reason.OVERLOADED, Turns.TAKEN));
    }

    /** Block by block; what else is asked for never changes a bit of a row's answer. */
    private Outcome infer(InferenceRequest request) {
        double[] times = times(request);
        double level = level(request);
        int rows = request.rows();
        double[][] trajectories = new double[TRAJECTORIES.size()][rows * times.length];
        boolean[] calibrated = new boolean[rows];
        boolean[] inside = new boolean[rows];
        for (int from = 0; from < rows; from += Attempt.BLOCK) {
            List<Run> block = new ArrayList<>();
            for (int row = from; row < Math.min(rows, from + Attempt.BLOCK); row++) {
                block.add(run(request, row).run());
            }
            List<double[]> same = Collections.nCopies(block.size(), times);
            List<Attempt> attempts = Attempt.all(model, block, same, level);
            for (int i = 0; i < attempts.size(); i++) {
                int row = from + i;
                Attempt attempt = attempts.get(i);
                if (attempt instanceof Attempt.NotFollowed failed) {
                    return Outcome.invalid(
                            "row %d cannot be followed beyond %s h (%s)"
                                    .formatted(
                                            row,
                                            failed.reason().timeH(),
                                            failed.reason().reason()));
                } else if (attempt instanceof Attempt.Unsuitable unsuitable) {
                    return Outcome.invalid(
                            "row %d: %s".formatted(row, unsuitable.reason().getMessage()));
                } else if (attempt instanceof Attempt.Predicted predicted) {
                    put(predicted.prediction(), row, trajectories);
                    calibrated[row] = predicted.prediction().calibrated();
                    inside[row] = predicted.prediction().insideRegion();
                }
            }
        }
        List<Tensor> outputs = new ArrayList<>();
        for (int i = 0; i < trajectories.length; i++) {
            outputs.add(
                    Tensor.fp64(
                            TRAJECTORIES.get(i), Shape.of(rows, times.length), trajectories[i]));
        }
        outputs.add(flags(CALIBRATED, calibrated));
        outputs.add(flags(INSIDE, inside));
        return Outcome.answer(outputs);
    }

    private static Tensor flags(String name, boolean[] values) {
        return new Tensor(
                name, Datatype.BOOL, Shape.of(values.length), new TensorData.Booleans(values));
    }

    private static void put(Prediction found, int row, double[][] trajectories) {
        double[][] values = {
            found.concentrationsKmolPerM3(),
            found.temperaturesK(),
            found.concentrationHalfWidths(),
            found.temperatureHalfWidths()
        };
        for (int i = 0; i < values.length; i++) {
            int times = values[i].length;
            System.arraycopy(values[i], 0, trajectories[i], row * times, times);
        }
    }
}
