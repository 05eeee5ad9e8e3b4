package io.cuvette.reactormodel.estimation;

import static io.cuvette.reactormodel.reactor.ReactorParameter.PRE_EXPONENTIAL_FACTOR;

import io.cuvette.reactormodel.estimation.NearbySearch.Found;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorParameter;
import io.cuvette.reactormodel.simulation.SimulationException;
import io.cuvette.reactormodel.simulation.Simulator;
import io.cuvette.reactormodel.simulation.Tolerances;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;

/**
 * Estimates unknown parameters from runs: the maximum of
 *
 * <pre>
 * -1/2 sum ((simulated - measured) / noise)^2 - 1/2 sum (coordinate of the belief)^2
 * </pre>
 *
 * <p>by Levenberg and Marquardt's method, near the point by Gauss and Newton's with slopes that
 * stay ({@link NearbySearch}), with intervals from the curvature at the maximum (Laplace). Where
 * the noise is not given it is what the fit before left, see {@link Noise}, so balances that do not
 * describe the runs widen the intervals and leave more to the belief.
 *
 * @param simulator for the runs; its tolerance bounds what noise can be seen
 */
public record ParameterEstimator(Simulator simulator) {

    public static final ParameterEstimator STANDARD =
            new ParameterEstimator(new Simulator(Simulator.Method.AUTO, Tolerances.STANDARD));

    /** Where no temperature was measured. */
    private static final double USUAL_TEMPERATURE_K = 400;

    private static final int RUNS_TO_BEGIN = 10;

    /** Of the rate constant, or else of the first parameter, in standard deviations of belief. */
    private static final double[] FIRST_COORDINATES = {0, 1.5, -1.5};

    /** Of a rate constant of which hardly more than the size is believed. */
    private static final double[] MANY_FIRST_COORDINATES = {0, 1.5, -1.5, 3, -3};

    private static final double WIDE = 1;

    private static final int MOST_ROUNDS = 4;
    private static final double SETTLED = 0.05;

    /** In standard deviations of an estimate: slopes found so near to it are its own. */
    private static final double BESIDE = 0.1;

    private static final int MOST_POLISHING = 3;

    /** Of the standard normal distribution, for 95 %. */
    private static final double QUANTILE = 1.959964;

    /**
     * Estimates with noise found from the runs.
     *
     * @param nominal its other parameters are taken as exact
     * @param unknown at least one, each once
     * @param runs with at least one measured value
     * @throws SimulationException when the nominal reactor cannot be followed
     */
    public Estimate estimate(
            Reactor nominal, List<UnknownParameter> unknown, List<ObservedRun> runs) {
        Problem problem = problem(nominal, unknown, runs);
        double[] start = problem.coordinates().searched(start(nominal, unknown, runs));
        return estimate(problem, problem.noise().first(), start, Optional.empty());
    }

    /**
     * The same from where an estimate of some of the runs ended, in place of a search for where to
     * begin.
     */
    public Estimate onward(Reactor nominal, Estimate earlier, List<ObservedRun> runs) {
        Problem problem = problem(nominal, earlier.unknown(), runs);
        double[] start = problem.coordinates().searched(earlier.coordinates());
        double[] noise = earlier.noise();
        for (int channel = 0; channel < noise.length; channel++) {
            // less than can be seen is what the earlier runs said of a channel without values
            if (noise[channel] < problem.noise().least()[channel]) {
                noise[channel] = problem.noise().first()[channel];
            }
        }
        WeightedResiduals weighted = problem.weighted(noise);
        Optional<RealMatrix> slopes =
                weighted.followed(start).map(rows -> weighted.valueSlopes(start, rows));
        return slopes.isPresent()
                ? estimate(problem, noise, start, slopes)
                : estimate(nominal, earlier.unknown(), runs);
    }

