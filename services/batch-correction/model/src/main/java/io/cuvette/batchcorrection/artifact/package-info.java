/** The files of a model version, written by the training program and read by the service. */
package io.cuvette.batchcorrection.artifact;
