package io.cuvette.training.core.catalogue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trains many recipes in a process of its own, one after the other: {@code folder plan endings}.
 * The plan is a JSON file of attempts, the endings are written as one, by recipe; the folder has
 * one of each recipe, by its number in the plan.
 */
public final class RecipeRunMain {

    /**
     * @param updates after which it stops
     */
    record Attempt(String recipe, int updates) {}

    private RecipeRunMain() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        ObjectMapper json = new ObjectMapper();
        List<Attempt> plan =
                json.readValue(Path.of(arguments[1]).toFile(), new TypeReference<>() {});
        Map<String, RecipeRun.Ending> endings = new LinkedHashMap<>();
        for (int i = 0; i < plan.size(); i++) {
            Attempt attempt = plan.get(i);
            Optional<RecipeRun.Ending> ending =
                    RecipeRun.train(
                            folder.resolve(Integer.toString(i)),
                            attempt.recipe(),
                            attempt.updates());
            ending.ifPresent(e -> endings.put(attempt.recipe(), e));
        }
        json.writeValue(Path.of(arguments[2]).toFile(), endings);
    }
}