    /**
     * @param noise to begin with
     * @param start where to begin
     * @param nearby slopes of the values at the start, where it is near the likeliest point
     */
    private static Estimate estimate(
            Problem problem, double[] noise, double[] start, Optional<RealMatrix> nearby) {
        WeightedResiduals weighted = problem.weighted(noise);
        double[] point = start;
        Optional<RealMatrix> slopes = nearby;
        int rounds = 0;
        boolean settled = false;
        while (!settled && rounds < MOST_ROUNDS) {
            Optional<double[]> near = nearby(weighted, slopes, point);
            point =
                    near.isPresent()
                            ? near.get()
                            : LikelihoodSearch.OF_ROUND.maximum(weighted, point);
            rounds++;
            double[] left = problem.residuals().of(problem.coordinates().reactor(point));
            if (near.isEmpty()) {
                double[] rows = weighted.rows(point, left);
                slopes = Optional.of(weighted.valueSlopes(point, rows));
            }
            Curvature curvature = new Curvature(weighted.slopesOf(slopes.orElseThrow()));
            double[] next = problem.noise().after(noise, left, curvature);
            settled = isClose(noise, next);
            noise = next;
            weighted = problem.weighted(noise);
        }
        return polished(weighted, point, rounds);
    }

    /**
     * Another noise moves the likeliest point little.
     *
     * @param slopes of the values near the point, if there are some
     */
    private static Optional<double[]> nearby(
            WeightedResiduals weighted, Optional<RealMatrix> slopes, double[] point) {
        return slopes.flatMap(
                        values -> NearbySearch.maximum(weighted, weighted.slopesOf(values), point))
                .map(Found::point);
    }

    private static boolean isClose(double[] noise, double[] other) {
        return IntStream.range(0, noise.length)
                .allMatch(i -> Math.abs(Math.log(other[i] / noise[i])) < SETTLED);
    }

    /** The likeliest point near one that a rough search found. */
    private static Estimate polished(WeightedResiduals weighted, double[] rough, int rounds) {
        double[] point = rough;
        for (int i = 0; i < MOST_POLISHING; i++) {
            RealMatrix slopes = weighted.slopes(point);
            Optional<Found> near = NearbySearch.maximum(weighted, slopes, point);
            if (near.isEmpty()) {
                break;
            }
            point = near.get().point();
            if (near.get().length() < BESIDE) {
                return describe(weighted, point, slopes, rounds);
            }
        }
        point = LikelihoodSearch.OF_POINT.maximum(weighted, rough);
        return describe(weighted, point, weighted.slopes(point), rounds);
    }

    /**
     * Where to begin. A reaction that is far faster or slower than believed leaves valleys beside
     * the right one, in which all of it happens before the first measurement or none of it; so the
     * search begins from several rates, on few runs, and goes on from where the least is left.
     */
    private double[] start(
            Reactor nominal, List<UnknownParameter> unknown, List<ObservedRun> runs) {
        List<ObservedRun> few =
                runs.stream().filter(run -> run.measured() > 0).limit(RUNS_TO_BEGIN).toList();
        Problem problem = problem(nominal, unknown, few);
        WeightedResiduals weighted = problem.weighted(problem.noise().first());
        double[] best = new double[unknown.size()];
        double least = Double.POSITIVE_INFINITY;
        int rate = Math.max(0, parameters(unknown).indexOf(PRE_EXPONENTIAL_FACTOR));
        boolean wide = unknown.get(rate).relativeDeviation() >= WIDE;
        for (double first : wide ? MANY_FIRST_COORDINATES : FIRST_COORDINATES) {
            double[] from = new double[unknown.size()];
            from[rate] = first;
            double[] found = LikelihoodSearch.OF_VALLEY.maximum(weighted, from);
            double left = 0;
            for (double row : weighted.rows(found)) {
                left += row * row;
            }
            if (left < least) {
                least = left;
                best = found;
            }
        }
        return problem.coordinates().belief(best);
    }

    private static List<ReactorParameter> parameters(List<UnknownParameter> unknown) {
        return unknown.stream().map(UnknownParameter::parameter).toList();
    }

