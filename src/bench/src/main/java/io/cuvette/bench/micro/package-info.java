/** Micro benchmarks of the kernels that training, scoring and serving spend their time in. */
package io.cuvette.bench.micro;
