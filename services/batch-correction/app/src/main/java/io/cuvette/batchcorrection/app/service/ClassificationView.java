package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.artifact.Classifications;
import io.cuvette.service.modellibrary.ModelRef;
import java.util.List;

/**
 * What a forest predicts from each representation, and the version it belongs to.
 *
 * @param entries one for each target, representation and validation; none when the job named no
 *     target
 */
public record ClassificationView(ModelRef model, List<Classifications.Entry> entries) {}
