package io.cuvette.data.hdf5;

import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.hdf5.GroupLinks.Target;
import io.jhdf.ObjectHeader;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A named collection of groups and datasets; its members are read when they are asked for. */
public final class Hdf5Group extends Hdf5Node {

    /** Soft links may lead to soft links; the HDF Group's library allows 16. */
    private static final int MAX_LINK_HOPS = 16;

    private Map<String, Target> links;

    Hdf5Group(Hdf5File file, String path, ObjectHeader header) {
        super(file, path, header);
    }

    /** Names of the members, in the order of the file. */
    public Set<String> names() throws DataException {
        return Collections.unmodifiableSet(links().keySet());
    }

    /**
     * @throws DataException EXTERNAL_REFERENCE when any member is a link to another file
     */
    public Optional<Hdf5Node> find(String name) throws DataException {
        return find(name, MAX_LINK_HOPS);
    }

    public Hdf5Node require(String name) throws DataException {
        return find(name)
                .orElseThrow(
                        () -> Hdf5File.corrupt(join(path(), name), "It is missing from the file."));
    }

    public Optional<Hdf5Group> group(String name) throws DataException {
        Optional<Hdf5Node> node = find(name);
        if (node.isPresent() && !(node.get() instanceof Hdf5Group)) {
            throw Hdf5File.corrupt(join(path(), name), "It should be a group.");
        }
        return node.map(Hdf5Group.class::cast);
    }

    public Hdf5Dataset dataset(String name) throws DataException {
        if (require(name) instanceof Hdf5Dataset dataset) {
            return dataset;
        }
        throw Hdf5File.corrupt(join(path(), name), "It should be a dataset.");
    }

    private Map<String, Target> links() throws DataException {
        if (links == null) {
            links =
                    Hdf5File.guard(
                            path(), () -> GroupLinks.read(file().storage(), path(), header()));
        }
        return links;
    }

    private Optional<Hdf5Node> find(String name, int hops) throws DataException {
        Target target = links().get(name);
        if (target == null) {
            return Optional.empty();
        }
        String childPath = join(path(), name);
        if (target instanceof Target.Hard hard) {
            return Optional.of(file().node(childPath, hard.address()));
        }
        return Optional.of(follow(((Target.Soft) target).path(), childPath, hops));
    }

    private Hdf5Node follow(String target, String from, int hops) throws DataException {
        if (hops == 0) {
            throw Hdf5File.corrupt(from, "Its links lead to each other without end.");
        }
        Hdf5Node node = target.startsWith("/") ? file().root() : this;
        for (String part : target.split("/", -1)) {
            if (part.isEmpty() || part.equals(".")) {
                continue;
            }
            Optional<Hdf5Node> next =
                    node instanceof Hdf5Group group ? group.find(part, hops - 1) : Optional.empty();
            node =
                    next.orElseThrow(
                            () ->
                                    new DataException(
                                            FindingCode.CORRUPT,
                                            from,
                                            "It is a link to something that does not exist."));
        }
        return node;
    }

    static String join(String parent, String name) {
        return parent.isEmpty() ? name : parent + "/" + name;
    }
}
