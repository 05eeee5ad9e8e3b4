package io.cuvette.reactormodel.app.rest;

import io.cuvette.reactormodel.app.declaration.Dimension;
import io.cuvette.reactormodel.app.declaration.ReactorDocument;
import io.cuvette.reactormodel.app.declaration.TypeName;
import io.cuvette.reactormodel.app.declaration.Units;
import io.cuvette.reactormodel.reactor.OperatingRegion;
import io.cuvette.reactormodel.reactor.Range;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorInput;
import io.cuvette.reactormodel.reactor.ReactorParameter;
import io.cuvette.reactormodel.reactor.ReactorType;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A type of reactor: what to declare of it, and what can be done to it. */
@Schema(name = "ReactorType")
public record ReactorTypeView(
        String type, List<Parameter> parameters, List<Input> inputs, double windowH) {

    /**
     * @param nominal of the paper's reactor
     * @param units it may be given in, that of the name first
     */
    @Schema(name = "ReactorParameter")
    public record Parameter(
            String name,
            String unit,
            double lowest,
            double highest,
            double nominal,
            List<String> units) {}

    /**
     * @param low of the region for which the shipped model is made
     */
    @Schema(name = "ReactorInput")
    public record Input(String name, String unit, double low, double high, List<String> units) {}

    static ReactorTypeView of(ReactorType type) {
        Reactor nominal = type.nominal();
        OperatingRegion region = ReactorDocument.USUAL_NODE.region(nominal);
        List<Input> inputs = new ArrayList<>();
        for (int i = 0; i < type.inputs().size(); i++) {
            inputs.add(input(type.inputs().get(i), region.inputs().get(i)));
        }
        return new ReactorTypeView(
                TypeName.of(type),
                ReactorParameter.of(type).stream()
                        .map(parameter -> parameter(parameter, nominal.get(parameter)))
                        .toList(),
                inputs,
                region.windowH());
    }

    private static Parameter parameter(ReactorParameter parameter, double nominal) {
        Dimension dimension = Units.dimension(parameter);
        return new Parameter(
                parameter.fieldName(),
                parameter.unit(),
                parameter.lower(),
                parameter.upper(),
                nominal,
                dimension.symbols());
    }

    private static Input input(ReactorInput input, Range range) {
        return new Input(
                input.fieldName(),
                input.unit(),
                range.low(),
                range.high(),
                Units.dimension(input).symbols());
    }
}
