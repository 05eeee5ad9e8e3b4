package io.cuvette.reactormodel.app.declaration;

import io.cuvette.reactormodel.correction.DeclaredReactor;
import io.cuvette.reactormodel.estimation.UnknownParameter;
import io.cuvette.reactormodel.reactor.OperatingRegion;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.Range;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorInput;
import io.cuvette.reactormodel.reactor.ReactorParameter;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A declared reactor as it is stored and shown: checked, complete, in the units of the names.
 *
 * @param parameters the known ones
 * @param nodes of a tube, with the inlet
 */
public record ReactorDocument(
        String type,
        Map<String, Double> parameters,
        List<Unknown> unknown,
        Optional<Integer> nodes,
        String measuredNode,
        Region region) {

    public record Unknown(String parameter, double expected, double relativeDeviation) {}

    public record Bounds(double low, double high) {

        static Bounds of(Range range) {
            return new Bounds(range.low(), range.high());
        }

        Range range() {
            return new Range(low, high);
        }
    }

    public record Region(
            Bounds startConcentrationKmolPerM3,
            Bounds startTemperatureK,
            Map<String, Bounds> inputs,
            double windowH) {}

    static ReactorDocument of(DeclaredReactor declared) {
        Reactor nominal = declared.nominal();
        List<ReactorParameter> estimated =
                declared.unknown().stream().map(UnknownParameter::parameter).toList();
        Map<String, Double> parameters = new LinkedHashMap<>();
        for (ReactorParameter parameter : ReactorParameter.of(nominal.type())) {
            if (!estimated.contains(parameter)) {
                parameters.put(parameter.fieldName(), nominal.get(parameter));
            }
        }
        return new ReactorDocument(
                TypeName.of(nominal.type()),
                parameters,
                declared.unknown().stream()
                        .map(
                                u ->
                                        new Unknown(
                                                u.parameter().fieldName(),
                                                u.expected(),
                                                u.relativeDeviation()))
                        .toList(),
                nominal instanceof PlugFlowReactor tube
                        ? Optional.of(tube.nodes())
                        : Optional.empty(),
                TypeName.of(declared.measured()),
                region(nominal.type(), declared.region()));
    }

    private static Region region(ReactorType type, OperatingRegion region) {
        Map<String, Bounds> inputs = new LinkedHashMap<>();
        for (int i = 0; i < type.inputs().size(); i++) {
            inputs.put(type.inputs().get(i).fieldName(), Bounds.of(region.inputs().get(i)));
        }
        return new Region(
                Bounds.of(region.startConcentrationKmolPerM3()),
                Bounds.of(region.startTemperatureK()),
                inputs,
                region.windowH());
    }

    /** As the model takes it. */
    public DeclaredReactor declared() {
        ReactorType type = reactorType();
        Map<ReactorParameter, Double> values = new LinkedHashMap<>();
        List<UnknownParameter> estimated = new ArrayList<>();
        for (ReactorParameter parameter : ReactorParameter.of(type)) {
            Double known = parameters.get(parameter.fieldName());
            if (known != null) {
                values.put(parameter, known);
            }
        }
        for (Unknown one : unknown) {
            ReactorParameter parameter = parameter(type, one.parameter()).orElseThrow();
            values.put(parameter, one.expected());
            estimated.add(new UnknownParameter(parameter, one.expected(), one.relativeDeviation()));
        }
        List<Range> inputs = new ArrayList<>();
        for (ReactorInput input : type.inputs()) {
            inputs.add(region.inputs().get(input.fieldName()).range());
        }
        return new DeclaredReactor(
                reactor(type, values, nodes),
                estimated,
                TypeName.node(measuredNode).orElseThrow(),
                new OperatingRegion(
                        region.startConcentrationKmolPerM3().range(),
                        region.startTemperatureK().range(),
                        inputs,
                        region.windowH()));
    }

    public ReactorType reactorType() {
        return TypeName.type(type).orElseThrow();
    }

    static Optional<ReactorParameter> parameter(ReactorType type, String name) {
        return ReactorParameter.of(type).stream()
                .filter(parameter -> parameter.fieldName().equals(name))
                .findFirst();
    }

    /** The nominal reactor with all parameters replaced. */
    static Reactor reactor(
            ReactorType type, Map<ReactorParameter, Double> values, Optional<Integer> nodes) {
        Reactor reactor = type.nominal();
        for (Map.Entry<ReactorParameter, Double> value : values.entrySet()) {
            reactor = reactor.with(value.getKey(), value.getValue());
        }
        return nodes.isPresent() && reactor instanceof PlugFlowReactor tube
                ? withNodes(tube, nodes.get())
                : reactor;
    }

    private static PlugFlowReactor withNodes(PlugFlowReactor tube, int nodes) {
        return new PlugFlowReactor(
                tube.velocityMPerH(),
                tube.lengthM(),
                tube.crossSectionM2(),
                tube.wallAreaM2PerM(),
                tube.heatTransferKJPerHourM2K(),
                tube.jacketTemperatureK(),
                nodes,
                tube.fluid(),
                tube.kinetics(),
                tube.extra(),
                tube.check());
    }

    /** Where a tube is measured when nothing is said. */
    public static final MeasuredNode USUAL_NODE = MeasuredNode.OUTLET;
}
