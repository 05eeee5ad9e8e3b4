package io.cuvette.training.core.tuning;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.OneOf;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Whole;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Population based training: members train side by side for an interval; then those that do badly
 * go on from the trained state and the settings of one that does well (exploit), with settings that
 * are changed a little (explore). So the best member has a schedule of settings.
 *
 * <p>Section 3 and Appendix A.1 of the paper: truncation selection takes a member of the worst
 * share {@code cut} to a random one of the best such share (20 %); in a binary tournament each
 * member meets a random other and becomes it when that is better. Exploring multiplies each setting
 * by {@code factor} or its inverse counterpart {@code 2 - factor} (1.2 or 0.8), or draws it anew
 * from its range with a chance {@code resampling}.
 *
 * <p>The paper's members look at each other whenever one of them is ready, and what they see
 * depends on their pace. Here a generation begins when the one before is over, so that the same
 * seed gives the same population. Trial {@code g * population + m} is member {@code m} in
 * generation {@code g}. A member that failed always becomes another one; where all did, members
 * begin anew.
 */
@MethodInfo(
        name = "pbt",
        area = Area.TUNING,
        does = "a population in which losers go on from winners with changed settings",
        paper = "Population Based Training of Neural Networks",
        source = "Jaderberg et al., 2017, arXiv 1711.09846",
        keeps = "the trained state of every member at the end of its interval")
public final class PopulationBasedTraining implements Search {

    /** Who becomes another member. */
    public enum Exploit {
        TRUNCATION,
        TOURNAMENT
    }

    /** How the settings that were taken over are changed. */
    public enum Explore {
        PERTURB,
        RESAMPLE
    }

    /**
     * @param cut of truncation only
     * @param factor of perturbing only
     * @param resampling of resampling only
     */
    public record Settings(
            @Whole(min = 2, max = 1000, preset = 8, about = "members") int population,
            @Whole(min = 1, max = 1000, preset = 5, about = "intervals that each member trains for")
                    int generations,
            @OneOf(preset = "truncation", about = "who becomes another member") Exploit exploit,
            @Real(
                            min = 0.01,
                            max = 0.5,
                            preset = 0.2,
                            about = "share of the worst that become one of the best")
                    double cut,
            @OneOf(preset = "perturb", about = "how settings that were taken over are changed")
                    Explore explore,
            @Real(
                            min = 1.01,
                            max = 1.99,
                            preset = 1.2,
                            about = "settings are multiplied by it or by 2 less it")
                    double factor,
            @Real(min = 0, max = 1, preset = 0.25, about = "chance that a setting is drawn anew")
                    double resampling) {

        public static Settings of(int population, int generations) {
            return new Settings(
                    population, generations, Exploit.TRUNCATION, 0.2, Explore.PERTURB, 1.2, 0.25);
        }
    }

    private final Settings settings;

    public PopulationBasedTraining(Settings settings) {
        this.settings = SettingsSchema.checked(settings);
    }

    @Override
    public OptionalInt trials(Space space) {
        return OptionalInt.of(settings.population() * settings.generations());
    }

    @Override
    public int generations() {
        return settings.generations();
    }

    @Override
    public int generation(int trial) {
        return trial / settings.population();
    }

    @Override
    public int lineage(int trial) {
        return trial % settings.population();
    }

    @Override
    public Optional<Proposal> next(Study study) {
        int number = study.next();
        int generation = generation(number);
        if (generation == settings.generations()) {
            return Optional.empty();
        }
        int member = lineage(number);
        RandomStream random =
                new RandomStream(
                        Seeds.hash(Seeds.hash(study.seed(), "population"), generation, member));
        if (generation == 0) {
            return Optional.of(RandomSearch.uniform(study.space(), random));
        }
        int first = (generation - 1) * settings.population();
        List<Trial> before = study.trials().subList(first, first + settings.population());
        if (before.stream().anyMatch(Trial::isPending)) {
            return Optional.empty();
        }
        return Optional.of(successor(study.space(), before, member, random));
    }

    private Proposal successor(Space space, List<Trial> before, int member, RandomStream random) {
        List<Trial> measured =
                before.stream()
                        .filter(trial -> trial.outcome() instanceof Trial.Measured)
                        .sorted(
                                Comparator.comparingDouble(Trial::lossOrInfinity)
                                        .thenComparingInt(Trial::number))
                        .toList();
        if (measured.isEmpty()) {
            return RandomSearch.uniform(space, random);
        }
        Trial own = before.get(member);
        Trial model =
                switch (settings.exploit()) {
                    case TRUNCATION -> truncation(before, measured, own, random);
                    case TOURNAMENT -> tournament(before, measured, own, random);
                };
        List<Double> point =
                model.number() == own.number()
                        ? own.point()
                        : explored(space, model.point(), random);
        return new Proposal(point, OptionalInt.of(model.number()));
    }

    private Trial truncation(
            List<Trial> before, List<Trial> measured, Trial own, RandomStream random) {
        int share = Math.max(1, (int) Math.floor(settings.cut() * before.size()));
        int rank = measured.indexOf(own);
        // failed members rank behind all others
        boolean worst = rank < 0 || rank >= Math.max(1, before.size() - share);
        return worst ? measured.get(random.nextInt(Math.min(share, measured.size()))) : own;
    }

    private static Trial tournament(
            List<Trial> before, List<Trial> measured, Trial own, RandomStream random) {
        int other = random.nextInt(before.size() - 1);
        Trial rival = before.get(other < before.indexOf(own) ? other : other + 1);
        Trial better = rival.lossOrInfinity() < own.lossOrInfinity() ? rival : own;
        return better.outcome() instanceof Trial.Measured
                ? better
                : measured.get(random.nextInt(measured.size()));
    }

    private List<Double> explored(Space space, List<Double> point, RandomStream random) {
        List<Double> explored = new ArrayList<>();
        for (int i = 0; i < point.size(); i++) {
            Dimension dimension = space.dimensions().get(i);
            // drawn always, so that one setting's fate does not shift another's draws
            double chance = random.nextDouble();
            double unit = random.nextDouble();
            explored.add(
                    switch (settings.explore()) {
                        case PERTURB ->
                                dimension.scaled(
                                        point.get(i),
                                        chance < 0.5 ? settings.factor() : 2 - settings.factor());
                        case RESAMPLE ->
                                chance < settings.resampling()
                                        ? dimension.value(unit)
                                        : point.get(i);
                    });
        }
        return explored;
    }
}
