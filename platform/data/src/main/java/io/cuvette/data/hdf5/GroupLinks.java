package io.cuvette.data.hdf5;

import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import io.jhdf.Constants;
import io.jhdf.FractalHeap;
import io.jhdf.ObjectHeader;
import io.jhdf.btree.BTreeV2;
import io.jhdf.btree.record.LinkNameForIndexedGroupRecord;
import io.jhdf.object.message.LinkInfoMessage;
import io.jhdf.object.message.LinkMessage;
import io.jhdf.object.message.SymbolTableMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the links of a group, of the old kind (symbol tables) and the new (link messages). */
final class GroupLinks {

    /** Where a link leads. */
    sealed interface Target {
        record Hard(long address) implements Target {}

        record Soft(String path) implements Target {}
    }

    private static final int SOFT_LINK_CACHE_TYPE = 2;

    private final GuardedStorage storage;
    private final String path;
    private final Map<String, Target> links = new LinkedHashMap<>();
    private final Set<Long> visited = new HashSet<>();

    private GroupLinks(GuardedStorage storage, String path) {
        this.storage = storage;
        this.path = path;
    }

    static Map<String, Target> read(GuardedStorage storage, String path, ObjectHeader header)
            throws DataException {
        GroupLinks reader = new GroupLinks(storage, path);
        if (header.hasMessageOfType(SymbolTableMessage.class)) {
            SymbolTableMessage table = header.getMessageOfType(SymbolTableMessage.class);
            ByteBuffer names = reader.localHeap(table.getLocalHeapAddress());
            reader.symbolTree(table.getBTreeAddress(), names);
        } else if (header.hasMessageOfType(LinkInfoMessage.class)) {
            reader.linkMessages(header);
        } else {
            throw Hdf5File.corrupt(path, "It is neither a group nor a dataset.");
        }
        return reader.links;
    }

    private void linkMessages(ObjectHeader header) throws DataException {
        LinkInfoMessage info = header.getMessageOfType(LinkInfoMessage.class);
        List<LinkMessage> messages = new ArrayList<>(header.getMessagesOfType(LinkMessage.class));
        if (info.getBTreeNameIndexAddress() != Constants.UNDEFINED_ADDRESS) {
            FractalHeap heap = new FractalHeap(storage, info.getFractalHeapAddress());
            BTreeV2<LinkNameForIndexedGroupRecord> index =
                    new BTreeV2<>(storage, info.getBTreeNameIndexAddress());
            for (LinkNameForIndexedGroupRecord entry : index.getRecords()) {
                messages.add(
                        LinkMessage.fromBuffer(heap.getId(entry.getId()), storage.getSuperblock()));
            }
        }
        for (LinkMessage message : messages) {
            switch (message.getLinkType()) {
                case HARD ->
                        add(message.getLinkName(), new Target.Hard(message.getHardLinkAddress()));
                case SOFT -> add(message.getLinkName(), new Target.Soft(message.getSoftLink()));
                case EXTERNAL ->
                        throw new DataException(
                                FindingCode.EXTERNAL_REFERENCE,
                                Hdf5Group.join(path, message.getLinkName()),
                                "It is a link to another file. Store the data itself.");
            }
        }
    }

    private void add(String name, Target target) throws DataException {
        if (name.isEmpty() || name.contains("/") || name.equals(".")) {
            throw Hdf5File.corrupt(path, "A member has an impossible name.");
        }
        if (links.put(name, target) != null) {
            throw Hdf5File.corrupt(path, "Two members have the name '%s'.".formatted(name));
        }
    }

    /** The data segment of a local heap, which holds the names of an old-style group. */
    private ByteBuffer localHeap(long address) throws DataException {
        int lengths = storage.getSizeOfLengths();
        int offsets = storage.getSizeOfOffsets();
        ByteBuffer header = storage.readBufferFromAddress(address, 8 + 2 * lengths + offsets);
        requireSignature(header, "HEAP");
        header.position(8);
        long size = unsigned(header, lengths);
        header.position(8 + 2 * lengths);
        return storage.readBufferFromAddress(unsigned(header, offsets), Math.toIntExact(size));
    }

    private void symbolTree(long address, ByteBuffer names) throws DataException {
        if (!visited.add(address)) {
            throw Hdf5File.corrupt(path, "The index of its members refers to itself.");
        }
        int offsets = storage.getSizeOfOffsets();
        ByteBuffer header = storage.readBufferFromAddress(address, 8 + 2 * offsets);
        requireSignature(header, "TREE");
        if (header.get(4) != 0) {
            throw Hdf5File.corrupt(path, "The index of its members is of the wrong kind.");
        }
        int level = Byte.toUnsignedInt(header.get(5));
        int entries = Short.toUnsignedInt(header.getShort(6));
        int keys = storage.getSizeOfLengths();
        ByteBuffer body =
                storage.readBufferFromAddress(
                        address + 8 + 2L * offsets, entries * (keys + offsets) + keys);
        for (int i = 0; i < entries; i++) {
            body.position(i * (keys + offsets) + keys);
            long child = unsigned(body, offsets);
            if (level > 0) {
                symbolTree(child, names);
            } else {
                symbolNode(child, names);
            }
        }
    }

    private void symbolNode(long address, ByteBuffer names) throws DataException {
        if (!visited.add(address)) {
            throw Hdf5File.corrupt(path, "The index of its members refers to itself.");
        }
        int offsets = storage.getSizeOfOffsets();
        ByteBuffer header = storage.readBufferFromAddress(address, 8);
        requireSignature(header, "SNOD");
        int entries = Short.toUnsignedInt(header.getShort(6));
        int entrySize = 2 * offsets + 24;
        ByteBuffer body = storage.readBufferFromAddress(address + 8, entries * entrySize);
        for (int i = 0; i < entries; i++) {
            body.position(i * entrySize);
            String name = nameAt(names, unsigned(body, offsets));
            long object = unsigned(body, offsets);
            int cacheType = body.getInt();
            body.getInt();
            add(
                    name,
                    cacheType == SOFT_LINK_CACHE_TYPE
                            ? new Target.Soft(nameAt(names, Integer.toUnsignedLong(body.getInt())))
                            : new Target.Hard(object));
        }
    }

    private static String nameAt(ByteBuffer names, long offset) {
        int start = Math.toIntExact(offset);
        int end = start;
        while (names.get(end) != 0) {
            end++;
        }
        byte[] name = new byte[end - start];
        names.get(start, name);
        return new String(name, StandardCharsets.UTF_8);
    }

    private void requireSignature(ByteBuffer block, String signature) throws DataException {
        for (int i = 0; i < signature.length(); i++) {
            if (block.get(i) != signature.charAt(i)) {
                throw Hdf5File.corrupt(path, "A block of the file is not what it should be.");
            }
        }
    }

    /** An address or length; all bits set is "undefined", which no file reaches. */
    static long unsigned(ByteBuffer buffer, int width) {
        return switch (width) {
            case 2 -> Short.toUnsignedLong(buffer.getShort());
            case 4 -> Integer.toUnsignedLong(buffer.getInt());
            default -> buffer.getLong();
        };
    }
}
