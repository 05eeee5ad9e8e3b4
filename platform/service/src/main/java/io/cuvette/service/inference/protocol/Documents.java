package io.cuvette.service.inference.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.cuvette.service.inference.ModelSignature;
import io.cuvette.service.inference.TensorMetadata;
import java.util.Arrays;
import java.util.List;

/** The protocol's small JSON objects. */
public final class Documents {

    private Documents() {}

    /** {@code $metadata_server_response}. */
    public record ServerMetadata(
            @JsonProperty("name") String name,
            @JsonProperty("version") String version,
            @JsonProperty("extensions") List<String> extensions) {}

    /** {@code $live_server_response}. */
    public record ServerLive(@JsonProperty("live") boolean live) {}

    /** {@code $ready_server_response}. */
    public record ServerReady(@JsonProperty("ready") boolean ready) {}

    /** {@code $ready_model_response}. */
    public record ModelReady(
            @JsonProperty("name") String name, @JsonProperty("ready") boolean ready) {}

    /** {@code $metadata_tensor}. */
    public record TensorDescription(
            @JsonProperty("name") String name,
            @JsonProperty("datatype") String datatype,
            @JsonProperty("shape") List<Long> shape) {

        static TensorDescription of(TensorMetadata tensor) {
            return new TensorDescription(
                    tensor.name(),
                    tensor.datatype().name(),
                    Arrays.stream(tensor.shape().dimensions()).boxed().toList());
        }
    }

    /** {@code $metadata_model_response}. */
    public record ModelDescription(
            @JsonProperty("name") String name,
            @JsonProperty("versions") List<String> versions,
            @JsonProperty("platform") String platform,
            @JsonProperty("inputs") List<TensorDescription> inputs,
            @JsonProperty("outputs") List<TensorDescription> outputs) {

        public static ModelDescription of(
                String name, List<String> versions, ModelSignature signature) {
            return new ModelDescription(
                    name,
                    List.copyOf(versions),
                    signature.platform(),
                    signature.inputs().stream().map(TensorDescription::of).toList(),
                    signature.outputs().stream().map(TensorDescription::of).toList());
        }
    }

    /** {@code $inference_error_response} and its like. */
    public record ErrorMessage(@JsonProperty("error") String error) {}
}
