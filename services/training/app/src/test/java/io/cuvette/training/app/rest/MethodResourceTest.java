package io.cuvette.training.app.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.cuvette.training.app.testing.Api;
import io.cuvette.training.app.testing.NoDispatch;
import io.cuvette.training.app.testing.TrainingBackends;
import io.cuvette.training.core.catalogue.Catalogue;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(NoDispatch.class)
@QuarkusTestResource(TrainingBackends.class)
class MethodResourceTest {

    private final Api api = new Api("lab-methods");

    private JsonPath list(String query) {
        return api.get("/methods" + query).then().statusCode(200).extract().jsonPath();
    }

    @Test
    void listsTheWholeCatalogueWithSchemaAndClaim() {
        JsonPath all = list("");
        assertThat(all.getList("items")).hasSize(Catalogue.all().size());
        String adamw = "items.find { it.area == 'optimizer' && it.name == 'adamw' }";
        assertThat(all.getString(adamw + ".source")).contains("arXiv:1711.05101");
        assertThat(all.getFloat(adamw + ".settings.properties.beta1.default")).isEqualTo(0.9f);
        assertThat(all.getFloat(adamw + ".settings.properties.weightDecay.maximum")).isEqualTo(1f);
        assertThat(all.getBoolean(adamw + ".settings.additionalProperties")).isFalse();
        assertThat(all.getBoolean(adamw + ".claim.shown")).isTrue();
        assertThat(all.getList(adamw + ".needs")).containsExactly("gradients");
    }

    @Test
    void filtersByAreaAndFamily() {
        assertThat(list("?area=optimizer").getList("items.area")).containsOnly("optimizer");
        JsonPath fitting = list("?family=batch-correction");
        assertThat(fitting.getList("items.name")).contains("adamw", "sgd");
        fitting.<List<String>>getList("items.families")
                .forEach(families -> assertThat(families).contains("batch-correction"));
        // a family without networks
        assertThat(list("?family=batch-correction-evaluation&area=optimizer").getList("items"))
                .isEmpty();
    }

    @Test
    void showsOneMethod() {
        api.get("/methods/optimizer/sgd")
                .then()
                .statusCode(200)
                .body("name", equalTo("sgd"))
                .body("settings.properties.nesterov.type", equalTo("boolean"));
    }

    @Test
    void whatThereIsNotIsSaid() {
        api.get("/methods/optimizer/sgdd").then().statusCode(404);
        api.get("/methods/optimiser/sgd").then().statusCode(404);
        api.get("/methods?area=optimiser")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("area"))
                .body("errors[0].message", containsString("optimizer, schedule, batching"));
        api.get("/methods?family=genomics")
                .then()
                .statusCode(400)
                .body("errors[0].message", containsString("batch-correction"));
    }
}
