package io.cuvette.service.store;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.cuvette.service.app.LibraryProfile;
import io.cuvette.service.id.Ids;
import io.cuvette.service.testing.TestTokens;
import io.cuvette.standalone.embedded.EmbeddedObjectStore;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(LibraryProfile.class)
class StoreReadinessTest {

    EmbeddedObjectStore server;

    @Test
    void isNotReadyAndAnswers503WhileTheStoreIsAway() throws Exception {
        given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
        server.stop();
        try {
            given().get("/q/health/ready").then().statusCode(503).body("status", equalTo("DOWN"));
            given().auth()
                    .oauth2(TestTokens.forTenant("acme"))
                    .get("/api/v1/notes/stored/" + Ids.next())
                    .then()
                    .statusCode(503)
                    .header("Retry-After", "2")
                    .body("errorCode", equalTo("STORE_UNAVAILABLE"));
        } finally {
            server.start();
        }
        given().get("/q/health/ready").then().statusCode(200);
    }
}