    /**
     * Reactors by parts of the runs of an earlier estimate, with its noise: short searches from it,
     * most of them with its own slopes, in place of an estimate each.
     *
     * @param parts of the runs, each with true for those that it has, with a measured value
     */
    public List<Reactor> again(
            Reactor nominal, Estimate earlier, List<ObservedRun> runs, List<boolean[]> parts) {
        Problem whole = problem(nominal, earlier.unknown(), runs);
        double[] noise = earlier.noise();
        Coordinates coordinates = whole.coordinates();
        double[] start = coordinates.searched(earlier.coordinates());
        WeightedResiduals all = whole.weighted(noise);
        RealMatrix slopes = all.valueSlopes(start, all.rows(start));
        List<Reactor> reactors = new ArrayList<>();
        for (boolean[] part : parts) {
            List<ObservedRun> kept = Folds.rows(part, true).stream().map(runs::get).toList();
            WeightedResiduals weighted =
                    new WeightedResiduals(coordinates, new RunResiduals(simulator, kept), noise);
            RealMatrix its = ofPart(slopes, runs, part);
            double[] point =
                    nearby(weighted, Optional.of(its), start)
                            .orElseGet(() -> LikelihoodSearch.OF_POINT.maximum(weighted, start));
            reactors.add(coordinates.reactor(point));
        }
        return reactors;
    }

    /** Of values of all runs those of some. */
    private static RealMatrix ofPart(RealMatrix values, List<ObservedRun> runs, boolean[] part) {
        IntStream.Builder rows = IntStream.builder();
        int next = 0;
        for (int i = 0; i < part.length; i++) {
            for (int end = next + runs.get(i).measured(); next < end; next++) {
                if (part[i]) {
                    rows.add(next);
                }
            }
        }
        int[] columns = IntStream.range(0, values.getColumnDimension()).toArray();
        return values.getSubMatrix(rows.build().toArray(), columns);
    }

    private record Problem(Coordinates coordinates, RunResiduals residuals, Noise noise) {

        WeightedResiduals weighted(double[] with) {
            return new WeightedResiduals(coordinates, residuals, with);
        }
    }

    private Problem problem(
            Reactor nominal, List<UnknownParameter> unknown, List<ObservedRun> runs) {
        RunResiduals residuals = new RunResiduals(simulator, runs);
        if (unknown.isEmpty() || residuals.size() == 0) {
            throw new IllegalArgumentException(
                    "estimation needs an unknown parameter and a measured value");
        }
        double mean = residuals.meanTemperatureK();
        double reference = Double.isNaN(mean) ? USUAL_TEMPERATURE_K : mean;
        return new Problem(
                new Coordinates(nominal, unknown, reference), residuals, Noise.of(residuals));
    }

    /**
     * @param slopes of the weighted rows at the point or within a tenth of a deviation of it
     */
    private static Estimate describe(
            WeightedResiduals weighted, double[] point, RealMatrix slopes, int rounds) {
        Coordinates coordinates = weighted.coordinates();
        RealMatrix searched = curvature(slopes, weighted.residuals()).inverse();
        RealMatrix change = MatrixUtils.createRealMatrix(coordinates.beliefBySearched());
        RealMatrix covariance = change.multiply(searched).multiplyTransposed(change);
        double[] belief = coordinates.belief(point);
        List<Estimate.Parameter> parameters = new ArrayList<>();
        for (int i = 0; i < belief.length; i++) {
            double deviation = Math.sqrt(covariance.getEntry(i, i));
            double low = coordinates.value(i, belief[i] - QUANTILE * deviation);
            double high = coordinates.value(i, belief[i] + QUANTILE * deviation);
            parameters.add(
                    new Estimate.Parameter(
                            coordinates.unknown().get(i).parameter(),
                            coordinates.value(i, belief[i]),
                            Math.min(low, high),
                            Math.max(low, high),
                            Math.max(0, 1 - covariance.getEntry(i, i))));
        }
        return new Estimate(
                coordinates.reactor(point),
                parameters,
                coordinates.unknown(),
                belief,
                covariance.getData(),
                weighted.noise()[0],
                weighted.noise()[1],
                rounds);
    }

    /**
     * With the rows of values made as much smaller as their noise is uncertain, so that what the
     * runs hardly determine stays as believed.
     */
    private static Curvature curvature(RealMatrix slopes, RunResiduals residuals) {
        double[] widening = Noise.widening(residuals, new Curvature(slopes));
        RealMatrix narrowed = slopes.copy();
        for (int i = 0; i < residuals.size(); i++) {
            for (int j = 0; j < slopes.getColumnDimension(); j++) {
                narrowed.multiplyEntry(i, j, 1 / widening[residuals.channel(i)]);
            }
        }
        return new Curvature(narrowed);
    }
}
