package io.cuvette.reactormodel.app.service;

import io.cuvette.reactormodel.adaptation.WindowAdapter;
import io.cuvette.reactormodel.adaptation.WindowHeldOut;
import io.cuvette.reactormodel.adaptation.WindowModel;
import io.cuvette.reactormodel.app.declaration.TypeName;
import io.cuvette.reactormodel.correction.AdaptedReactor;
import io.cuvette.reactormodel.correction.CorrectionKind;
import io.cuvette.reactormodel.correction.DeclaredReactor;
import io.cuvette.reactormodel.correction.HeldOut;
import io.cuvette.reactormodel.correction.ReactorModel;
import io.cuvette.reactormodel.correction.TrainedReactors;
import io.cuvette.reactormodel.estimation.Estimate;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.network.StepLines;
import io.cuvette.reactormodel.program.PretrainedModel;
import io.cuvette.reactormodel.program.ShippedModels;
import io.cuvette.reactormodel.reactor.ReactorParameter;
import io.cuvette.reactormodel.reactor.ReactorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What an adaptation found.
 *
 * @param method how it was adapted
 * @param base the meta-trained model it began from; absent when that is the shipped one
 * @param shippedWeights SHA-256 of the shipped weights it began from; absent with a base, and in
 *     what older versions stored
 * @param outsideTraining what of the reactor is new to the network that corrects it, by names of
 *     dimensionless numbers of {@link TrainedReactors}; empty when it was trained on its like, and
 *     where no network has a say
 * @param runs it learned from
 * @param measured values of them
 * @param measuredAfterWindow those of them after the declared window: parameters are estimated from
 *     them too, networks and corrections do not learn from them
 * @param parameters estimated ones; empty when nothing was unknown, or nothing asked for them
 * @param noise what the balances leave of the measured values; absent when nothing was estimated
 * @param correction none, linear or network; absent of the method window
 * @param heldOut what runs said that were left out; absent when there were too few, and of the
 *     method window, which has its own
 * @param window of the method window; absent of others, also in what older versions stored
 * @param outputDeviationC standard deviation of concentrations over the region, kmol/m3
 * @param outputDeviationK of temperatures, K
 */
