package io.cuvette.data.hdf5;

import io.cuvette.data.finding.DataException;
import io.jhdf.Constants;
import io.jhdf.FractalHeap;
import io.jhdf.ObjectHeader;
import io.jhdf.btree.BTreeV2;
import io.jhdf.btree.record.AttributeNameForIndexedAttributesRecord;
import io.jhdf.object.message.AttributeInfoMessage;
import io.jhdf.object.message.AttributeMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A group or a dataset. */
public abstract sealed class Hdf5Node permits Hdf5Group, Hdf5Dataset {

    private final Hdf5File file;
    private final String path;
    private final ObjectHeader header;
    private Map<String, Hdf5Attribute> attributes;

    Hdf5Node(Hdf5File file, String path, ObjectHeader header) {
        this.file = file;
        this.path = path;
        this.header = header;
    }

    public final Hdf5File file() {
        return file;
    }

    /** Where it lies, without a leading slash, for instance {@code obs/batch}. */
    public final String path() {
        return path;
    }

    /** Address of its header, by which object references mean it. */
    public final long address() {
        return header.getAddress();
    }

    final ObjectHeader header() {
        return header;
    }

    public final Map<String, Hdf5Attribute> attributes() throws DataException {
        if (attributes == null) {
            attributes = Collections.unmodifiableMap(Hdf5File.guard(path, this::readAttributes));
        }
        return attributes;
    }

    public final Optional<Hdf5Attribute> attribute(String name) throws DataException {
        return Optional.ofNullable(attributes().get(name));
    }

    /** A text attribute, when present and text. */
    public final Optional<String> textAttribute(String name) throws DataException {
        Optional<Hdf5Attribute> attribute = attribute(name);
        if (attribute.isEmpty() || !attribute.get().type().isText()) {
            return Optional.empty();
        }
        List<String> values = attribute.get().texts();
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }

    private Map<String, Hdf5Attribute> readAttributes() throws DataException {
        List<AttributeMessage> messages =
                new ArrayList<>(header.getMessagesOfType(AttributeMessage.class));
        for (AttributeInfoMessage info : header.getMessagesOfType(AttributeInfoMessage.class)) {
            if (info.getFractalHeapAddress() == Constants.UNDEFINED_ADDRESS) {
                continue;
            }
            GuardedStorage storage = file.storage();
            FractalHeap heap = new FractalHeap(storage, info.getFractalHeapAddress());
            BTreeV2<AttributeNameForIndexedAttributesRecord> index =
                    new BTreeV2<>(storage, info.getAttributeNameBTreeAddress());
            for (AttributeNameForIndexedAttributesRecord entry : index.getRecords()) {
                messages.add(
                        new AttributeMessage(
                                heap.getId(entry.getHeapId()), storage, entry.getFlags()));
            }
        }
        Map<String, Hdf5Attribute> found = new LinkedHashMap<>();
        for (AttributeMessage message : messages) {
            String name = message.getName().replace("\0", "");
            Hdf5Attribute earlier = found.put(name, Hdf5Attribute.of(file, path, name, message));
            if (earlier != null) {
                throw Hdf5File.corrupt(path, "Two attributes have the name '%s'.".formatted(name));
            }
        }
        return found;
    }
}
