/**
 * Genomaps (Islam and Xing, Nat Commun 14:679, 2023): cells as pictures in which genes that go
 * together lie together, for single cells seen in several batches.
 */
package io.cuvette.batchcorrection.genomap;
