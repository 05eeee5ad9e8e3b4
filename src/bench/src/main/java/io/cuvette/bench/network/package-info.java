/** Networks whose training step is measured beside the same ones in PyTorch. */
package io.cuvette.bench.network;
