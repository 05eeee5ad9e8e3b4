package io.cuvette.batchcorrection.metric;

import com.fasterxml.jackson.annotation.JsonValue;

/** The columns of the score table. */
public enum Metric {
    /** Mean silhouette of batches, raw in [-1, 1]. */
    BATCH_SILHOUETTE("batchSilhouette", "ASW batch (raw)", Direction.LOWER),
    /** Calinski-Harabasz index of batches. */
    BATCH_CALINSKI_HARABASZ("batchCalinskiHarabasz", "CH batch", Direction.LOWER),
    /** 1 / Davies-Bouldin index of batches. */
    BATCH_INVERSE_DAVIES_BOULDIN("batchInverseDaviesBouldin", "1/DB batch", Direction.LOWER),
    /** Mean silhouette of labels, raw in [-1, 1]. */
    LABEL_SILHOUETTE("labelSilhouette", "ASW label (raw)", Direction.HIGHER),
    /** Calinski-Harabasz index of labels. */
    LABEL_CALINSKI_HARABASZ("labelCalinskiHarabasz", "CH label", Direction.HIGHER),
    /** 1 / Davies-Bouldin index of labels. */
    LABEL_INVERSE_DAVIES_BOULDIN("labelInverseDaviesBouldin", "1/DB label", Direction.HIGHER),
    /** scIB batch ASW within labels, [0, 1]. */
    BATCH_ASW("batchAsw", "Batch ASW", Direction.HIGHER),
    /** Batch removal adapted silhouette: batch ASW against all other batches, cosine, [0, 1]. */
    BRAS("bras", "BRAS", Direction.HIGHER),
    /** Scaled batch LISI, [0, 1]. */
    ILISI("iLisi", "iLISI", Direction.HIGHER),
    /** iLISI over the iLISI of shuffled batches: 1 is random mixing whatever the batch number. */
    ILISI_RELATIVE("iLisiRelative", "iLISI / shuffled", Direction.HIGHER),
    /** kBET on the embedding within labels, [0, 1]. */
    KBET("kBetEmbedding", "kBET (embedding)", Direction.HIGHER),
    /** kBET within labels on diffusion distances as in scIB, [0, 1]. */
    KBET_DIFFUSION("kBet", "kBET (diffusion)", Direction.HIGHER),
    /** Graph connectivity of labels, (0, 1]. */
    GRAPH_CONNECTIVITY("graphConnectivity", "Graph connectivity", Direction.HIGHER),
    /** Reduction of batch-explained variance against the baseline, [0, 1]. */
    PCR_COMPARISON("pcrComparison", "PCR comparison", Direction.HIGHER),
    /** Single-cell batch effect evaluator, [0, 1]. */
    SBEE("sBee", "sBEE", Direction.HIGHER),
    /** Balanced accuracy of a forest that predicts the batch; batch chance is none. */
    BATCH_LEAKAGE("batchLeakage", "Batch leakage", Direction.LOWER),
    /** scIB label ASW, [0, 1]. */
    LABEL_ASW("labelAsw", "Label ASW", Direction.HIGHER),
    /** Scaled label LISI, [0, 1]. */
    CLISI("cLisi", "cLISI", Direction.HIGHER),
    /** Normalised mutual information of labels and k-means clusters, [0, 1]. */
    NMI("nmi", "NMI (k-means)", Direction.HIGHER),
    /** Adjusted Rand index of labels and k-means clusters. */
    ARI("ari", "ARI (k-means)", Direction.HIGHER),
    /** Normalised mutual information of labels and the Leiden clusters that agree best, [0, 1]. */
    NMI_LEIDEN("nmiLeiden", "NMI (Leiden)", Direction.HIGHER),
    /** Adjusted Rand index of labels and the same Leiden clusters. */
    ARI_LEIDEN("ariLeiden", "ARI (Leiden)", Direction.HIGHER),
    /** Isolated labels, ASW form, [0, 1]. */
    ISOLATED_LABELS("isolatedLabels", "Isolated labels", Direction.HIGHER),
    /** Isolated labels, F1 form: best match with one Leiden cluster, [0, 1]. */
    ISOLATED_LABELS_F1("isolatedLabelsF1", "Isolated labels (F1)", Direction.HIGHER),
    /** Mean of BRAS, iLISI, kBET (embedding), graph connectivity and PCR comparison. */
    BATCH_SCORE("batchScore", "Batch correction", Direction.HIGHER),
    /** Mean of isolated labels, NMI, ARI, label ASW and cLISI. */
    BIO_SCORE("bioScore", "Bio conservation", Direction.HIGHER),
    /** 0.6 bio score + 0.4 batch score. */
    TOTAL_SCORE("totalScore", "Total", Direction.HIGHER);

    /** Which way is better for a method that removes batch effects. */
    public enum Direction {
        HIGHER,
        LOWER
    }

    private final String key;
    private final String title;
    private final Direction better;

    Metric(String key, String title, Direction better) {
        this.key = key;
        this.title = title;
        this.better = better;
    }

    /** Name in JSON and in the API. */
    @JsonValue
    public String key() {
        return key;
    }

    /** Name for people. */
    public String title() {
        return title;
    }

    public Direction better() {
        return better;
    }
}
