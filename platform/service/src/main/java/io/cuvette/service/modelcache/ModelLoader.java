package io.cuvette.service.modelcache;

/**
 * Brings models into memory.
 *
 * @param <K> what names a model
 * @param <V> a loaded model
 */
public interface ModelLoader<K, V> {

    /**
     * Bytes the model will take once loaded, known before loading (from its artifacts' sizes, say).
     * They are reserved before {@link #load} is called.
     *
     * @throws Exception as {@link #load}
     */
    long expectedBytes(K key) throws Exception;

    /**
     * @throws Exception of any kind; told to the callers that wait and for a short while to the
     *     next
     */
    V load(K key) throws Exception;

    /** Bytes a loaded model takes. */
    long bytes(V model);
}
