package io.cuvette.training.app.rest;

import io.cuvette.service.etag.ETags;
import io.cuvette.service.identity.Caller;
import io.cuvette.service.page.Page;
import io.cuvette.service.page.PageFilter;
import io.cuvette.service.page.PageRequest;
import io.cuvette.training.app.persistence.ModelAliasEntity;
import io.cuvette.training.app.service.ModelService;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Published models. */
@Path("/api/v1/models")
@Tag(name = "Models", description = "Versions of trained models, their aliases and lineage.")
public class ModelResource {

    private final ModelService models;
    private final Caller caller;

    @Inject
    public ModelResource(ModelService models, Caller caller) {
        this.models = models;
        this.caller = caller;
    }

    /** Body of {@code PUT /models/{name}/aliases/{alias}}. */
    public record AliasTarget(@Schema(examples = "2") @NotNull @Min(1) Integer version) {}

    /** An alias as callers see it. */
    public record AliasView(String alias, int version) {}

    @GET
    @Operation(summary = "List models by name, each by its newest version")
    public Page<ModelVersionView> list(
            @QueryParam("family") String family,
            @QueryParam("pageSize") Integer pageSize,
            @QueryParam("pageToken") String pageToken) {
        PageRequest page =
                PageRequest.of(
                        pageSize, pageToken, PageFilter.of(caller.tenant(), "models", family));
        return Page.of(
                        models.page(
                                caller.tenant(),
                                Optional.ofNullable(family),
                                page.after(),
                                page.fetchSize()),
                        page,
                        found -> found.model().name)
                .map(ModelVersionView::of);
    }

    @GET
    @Path("/{name}")
    @Operation(summary = "Show a model by its newest version")
    public ModelVersionView get(@PathParam("name") String name) {
        return version(name, ModelService.LATEST);
    }

    @GET
    @Path("/{name}/versions")
    @Operation(summary = "List versions, newest first")
    public Page<ModelVersionView> versions(
            @PathParam("name") String name,
            @QueryParam("pageSize") Integer pageSize,
            @QueryParam("pageToken") String pageToken) {
        PageRequest page =
                PageRequest.of(
                        pageSize, pageToken, PageFilter.of(caller.tenant(), "versions", name));
        return Page.of(
                        models.versions(
                                caller.tenant(),
                                name,
                                page.after().map(Integer::valueOf),
                                page.fetchSize()),
                        page,
                        found -> Integer.toString(found.version().version))
                .map(ModelVersionView::of);
    }

    @GET
    @Path("/{name}/versions/{version}")
    @Operation(summary = "Show a version by number, by alias, or the latest")
    public ModelVersionView version(
            @PathParam("name") String name, @PathParam("version") String version) {
        return ModelVersionView.of(models.version(caller.tenant(), name, version));
    }

    @GET
    @Path("/{name}/aliases/{alias}")
    @Operation(summary = "Show an alias with its entity tag")
    @APIResponse(
            responseCode = "200",
            description = "The alias; ETag is its entity tag.",
            content = @Content(schema = @Schema(implementation = AliasView.class)))
    public Response alias(@PathParam("name") String name, @PathParam("alias") String alias) {
        return answer(models.alias(caller.tenant(), name, alias));
    }

    @PUT
    @Path("/{name}/aliases/{alias}")
    @Operation(
            summary = "Point an alias to a version",
            description = "An alias that exists is only changed with its entity tag in If-Match.")
    @APIResponse(
            responseCode = "200",
            description = "Points there; ETag is the new entity tag.",
            content = @Content(schema = @Schema(implementation = AliasView.class)))
    @APIResponse(
            responseCode = "412",
            description = "The alias was changed by someone else; read it again.")
    @APIResponse(
            responseCode = "428",
            description = "The alias exists; send its entity tag in If-Match.")
    public Response setAlias(
            @PathParam("name") String name,
            @PathParam("alias")
                    @Pattern(regexp = Names.ALIAS, message = "must match " + Names.ALIAS)
                    String alias,
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
            @NotNull @Valid AliasTarget target) {
        return answer(models.setAlias(caller.tenant(), name, alias, target.version(), ifMatch));
    }

    @DELETE
    @Path("/{name}/aliases/{alias}")
    @Operation(summary = "Delete an alias")
    public void deleteAlias(@PathParam("name") String name, @PathParam("alias") String alias) {
        models.deleteAlias(caller.tenant(), name, alias);
    }

    @DELETE
    @Path("/{name}/versions/{version}")
    @Operation(summary = "Delete a version with its objects and aliases")
    public void deleteVersion(
            @PathParam("name") String name, @PathParam("version") @Min(1) int version) {
        models.deleteVersion(caller.tenant(), name, version);
    }

    @DELETE
    @Path("/{name}")
    @Operation(
            summary = "Delete a model with all versions",
            description = "Refused while an unfinished job is going to publish under the name.")
    @APIResponse(responseCode = "204", description = "Gone.")
    @APIResponse(
            responseCode = "409",
            description = "An unfinished job is going to publish under the name.")
    public void delete(@PathParam("name") String name) {
        models.delete(caller.tenant(), name);
    }

    private static Response answer(ModelAliasEntity alias) {
        return Response.ok(new AliasView(alias.name, alias.version))
                .header(HttpHeaders.ETAG, ETags.of(alias.revision))
                .build();
    }
}
