package io.cuvette.data.arrow;

import com.google.flatbuffers.FlatBufferBuilder;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.flatbuf.Utf8;

/** The parts of an Arrow file that describe others, in FlatBuffers. */
final class ArrowMetadata {

    private ArrowMetadata() {}

    /**
     * Where a record batch lies in the file.
     *
     * @param offset of its message
     * @param metadataLength bytes of the message until its body
     * @param bodyLength bytes of the body
     */
    record Block(long offset, int metadataLength, long bodyLength) {}

    /** A part of a body, by its place there; empty for the bitmap of a column without nulls. */
    record Part(long offset, long length) {}

    static FlatBufferBuilder schema(ArrowTable table) {
        FlatBufferBuilder builder = new FlatBufferBuilder();
        return message(builder, MessageHeader.Schema, addSchema(builder, table), 0);
    }

    /**
     * @param rows of the batch
     * @param parts of all columns in their order: bitmap, offsets and letters of a text; bitmap and
     *     values of a number
     * @param bodyLength of all parts
     */
    static FlatBufferBuilder recordBatch(int rows, BatchParts parts, long bodyLength) {
        FlatBufferBuilder builder = new FlatBufferBuilder();
        org.apache.arrow.flatbuf.RecordBatch.startBuffersVector(builder, parts.parts().size());
        for (int i = parts.parts().size() - 1; i >= 0; i--) {
            Part part = parts.parts().get(i);
            Buffer.createBuffer(builder, part.offset(), part.length());
        }
        int buffers = builder.endVector();
        org.apache.arrow.flatbuf.RecordBatch.startNodesVector(builder, parts.columns());
        for (int i = 0; i < parts.columns(); i++) {
            FieldNode.createFieldNode(builder, rows, 0);
        }
        int nodes = builder.endVector();
        org.apache.arrow.flatbuf.RecordBatch.startRecordBatch(builder);
        org.apache.arrow.flatbuf.RecordBatch.addLength(builder, rows);
        org.apache.arrow.flatbuf.RecordBatch.addNodes(builder, nodes);
        org.apache.arrow.flatbuf.RecordBatch.addBuffers(builder, buffers);
        int batch = org.apache.arrow.flatbuf.RecordBatch.endRecordBatch(builder);
        return message(builder, MessageHeader.RecordBatch, batch, bodyLength);
    }

    /**
     * @param columns number of columns
     * @param parts of all of them
     */
    record BatchParts(int columns, List<Part> parts) {}

    static byte[] footer(ArrowTable table, List<Block> blocks) {
        FlatBufferBuilder builder = new FlatBufferBuilder();
        int schema = addSchema(builder, table);
        Footer.startDictionariesVector(builder, 0);
        int dictionaries = builder.endVector();
        Footer.startRecordBatchesVector(builder, blocks.size());
        for (int i = blocks.size() - 1; i >= 0; i--) {
            Block block = blocks.get(i);
            org.apache.arrow.flatbuf.Block.createBlock(
                    builder, block.offset(), block.metadataLength(), block.bodyLength());
        }
        int batches = builder.endVector();
        Footer.startFooter(builder);
        Footer.addVersion(builder, MetadataVersion.V5);
        Footer.addSchema(builder, schema);
        Footer.addDictionaries(builder, dictionaries);
        Footer.addRecordBatches(builder, batches);
        builder.finish(Footer.endFooter(builder));
        return builder.sizedByteArray();
    }

    private static FlatBufferBuilder message(
            FlatBufferBuilder builder, byte type, int header, long bodyLength) {
        Message.startMessage(builder);
        Message.addVersion(builder, MetadataVersion.V5);
        Message.addHeaderType(builder, type);
        Message.addHeader(builder, header);
        Message.addBodyLength(builder, bodyLength);
        builder.finish(Message.endMessage(builder));
        return builder;
    }

    private static int addSchema(FlatBufferBuilder builder, ArrowTable table) {
        int[] fields = new int[table.texts().size() + table.columns().size()];
        int next = 0;
        for (String name : table.texts().keySet()) {
            Utf8.startUtf8(builder);
            fields[next++] = addField(builder, name, Type.Utf8, Utf8.endUtf8(builder));
        }
        for (String name : table.columns()) {
            FloatingPoint.startFloatingPoint(builder);
            FloatingPoint.addPrecision(builder, Precision.SINGLE);
            int single = FloatingPoint.endFloatingPoint(builder);
            fields[next++] = addField(builder, name, Type.FloatingPoint, single);
        }
        int allFields = Schema.createFieldsVector(builder, fields);
        int[] entries = new int[table.metadata().size()];
        next = 0;
        for (Map.Entry<String, String> entry : table.metadata().entrySet()) {
            entries[next++] =
                    KeyValue.createKeyValue(
                            builder,
                            builder.createString(entry.getKey()),
                            builder.createString(entry.getValue()));
        }
        int metadata = Schema.createCustomMetadataVector(builder, entries);
        Schema.startSchema(builder);
        Schema.addEndianness(builder, Endianness.Little);
        Schema.addFields(builder, allFields);
        Schema.addCustomMetadata(builder, metadata);
        return Schema.endSchema(builder);
    }

    private static int addField(FlatBufferBuilder builder, String name, byte type, int details) {
        int text = builder.createString(name);
        int children = Field.createChildrenVector(builder, new int[0]);
        Field.startField(builder);
        Field.addName(builder, text);
        Field.addNullable(builder, false);
        Field.addTypeType(builder, type);
        Field.addType(builder, details);
        Field.addChildren(builder, children);
        return Field.endField(builder);
    }
}
