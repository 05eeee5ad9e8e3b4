/**
 * Trained models as a science app serves them. An app makes one {@link
 * io.cuvette.service.modellibrary.VersionDirectory} of the kinds it serves and one {@link
 * io.cuvette.service.modellibrary.ModelLibrary} with its {@link
 * io.cuvette.service.modellibrary.ModelReader}, as producers of its own: the library has no beans
 * that need a family.
 */
package io.cuvette.service.modellibrary;
