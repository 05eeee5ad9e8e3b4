/**
 * The catalogue of training methods: what each is called, where it comes from, what it may be told
 * and what it needs of the family that uses it.
 */
package io.cuvette.training.core.method;
