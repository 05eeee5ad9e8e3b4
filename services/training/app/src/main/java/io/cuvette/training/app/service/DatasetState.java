package io.cuvette.training.app.service;

/** Where a dataset is on its way from upload to use. */
public enum DatasetState {
    /** Parts are being sent to the object store. */
    UPLOADING,
    /** All parts are there; size, digest and content are being checked. */
    VALIDATING,
    /** May be trained on; never changes again. */
    READY,
    /** Its findings say why it cannot be used. */
    INVALID
}
