/** Training algorithms by the time they take to a result that is fixed beforehand. */
package io.cuvette.bench.training;
