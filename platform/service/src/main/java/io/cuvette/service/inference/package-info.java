/**
 * The Open Inference Protocol V2 and what a science service implements to be served through it.
 *
 * <p><b>For the engineer of a science service.</b>
 *
 * <ol>
 *   <li>Implement {@link io.cuvette.service.inference.InferenceModel} for a loaded version: {@code
 *       signature()} names inputs and outputs ({@link io.cuvette.service.inference.Shape#ANY} as
 *       first dimension for rows), {@code infer} computes a list of requests. Read its contract: an
 *       answer equals the answer alone, bit for bit, which matrix products keep only through {@link
 *       io.cuvette.service.inference.batching.RowBlocks}.
 *   <li>Keep loaded models in an {@code io.cuvette.service.modelcache.ModelCache}, keyed by tenant,
 *       model and version; {@code VersionedModels} adds aliases.
 *   <li>Make a bean that implements {@link io.cuvette.service.inference.InferenceModels}. The
 *       endpoints, validation, batching, limits and errors find it.
 * </ol>
 *
 * <pre>{@code
 * @ApplicationScoped
 * class CorrectionModels implements InferenceModels {
 *     private final VersionedModels<LoadedCorrection> loaded;
 *
 *     public Optional<String> resolve(TenantId tenant, String model, Optional<String> version) {
 *         return loaded.resolve(tenant, model, version.orElse("latest"));
 *     }
 *
 *     public List<String> versions(TenantId tenant, String model) {
 *         return register.versions(tenant, model);
 *     }
 *
 *     public InferenceLease acquire(TenantId tenant, String model, String version) {
 *         Lease<LoadedCorrection> lease = loaded.acquire(tenant, model, version);
 *         return InferenceLease.of(lease.value().inference(), lease::close);
 *     }
 * }
 * }</pre>
 *
 * <p>{@code inference()} must return the same object each time: requests share a batch only if they
 * hold the same {@code InferenceModel}.
 *
 * <p>A request's way: {@code rest} (translates) - {@code protocol} (decodes, encodes) - {@link
 * io.cuvette.service.inference.protocol.RequestValidator} - {@code batching} - the model.
 */
package io.cuvette.service.inference;
