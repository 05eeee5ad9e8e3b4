package io.cuvette.reactormodel.app.declaration;

import io.cuvette.reactormodel.correction.DeclaredReactor;
import io.cuvette.reactormodel.estimation.UnknownParameter;
import io.cuvette.reactormodel.reactor.ExtraPhysics;
import io.cuvette.reactormodel.reactor.OperatingRegion;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorParameter;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks a declaration as a whole and completes it. */
public final class DeclarationReader {
    private static final String NOMINAL = "nominal";
    private static final double LARGEST_DEVIATION = 10;

    /** There is none unless the caller says so. */
    private static final Set<ReactorParameter> EXTRA =
            EnumSet.of(
                    ReactorParameter.HEAT_LOSS,
                    ReactorParameter.AMBIENT_TEMPERATURE,
                    ReactorParameter.SIDE_PRE_EXPONENTIAL_FACTOR,
                    ReactorParameter.SIDE_ACTIVATION_ENERGY,
                    ReactorParameter.SIDE_REACTION_ENTHALPY);

    private final ReactorDeclaration declaration;
    private final ReactorType type;
    private final Units units;
    private final Findings findings;

    private DeclarationReader(ReactorDeclaration declaration, ReactorType type, Findings findings) {
        this.declaration = declaration;
        this.type = type;
        this.findings = findings;
        this.units = Units.read(declaration.units(), Units.ofDeclaration(type), findings);
    }

    /**
     * The complete declaration.
     *
     * @throws io.cuvette.service.error.ProblemException INVALID_REQUEST with everything that is
     *     wrong
     */
    public static ReactorDocument read(ReactorDeclaration declaration) {
        Findings findings = new Findings();
        Optional<ReactorType> type = declaration.type().flatMap(TypeName::type);
        if (type.isEmpty()) {
            String all = TypeName.all(ReactorType.values());
            declaration
                    .type()
                    .ifPresentOrElse(
                            name ->
                                    findings.invalid(
                                            "type",
                                            "is '%s'; allowed are %s"
                                                    .formatted(Findings.shortened(name), all)),
                            () -> findings.missing("type", "allowed are " + all));
        }
        findings.refuseAny();
        return new DeclarationReader(declaration, type.orElseThrow(), findings).document();
    }

    private ReactorDocument document() {
        if (declaration.basedOn().filter(name -> !name.equals(NOMINAL)).isPresent()) {
            findings.invalid("basedOn", "is not nominal; leave it out or name that");
        }
        List<UnknownParameter> unknown = unknown();
        Map<ReactorParameter, Double> values = values(unknown);
        Optional<Integer> nodes = nodes();
        MeasuredNode measured = measured();
        // the region is judged by the reactor; by the nominal one while this one is not right
        Reactor reactor =
                findings.count() == 0
                        ? ReactorDocument.reactor(type, values, nodes)
                        : type.nominal();
        OperatingRegion region =
                new RegionReader(reactor, measured, units, findings).read(declaration.region());
        findings.refuseAny();
        return ReactorDocument.of(new DeclaredReactor(reactor, unknown, measured, region));
    }

    private List<UnknownParameter> unknown() {
        List<UnknownParameter> all = new ArrayList<>();
        Set<ReactorParameter> seen = EnumSet.noneOf(ReactorParameter.class);
        for (int i = 0; i < declaration.unknown().size(); i++) {
            String path = "unknown[" + i + "]";
            ReactorDeclaration.Unknown one = declaration.unknown().get(i);
            if (one == null) {
                findings.missing(path, "name a parameter or leave the entry out");
                continue;
            }
            int before = findings.count();
            Optional<ReactorParameter> parameter = parameter(path + ".parameter", one.parameter());
            parameter
                    .filter(p -> !seen.add(p))
                    .ifPresent(p -> findings.invalid(path, p.fieldName() + " is named twice"));
            parameter
                    .filter(p -> declaration.parameters().containsKey(p.fieldName()))
                    .ifPresent(
                            p ->
                                    findings.invalid(
                                            path,
                                            p.fieldName()
                                                    + " is also in parameters; it is known or"
                                                    + " unknown, not both"));
            if (one.expected().isEmpty()) {
                findings.missing(path + ".expected", "say what is expected before any run");
            }
            Optional<Double> expected =
                    parameter.flatMap(
                            p -> one.expected().map(e -> expected(path + ".expected", p, e)));
            Optional<Double> deviation =
                    deviation(path + ".relativeDeviation", one.relativeDeviation());
            if (findings.count() == before) {
                all.add(
                        new UnknownParameter(
                                parameter.orElseThrow(),
                                expected.orElseThrow(),
                                deviation.orElseThrow()));
            }
        }
        return all;
    }

