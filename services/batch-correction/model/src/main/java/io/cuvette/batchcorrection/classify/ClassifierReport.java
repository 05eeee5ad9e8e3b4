package io.cuvette.batchcorrection.classify;

import io.cuvette.batchcorrection.statistics.Interval;
import java.util.List;

/**
 * What a random forest reads from latents, cross-validated.
 *
 * @param cells that took part: drawn, with a target and a batch
 * @param accuracy over folds
 * @param balancedAccuracy mean recall of the classes in a fold's test cells, over folds
 * @param chance expected accuracy of guessing by frequency, sum of squared class shares
 * @param lookupCeiling accuracy of naming the target from the batch alone: the batch's majority in
 *     training, and the overall majority for batches that were left out; mean over folds. An
 *     accuracy that is no higher shows nothing but that the latents store the batch
 * @param classes names, in the order of the confusion matrix
 * @param confusion of all folds together, true x predicted
 * @param folds one by one
 */
public record ClassifierReport(
        Validation validation,
        int cells,
        Interval accuracy,
        Interval balancedAccuracy,
        double chance,
        double lookupCeiling,
        List<String> classes,
        ConfusionMatrix confusion,
        List<Fold> folds) {

    public ClassifierReport {
        classes = List.copyOf(classes);
        folds = List.copyOf(folds);
    }

    /**
     * @param trained number of training cells
     * @param tested number of test cells
     * @param unseen test cells of a class that training does not have; always wrong
     * @param heldOut names of the batches left out; empty in validation by cell
     */
    public record Fold(
            int trained,
            int tested,
            int unseen,
            double accuracy,
            double balancedAccuracy,
            double lookupCeiling,
            List<String> heldOut) {
        public Fold {
            heldOut = List.copyOf(heldOut);
        }
    }
}
