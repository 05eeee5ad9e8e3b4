package io.cuvette.batchcorrection.app.inference;

import io.cuvette.batchcorrection.artifact.TrainedModel;
import io.cuvette.batchcorrection.method.CorrectionModel;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.method.ScaledCells;
import io.cuvette.batchcorrection.preprocess.Preprocessing;
import io.cuvette.batchcorrection.preprocess.SparseCounts;
import io.cuvette.batchcorrection.preprocess.ValueRange;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.service.inference.Datatype;
import io.cuvette.service.inference.InferenceException;
import io.cuvette.service.inference.InferenceModel;
import io.cuvette.service.inference.InferenceRequest;
import io.cuvette.service.inference.ModelSignature;
import io.cuvette.service.inference.Outcome;
import io.cuvette.service.inference.Shape;
import io.cuvette.service.inference.Tensor;
import io.cuvette.service.inference.TensorMetadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Embeds cells over the Open Inference Protocol.
 *
 * <p>Input {@code X}, FP32 {@code [cells, genes]}: raw counts in the model's gene order; the
 * library size is estimated from these genes. Outputs {@code embedding_METHOD}, FP32 {@code [cells,
 * dimensions]}, of each method that embeds a cell without knowing its batch; without a choice all
 * of them.
 */
public final class CellInferenceModel implements InferenceModel {

    private static final String INPUT = "X";
    private static final String OUTPUT_PREFIX = "embedding_";

    private final TrainedModel model;
    private final ModelSignature signature;

    /**
     * Whether the training cells had whole numbers. A few cells of counts that were corrected for
     * ambient RNA, say, cannot be told from logged ones.
     */
    private final boolean takesWholeCounts;

    private final Map<String, CorrectionModel> byOutput = new LinkedHashMap<>();

    public CellInferenceModel(TrainedModel model) {
        this.model = model;
        this.takesWholeCounts =
                model.card().warnings().stream()
                        .noneMatch(warning -> warning.code() == FindingCode.LOOKS_SCALED);
        List<TensorMetadata> outputs = new ArrayList<>();
        for (Method method : Method.values()) {
            // a request has no batches: methods that need them are left out
            model.find(method)
                    .filter(correction -> !method.needsBatch())
                    .ifPresent(
                            correction -> {
                                String name = OUTPUT_PREFIX + method.key();
                                byOutput.put(name, correction);
                                outputs.add(
                                        TensorMetadata.of(
                                                name,
                                                Datatype.FP32,
                                                Shape.ANY,
                                                correction.dimensions()));
                            });
        }
        int genes = model.card().preprocessing().genes().size();
        this.signature =
                new ModelSignature(
                        "cuvette_batch_correction",
                        List.of(TensorMetadata.of(INPUT, Datatype.FP32, Shape.ANY, genes)),
                        outputs);
    }

    @Override
    public ModelSignature signature() {
        return signature;
    }

    @Override
    public void validate(InferenceRequest request) {
        ValueRange.Scan values = new ValueRange.Scan();
        for (float value : request.input(INPUT).floats()) {
            if (!(value >= 0) || Float.isInfinite(value)) {
                throw InferenceException.invalid(
                        "input 'X' holds %s; give raw counts, finite and not negative"
                                .formatted(value));
            }
            values.add(value);
        }
        if (takesWholeCounts) {
            values.range()
                    .judge()
                    .filter(Finding::stops)
                    .ifPresent(
                            finding -> {
                                throw InferenceException.invalid(
                                        "input 'X' holds no raw counts (%s): %s"
                                                .formatted(finding.code(), finding.message()));
                            });
        }
    }

    @Override
    public List<Outcome> infer(List<InferenceRequest> requests) {
        CsrMatrix counts = stack(requests);
        Preprocessing preprocessing = model.card().preprocessing();
        ScaledCells scaled =
                ScaledCells.ofPopulation(
                        preprocessing.scale(counts, preprocessing.estimateLibrarySizes(counts)));
        Map<String, DenseMatrix> embeddings = new LinkedHashMap<>();
        for (InferenceRequest request : requests) {
            for (String output : wanted(request)) {
                embeddings.computeIfAbsent(output, name -> byOutput.get(name).encode(scaled));
            }
        }
        List<Outcome> outcomes = new ArrayList<>(requests.size());
        int from = 0;
        for (InferenceRequest request : requests) {
            List<Tensor> outputs = new ArrayList<>();
            for (String output : wanted(request)) {
                outputs.add(rows(output, embeddings.get(output), from, request.rows()));
            }
            outcomes.add(Outcome.answer(outputs));
            from += request.rows();
        }
        return outcomes;
    }

    private Iterable<String> wanted(InferenceRequest request) {
        return request.outputs().isEmpty() ? byOutput.keySet() : request.outputs();
    }

    private static Tensor rows(String name, DenseMatrix embedding, int from, int rows) {
        int width = embedding.columns();
        float[] values = new float[rows * width];
        System.arraycopy(embedding.values(), from * width, values, 0, values.length);
        return Tensor.fp32(name, Shape.of(rows, width), values);
    }

    private CsrMatrix stack(List<InferenceRequest> requests) {
        int genes = model.card().preprocessing().genes().size();
        int rows = requests.stream().mapToInt(InferenceRequest::rows).sum();
        float[] dense = new float[Math.multiplyExact(rows, genes)];
        int next = 0;
        for (InferenceRequest request : requests) {
            float[] values = request.input(INPUT).floats();
            System.arraycopy(values, 0, dense, next, values.length);
            next += values.length;
        }
        return SparseCounts.of(new DenseMatrix(rows, genes, dense));
    }
}
