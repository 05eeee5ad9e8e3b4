/** The whole state of a run in one safetensors file, and where such files are kept. */
package io.cuvette.training.core.checkpoint;
