package io.cuvette.reactormodel.app.rest;

import io.cuvette.service.error.Problem;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;

/** What everything that computes, and everything that asks an adapted model, may answer. */
// at another turn than that of all services, so that documents are the same in every build
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD, priority = 2)
public final class BusyAnswers implements OASFilter {
    private static final Pattern COMPUTES =
            Pattern.compile(".*\\}(:[a-z]+|/plots/.*|/runs|/adaptations)");
    private static final Pattern ASKS_A_MODEL =
            Pattern.compile(".*/adaptations/\\{id\\}(:[a-z]+|/plots/.*)");

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getPaths() != null) {
            document.getPaths().getPathItems().forEach(BusyAnswers::describe);
        }
    }

    private static void describe(String path, PathItem item) {
        item.getOperations()
                .forEach(
                        (method, operation) -> {
                            boolean lists =
                                    method == PathItem.HttpMethod.GET && !path.contains("/plots/");
                            if (COMPUTES.matcher(path).matches() && !lists) {
                                add(
                                        operation,
                                        "503",
                                        "OVERLOADED: too much is computed or read at the moment;"
                                                + " send it again after Retry-After.");
                            }
                            if (ASKS_A_MODEL.matcher(path).matches()) {
                                add(
                                        operation,
                                        "409",
                                        "ILLEGAL_STATE: the adaptation is not ready; look at its"
                                                + " state.");
                            }
                        });
    }

    private static void add(Operation operation, String status, String description) {
        operation
                .getResponses()
                .addAPIResponse(
                        status,
                        OASFactory.createAPIResponse()
                                .description(description)
                                .content(
                                        OASFactory.createContent()
                                                .addMediaType(
                                                        Problem.MEDIA_TYPE,
                                                        OASFactory.createMediaType()
                                                                .schema(
                                                                        OASFactory.createSchema()
                                                                                .ref("Problem")))));
    }
}