    private Optional<ReactorParameter> parameter(String path, Optional<String> name) {
        if (name.isEmpty()) {
            findings.missing(path, "name one of " + names());
            return Optional.empty();
        }
        Optional<ReactorParameter> parameter = ReactorDocument.parameter(type, name.get());
        if (parameter.isEmpty()) {
            findings.unknown(
                    path,
                    "is '%s'; a reactor of type %s has %s"
                            .formatted(Findings.shortened(name.get()), TypeName.of(type), names()));
        }
        return parameter;
    }

    private double expected(String path, ReactorParameter parameter, double given) {
        double value = inRange(path, parameter, given);
        if (value == 0) {
            findings.outOfRange(path, "is 0; an unknown parameter is expected to be something");
        }
        return value;
    }

    private Optional<Double> deviation(String path, Optional<Double> given) {
        if (given.isEmpty()) {
            findings.missing(path, "say how far off the expected value may be, such as 0.1");
        } else if (!(given.get() > 0 && given.get() <= LARGEST_DEVIATION)) {
            findings.outOfRange(path, "is %s; allowed is above 0 to 10".formatted(given.get()));
        }
        return given;
    }

    private Map<ReactorParameter, Double> values(List<UnknownParameter> unknown) {
        Map<ReactorParameter, Double> values = new EnumMap<>(ReactorParameter.class);
        for (String name : declaration.parameters().keySet()) {
            if (ReactorDocument.parameter(type, name).isEmpty()) {
                findings.unknown(
                        "parameters." + name,
                        "is no parameter of type %s; these are %s"
                                .formatted(TypeName.of(type), names()));
            }
        }
        unknown.forEach(one -> values.put(one.parameter(), one.expected()));
        Set<String> meantUnknown =
                declaration.unknown().stream()
                        .filter(one -> one != null)
                        .flatMap(one -> one.parameter().stream())
                        .collect(Collectors.toSet());
        for (ReactorParameter parameter : ReactorParameter.of(type)) {
            String name = parameter.fieldName();
            Double given = declaration.parameters().get(name);
            if (given != null) {
                values.put(parameter, inRange("parameters." + name, parameter, given));
            } else if (!meantUnknown.contains(name)) {
                leftOut(parameter).ifPresent(value -> values.put(parameter, value));
            }
        }
        return values;
    }

    private Optional<Double> leftOut(ReactorParameter parameter) {
        if (declaration.basedOn().isPresent()) {
            return Optional.of(type.nominal().get(parameter));
        }
        if (EXTRA.contains(parameter)) {
            return Optional.of(type.nominal().withExtra(ExtraPhysics.NONE).get(parameter));
        }
        findings.missing(
                "parameters." + parameter.fieldName(),
                "give it in %s, list it in unknown, or set basedOn to nominal"
                        .formatted(parameter.unit()));
        return Optional.empty();
    }

    private double inRange(String path, ReactorParameter parameter, double given) {
        double value = units.own(parameter.fieldName(), given);
        if (!(value >= parameter.lower() && value <= parameter.upper())) {
            findings.outOfRange(
                    path,
                    "is %s; allowed is %s to %s %s"
                            .formatted(
                                    units.shown(parameter.fieldName(), given),
                                    parameter.lower(),
                                    parameter.upper(),
                                    parameter.unit()));
        }
        return value;
    }

    private Optional<Integer> nodes() {
        boolean tube = type == ReactorType.PLUG_FLOW;
        declaration
                .nodes()
                .ifPresent(
                        nodes -> {
                            if (!tube) {
                                findings.invalid("nodes", "is of tubes only; leave it out");
                            } else if (nodes < 2 || nodes > 1001) {
                                findings.outOfRange(
                                        "nodes", "is %d; allowed is 2 to 1001".formatted(nodes));
                            }
                        });
        return declaration.nodes();
    }

    private MeasuredNode measured() {
        return declaration
                .measuredNode()
                .map(
                        name ->
                                TypeName.node(name)
                                        .orElseGet(
                                                () -> {
                                                    findings.invalid(
                                                            "measuredNode",
                                                            "is '%s'; allowed are %s"
                                                                    .formatted(
                                                                            Findings.shortened(
                                                                                    name),
                                                                            TypeName.all(
                                                                                    MeasuredNode
                                                                                            .values())));
                                                    return ReactorDocument.USUAL_NODE;
                                                }))
                .orElse(ReactorDocument.USUAL_NODE);
    }

    private String names() {
        return ReactorParameter.of(type).stream()
                .map(ReactorParameter::fieldName)
                .collect(Collectors.joining(", "));
    }
}
