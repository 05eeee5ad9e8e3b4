package io.cuvette.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cuvette.data.anndata.CsrMatrix;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class InferenceBodyTest {

    /** Two cells x three genes: 0 2 0, 5 0 0. */
    private static final CsrMatrix COUNTS =
            new CsrMatrix(2, 3, new int[] {0, 1, 2}, new int[] {1, 0}, new float[] {2, 5});

    @Test
    void jsonHoldsEveryValueInRowOrder() throws Exception {
        JsonNode request =
                new ObjectMapper().readTree(InferenceBody.json(COUNTS, "embedding_fe").bytes());

        assertThat(request.at("/inputs/0/shape")).hasToString("[2,3]");
        assertThat(request.at("/inputs/0/data")).hasToString("[0.0,2.0,0.0,5.0,0.0,0.0]");
        assertThat(request.at("/outputs/0/name").asText()).isEqualTo("embedding_fe");
    }

    @Test
    void binaryHoldsLittleEndianFloatsBehindTheHeader() throws Exception {
        InferenceBody body = InferenceBody.binary(COUNTS, "embedding_fe");
        int header = body.headerLength().orElseThrow();

        JsonNode request = new ObjectMapper().readTree(body.bytes(), 0, header);
        float[] values = new float[6];
        ByteBuffer.wrap(Arrays.copyOfRange(body.bytes(), header, body.bytes().length))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);

        assertThat(request.at("/inputs/0/parameters/binary_data_size").asInt()).isEqualTo(24);
        assertThat(body.bytes()).hasSize(header + 24);
        assertThat(values).containsExactly(0, 2, 0, 5, 0, 0);
    }
}
