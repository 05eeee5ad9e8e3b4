package io.cuvette.standalone.testing;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names, kinds and labels of the metrics in a Prometheus scrape that are Cuvette's own. */
public final class MetricNames {

    private static final Pattern TYPE = Pattern.compile("# TYPE (cuvette_\\S+) (\\S+)");
    private static final Pattern SAMPLE = Pattern.compile("(cuvette_[a-z_]+)(?:\\{(.*)})? \\S+");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"[^\"]*\"");
    private static final String SUFFIX = "_(total|count|sum|bucket|max)$";

    private MetricNames() {}

    /** A line each: {@code name kind{labels}}. */
    public static String list(String scrape) {
        Map<String, String> kinds = new TreeMap<>();
        Map<String, Set<String>> labels = new TreeMap<>();
        for (String line : scrape.split("\n")) {
            Matcher type = TYPE.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (type.matches()) {
                kinds.put(type.group(1), type.group(2));
            } else if (sample.matches()) {
                String name = sample.group(1);
                String base = kinds.containsKey(name) ? name : name.replaceFirst(SUFFIX, "");
                Set<String> names = labels.computeIfAbsent(base, key -> new TreeSet<>());
                Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
                while (label.find()) {
                    names.add(label.group(1));
                }
            }
        }
        StringBuilder lines = new StringBuilder();
        kinds.forEach(
                (name, kind) ->
                        lines.append(name)
                                .append(' ')
                                .append(kind)
                                .append(labels.getOrDefault(name, Set.of()))
                                .append('\n'));
        return lines.toString();
    }
}
