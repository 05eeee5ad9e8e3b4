/**
 * Loaded models in bounded memory: {@link io.cuvette.service.modelcache.ModelCache} holds versions,
 * {@link io.cuvette.service.modelcache.AliasCache} remembers what aliases mean, {@link
 * io.cuvette.service.modelcache.VersionedModels} joins the two.
 */
package io.cuvette.service.modelcache;
