/** {@code ./cuvette demo reactor}: few-shot adaptation to reactors that no model has seen. */
package io.cuvette.demo.reactor;
