package io.cuvette.batchcorrection.synthetic;

import io.cuvette.batchcorrection.synthetic.BatchEffect.Hierarchical;
import io.cuvette.batchcorrection.synthetic.BatchEffect.Independent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The batches of a simulation.
 *
 * @param factors batches x genes
 * @param origins columns of the cells that are functions of the batch
 */
record BatchFactors(double[][] factors, Map<String, Origin> origins) {

    /**
     * Something that every batch comes from, for instance a donor.
     *
     * @param ofBatch code of each batch
     * @param names in the order of the codes
     */
    record Origin(int[] ofBatch, List<String> names) {}

    static BatchFactors draw(BatchEffect effect, int batches, int genes, Draws draws) {
        if (effect instanceof Independent independent) {
            double[][] factors = draws.gaussians(batches, genes);
            for (double[] ofBatch : factors) {
                for (int gene = 0; gene < genes; gene++) {
                    ofBatch[gene] = Math.exp(independent.sigma() * ofBatch[gene]);
                }
            }
            return new BatchFactors(factors, Map.of());
        }
        return hierarchical((Hierarchical) effect, batches, genes, draws);
    }

    private static BatchFactors hierarchical(
            Hierarchical effect, int batches, int genes, Draws draws) {
        int[] combinations = draws.choose(effect.combinations(), batches);
        int inner = effect.regions() * effect.protocols();
        int[] donors = Arrays.stream(combinations).map(c -> c / inner).toArray();
        int[] regions =
                Arrays.stream(combinations)
                        .map(c -> c / effect.protocols() % effect.regions())
                        .toArray();
        int[] protocols = Arrays.stream(combinations).map(c -> c % effect.protocols()).toArray();
        double[][] donorEffects = draws.gaussians(effect.donors(), genes);
        double[][] regionEffects = draws.gaussians(effect.regions(), genes);
        double[][] protocolEffects = draws.gaussians(effect.protocols(), genes);
        double[][] factors = draws.gaussians(batches, genes);
        for (int batch = 0; batch < batches; batch++) {
            for (int gene = 0; gene < genes; gene++) {
                factors[batch][gene] =
                        Math.exp(
                                effect.donorSigma() * donorEffects[donors[batch]][gene]
                                        + effect.regionSigma() * regionEffects[regions[batch]][gene]
                                        + effect.protocolSigma()
                                                * protocolEffects[protocols[batch]][gene]
                                        + effect.residualSigma() * factors[batch][gene]);
            }
        }
        Map<String, Origin> origins = new LinkedHashMap<>();
        origins.put("donor", new Origin(donors, Names.numbered("donor", effect.donors())));
        origins.put("region", new Origin(regions, Names.numbered("region", effect.regions())));
        origins.put(
                "protocol", new Origin(protocols, Names.numbered("protocol", effect.protocols())));
        int cases = effect.donors() / 2;
        int[] diagnosis = Arrays.stream(donors).map(donor -> donor < cases ? 0 : 1).toArray();
        origins.put("diagnosis", new Origin(diagnosis, List.of("case", "control")));
        return new BatchFactors(factors, origins);
    }
}
