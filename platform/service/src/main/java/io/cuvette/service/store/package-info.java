/**
 * Objects in an S3 store. {@link io.cuvette.service.store.ObjectStore} is what the rest of the
 * suite sees; {@link io.cuvette.service.store.S3ObjectStore} needs no container, so workers use it
 * as it is. Nothing here relies on tags, versions, lifecycle rules or server-side composition: it
 * runs on AWS, Ceph, MinIO and the embedded store alike.
 */
package io.cuvette.service.store;
