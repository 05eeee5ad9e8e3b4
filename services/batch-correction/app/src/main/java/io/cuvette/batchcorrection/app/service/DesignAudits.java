package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.preprocess.CellColumns;
import io.cuvette.batchcorrection.preprocess.CountProfile;
import io.cuvette.batchcorrection.preprocess.DesignAudit;
import io.cuvette.batchcorrection.preprocess.DesignCheck;
import io.cuvette.data.DatasetFormat;
import io.cuvette.data.DatasetReader;
import io.cuvette.data.ReadLimits;
import io.cuvette.data.SpooledDataset;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.h5ad.H5adReader;
import io.cuvette.service.dataset.DatasetFiles;
import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.FieldError;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.training.Dataset;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Audits of a dataset's design before anything is trained. */
@ApplicationScoped
public class DesignAudits {

    private final DatasetFiles datasets;

    DesignAudits(DatasetFiles datasets) {
        this.datasets = datasets;
    }

    /**
     * An audit with its origin.
     *
     * @param layer whose values were judged as well; only then findings speak of values
     * @param usable whether nothing in it stops a training
     */
    public record AuditView(
            String datasetId,
            String datasetSha256,
            Optional<String> layer,
            boolean usable,
            DesignAudit design) {}

    /** What to look at. */
    private record Request(String batch, Optional<String> labels, Optional<String> layer) {
        boolean names(String column) {
            return column.equals(batch) || labels.filter(column::equals).isPresent();
        }
    }

    /**
     * Reads the annotations of one of the caller's datasets, and the matrix only when a layer is
     * named.
     *
     * @param batch column that names the batch
     * @param labels column that names the label
     * @param layer of an {@code .h5ad}, whose values are to be judged
     * @throws ProblemException UNPROCESSABLE when a column or the layer is not there, or a column
     *     has too many values; what {@link DatasetFiles#with} throws
     */
    public AuditView audit(
            String datasetId, String batch, Optional<String> labels, Optional<String> layer) {
        Request request = new Request(batch, labels, layer);
        return datasets.with(
                datasetId,
                (file, scratch, dataset) -> {
                    DesignCheck.Result result = check(request, file, scratch, dataset);
                    DesignAudit audit = result.audit().orElseThrow(() -> refused(result));
                    if (result.findings().stream().anyMatch(DesignAudits::isOfTheRequest)) {
                        throw refused(result);
                    }
                    return new AuditView(
                            dataset.id(), dataset.sha256(), layer, audit.usable(), audit);
                });
    }

    private static DesignCheck.Result check(
            Request request, Path file, Path scratch, Dataset dataset) throws IOException {
        if (DatasetReader.sniff(file) == DatasetFormat.H5AD && request.layer().isEmpty()) {
            return ofAnnotations(request, file);
        }
        try (SpooledDataset data =
                DatasetReader.spool(
                        file,
                        request.layer(),
                        request::names,
                        CellDatasets.options(dataset, scratch))) {
            return DesignCheck.of(
                    CountProfile.of(data.counts()),
                    data.obs(),
                    request.batch(),
                    request.labels(),
                    data.obsColumns(),
                    CellColumns.of(file, data));
        } catch (DataException e) {
            if (request.layer().isPresent()
                    && e.finding().code() == FindingCode.EMPTY
                    && e.finding().field().contains("layer")) {
                throw unprocessable(
                        List.of(new FieldError("layer", "LAYER_MISSING", e.finding().message())));
            }
            throw e;
        }
    }

    /** The named columns are held, the others read a few at a time. */
    private static DesignCheck.Result ofAnnotations(Request request, Path file) throws IOException {
        List<String> columns = H5adReader.obsColumns(file, ReadLimits.DEFAULT);
        Frame named = H5adReader.readAnnotations(file, ReadLimits.DEFAULT, request::names).obs();
        return DesignCheck.ofAnnotations(
                named,
                request.batch(),
                request.labels(),
                columns,
                CellColumns.ofH5ad(file, named, columns));
    }

    /** Not a property of the data, but a column that cannot be meant. */
    private static boolean isOfTheRequest(Finding finding) {
        return finding.stops()
                && switch (finding.code()) {
                    case BATCH_MISSING, LABEL_MISSING, INVALID_SETTING -> true;
                    default -> false;
                };
    }

    private static ProblemException refused(DesignCheck.Result result) {
        return unprocessable(
                result.findings().stream()
                        .filter(DesignAudits::isOfTheRequest)
                        .map(
                                finding ->
                                        new FieldError(
                                                parameter(finding),
                                                finding.code().name(),
                                                finding.message()))
                        .toList());
    }

    private static ProblemException unprocessable(List<FieldError> errors) {
        return new ProblemException(ErrorCode.UNPROCESSABLE, errors.get(0).message(), errors);
    }

    private static String parameter(Finding finding) {
        return finding.field().equals("batchKey") ? "batch" : "labels";
    }
}
