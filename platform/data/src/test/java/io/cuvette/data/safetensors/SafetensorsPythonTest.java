package io.cuvette.data.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.data.testing.Python;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The format as its specification states it, in ten lines of Python, reads and writes the same. */
class SafetensorsPythonTest {
    @TempDir Path folder;

    @BeforeEach
    void needsPython() throws Exception {
        Python.assumeModules("numpy");
    }

    @Test
    void pythonReadsWhatWeWrite() throws Exception {
        Path file = folder.resolve("java.safetensors");
        new SafetensorsWriter()
                .metadata("note", "größer")
                .add("w", new float[] {1.5f, -2, 3, 4, 5, 6}, 2, 3)
                .add("n", new long[] {1L << 40}, 1)
                .add("b", TensorType.BOOL, new long[] {3}, ByteBuffer.wrap(new byte[] {1, 0, 1}))
                .writeTo(file);

        String printed =
                Python.run(
                        """
                        import sys, struct, json, numpy as np
                        raw = open(sys.argv[1], 'rb').read()
                        n, = struct.unpack('<Q', raw[:8])
                        assert n % 8 == 0
                        head = json.loads(raw[8:8 + n].decode('utf-8'))
                        print(ascii(head.pop('__metadata__')))
                        kinds = {'F32': '<f4', 'I64': '<i8', 'BOOL': '?'}
                        for name, t in sorted(head.items()):
                            b, e = t['data_offsets']
                            print(name, np.frombuffer(raw[8 + n + b:8 + n + e], kinds[t['dtype']]).reshape(t['shape']).tolist())
                        """,
                        file);

        assertThat(printed.lines())
                .containsExactly(
                        "{'note': 'gr\\xf6\\xdfer'}",
                        "b [True, False, True]",
                        "n [1099511627776]",
                        "w [[1.5, -2.0, 3.0], [4.0, 5.0, 6.0]]");
    }

    @Test
    void weReadWhatPythonWrites() throws Exception {
        Path file = folder.resolve("python.safetensors");
        Python.run(
                """
                import sys, struct, json, numpy as np
                arrays = {'h': np.array([1, -0.333251953125, 6e-8], '<f2'), 'd': np.arange(6.).reshape(2, 3)}
                head, data = {'__metadata__': {'format': 'np'}}, b''
                for name, a in arrays.items():
                    head[name] = {'dtype': {'f2': 'F16', 'f8': 'F64'}[a.dtype.str[1:]], 'shape': list(a.shape),
                                  'data_offsets': [len(data), len(data) + a.nbytes]}
                    data += a.tobytes()
                text = json.dumps(head).encode()
                open(sys.argv[1], 'wb').write(struct.pack('<Q', len(text)) + text + data)
                """,
                file);

        try (SafetensorsReader reader = SafetensorsReader.open(file)) {
            assertThat(reader.metadata()).containsEntry("format", "np");
            assertThat(reader.names()).containsExactly("h", "d");
            assertThat(reader.floats("h")).containsExactly(1f, -0.33325195f, 0x1p-24f);
            assertThat(reader.doubles("d")).containsExactly(0, 1, 2, 3, 4, 5);
            assertThat(reader.info("d").shape()).containsExactly(2L, 3L);
        }
    }
}
