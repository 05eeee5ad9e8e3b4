/** How far a picture of a cell in another batch can be trusted. */
package io.cuvette.batchcorrection.counterfactual;
