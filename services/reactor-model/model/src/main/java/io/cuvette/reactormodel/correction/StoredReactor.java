package io.cuvette.reactormodel.correction;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cuvette.reactormodel.baseline.RidgeRegression;
import io.cuvette.reactormodel.estimation.UnknownParameter;
import io.cuvette.reactormodel.reactor.OperatingRegion;
import io.cuvette.reactormodel.reactor.ReactorNumbers;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.training.core.tensor.RecurrentStack.Architecture;
import java.util.List;

/**
 * What {@code reactor.json} of an adapted reactor holds.
 *
 * @param format of the file
 * @param fitted absent where nothing was estimated
 * @param linear absent for other corrections
 * @param network absent for other corrections; its weights are in {@code model.safetensors}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StoredReactor(
        int format,
        ReactorNumbers nominal,
        List<UnknownParameter> unknown,
        MeasuredNode measured,
        OperatingRegion region,
        StoredEstimate fitted,
        double[] outputMean,
        double[] outputDeviation,
        CorrectionKind correction,
        double share,
        double[] correctionScale,
        List<RidgeRegression.Coefficients> linear,
        Architecture network,
        HeldOut heldOut) {

    static final int FORMAT = 1;
}