public record AdaptationResult(
        String method,
        Optional<Base> base,
        Optional<String> shippedWeights,
        List<String> outsideTraining,
        int runs,
        int measured,
        int measuredAfterWindow,
        List<Parameter> parameters,
        Optional<Noise> noise,
        Optional<String> correction,
        Optional<Left> heldOut,
        Optional<WindowFound> window,
        double outputDeviationC,
        double outputDeviationK) {

    public AdaptationResult {
        // older versions stored none
        outsideTraining = outsideTraining == null ? List.of() : List.copyOf(outsideTraining);
    }

    /**
     * @param expected before any run
     * @param low of the 95 % interval
     * @param learned share of the belief's variance that the runs removed
     */
    public record Parameter(
            String name,
            String unit,
            double expected,
            double value,
            double low,
            double high,
            double learned) {}

    /** A version of a meta-trained model. */
    @Schema(name = "AdaptationBase")
    public record Base(String name, int version) {}

    public record Noise(double concentrationKmolPerM3, double temperatureK) {}

    /**
     * Mean squared errors in units of the outputs' variance over the region.
     *
     * @param doubted parameters that were declared as known and are estimated all the same, because
     *     left-out runs are predicted clearly better so; empty in what older versions stored
     * @param asDeclared error with what was declared as known kept, without a correction; absent in
     *     what older versions stored
     * @param withoutCorrection error with doubted parameters estimated
     */
    @Schema(name = "AdaptationHeldOut")
    public record Left(
            int folds,
            List<String> doubted,
            Optional<Double> asDeclared,
            double withoutCorrection,
            double withCorrection) {

        public Left {
            doubted = doubted == null ? List.of() : List.copyOf(doubted);
        }
    }

    /**
     * What the method window found.
     *
     * @param physics none, chosen or fixed
     * @param physicsWeight given, or chosen by held-out runs
     * @param residual step or paper; absent where physics has no say, and in what older versions
     *     stored
     * @param start pretrained or scratch
     * @param members networks whose mean predicts
     * @param heldOut absent when there were too few runs
     * @param notes what to know of the model, in sentences
     */
    public record WindowFound(
            String physics,
            double physicsWeight,
            Optional<String> residual,
            String start,
            int epochs,
            long seed,
            int members,
            Optional<WindowLeft> heldOut,
            List<String> notes) {}

    /**
     * Errors of runs that were left out, by the weight of physics.
     *
     * @param doubted parameters that were declared as known and are estimated for the physics all
     *     the same; empty in what older versions stored
     */
    public record WindowLeft(int folds, List<String> doubted, List<Candidate> candidates) {

        public WindowLeft {
            doubted = doubted == null ? List.of() : List.copyOf(doubted);
        }
    }

    /**
     * @param error mean squared, in units of the outputs' variance over the region
     */
    public record Candidate(double physicsWeight, double error) {}

    static AdaptationResult of(
            AdaptationPlan plan,
            PretrainedModel start,
            ReactorModel model,
            List<ObservedRun> runs) {
        AdaptationMethod method = plan.method();
        double[] deviations = model.outputDeviations();
        int measured = runs.stream().mapToInt(ObservedRun::measured).sum();
        double end = StepLines.end(model.declared().region().windowH());
        Optional<HeldOut> left =
                model instanceof AdaptedReactor adapted
                        ? Optional.of(adapted.heldOut())
                        : Optional.empty();
        return new AdaptationResult(
                method.name(),
                plan.base().map(base -> new Base(base.name(), base.version())),
                plan.base().isPresent()
                        ? Optional.empty()
                        : Optional.of(ShippedModels.sha256(method.kind())),
                left.filter(held -> held.chosen() == CorrectionKind.NETWORK).isPresent()
                                && !start.trainedOn().isEmpty()
                        ? TrainedReactors.unlike(start.trainedOn(), model.declared())
                        : List.of(),
                runs.size(),
                measured,
                measured - runs.stream().mapToInt(run -> run.measuredUntil(end)).sum(),
                model.estimate().map(AdaptationResult::parameters).orElse(List.of()),
                model.estimate()
                        .map(
                                estimate ->
                                        new Noise(
                                                estimate.noiseConcentrationKmolPerM3(),
                                                estimate.noiseTemperatureK())),
                left.map(held -> TypeName.of(held.chosen())),
                left.filter(held -> held.folds() > 0)
                        .map(
                                held ->
                                        new Left(
                                                held.folds(),
                                                names(held.doubted()),
                                                Optional.of(held.asDeclared()),
                                                held.withoutCorrection(),
                                                held.withCorrection())),
                method instanceof AdaptationMethod.Window window
                                && model instanceof WindowModel network
                        ? Optional.of(found(window, start, network))
                        : Optional.empty(),
                deviations[0],
                deviations[1]);
    }

    private static List<String> names(List<ReactorParameter> parameters) {
        return parameters.stream().map(ReactorParameter::fieldName).toList();
    }

    private static WindowFound found(
            AdaptationMethod.Window method, PretrainedModel start, WindowModel model) {
        WindowHeldOut left = model.heldOut();
        return new WindowFound(
                TypeName.of(method.physics()),
                model.physicsWeight(),
                Optional.of(TypeName.of(method.residual()))
                        .filter(residual -> model.physicsWeight() > 0),
                TypeName.of(method.start()),
                method.epochs(),
                method.seed(),
                model.members(),
                left.folds() == 0
                        ? Optional.empty()
                        : Optional.of(
                                new WindowLeft(
                                        left.folds(),
                                        names(left.doubted()),
                                        left.candidates().stream()
                                                .map(
                                                        c ->
                                                                new Candidate(
                                                                        c.physicsWeight(),
                                                                        c.error()))
                                                .toList())),
                notes(method, start, model));
    }

    private static List<String> notes(
            AdaptationMethod.Window method, PretrainedModel start, WindowModel model) {
        List<String> notes = new ArrayList<>();
        if (method.physics() == AdaptationMethod.Physics.CHOSEN) {
            if (!WindowAdapter.knowsPhysicsOf(model.declared())) {
                notes.add(
                        "Physics is left out: it knows a tube's first node, and this one is"
                                + " measured at its outlet.");
            } else if (model.heldOut().folds() == 0) {
                notes.add(
                        "Fewer than %d runs cannot choose a weight of physics: it is that of the data."
                                .formatted(WindowAdapter.LEAST_RUNS_TO_CHOOSE));
            }
        }
        DeclaredReactor declared = model.declared();
        if (method.start() == AdaptationMethod.Start.PRETRAINED
                && declared.nominal().type() == ReactorType.PLUG_FLOW
                && declared.measured() != start.measured()) {
            notes.add(
                    "The pretrained weights learned tubes measured at the %s node; this one is measured at the %s."
                            .formatted(
                                    TypeName.of(start.measured()),
                                    TypeName.of(declared.measured())));
        }
        return notes;
    }

    private static List<Parameter> parameters(Estimate estimate) {
        return IntStream.range(0, estimate.parameters().size())
                .mapToObj(
                        i -> {
                            Estimate.Parameter found = estimate.parameters().get(i);
                            return new Parameter(
                                    found.parameter().fieldName(),
                                    found.parameter().unit(),
                                    estimate.unknown().get(i).expected(),
                                    found.value(),
                                    found.low(),
                                    found.high(),
                                    found.learned());
                        })
                .toList();
    }
}
