/**
 * Genomaps (Islam and Xing, Nat Commun 14:679, 2023): cells as pictures in which genes that go
 * together lie together, for single cells seen in several batches.
 *
 * <p>Time of a layout, n genes: an iteration of {@code EUCLID2D} is n^3 multiply-adds for the
 * gradient (1.1e9 at n = 1,024, 2.5e10 at 2,916; HotSpot does 3.6e9 a second and core) and one
 * exact assignment, O(n^3) at worst and far less from the prices of the iteration before. {@code
 * RADIAL} replaces pixels by rings, s of them (135 and 337): n s^2 + n^2 and an assignment of n
 * rows to s columns. Measured on two cores of an AMD EPYC that eight builds shared, correlations
 * included: n = 1,024 both layouts together 4.7 CPU seconds; n = 2,916 {@code EUCLID2D}, 24
 * iterations, 101 CPU seconds; {@code RADIAL}, 14 iterations, 4.8 CPU seconds.
 */
package io.cuvette.batchcorrection.genomap;
