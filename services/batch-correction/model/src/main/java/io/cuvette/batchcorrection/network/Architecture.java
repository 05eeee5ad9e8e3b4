package io.cuvette.batchcorrection.network;

/**
 * Sizes of the autoencoder; the reference uses 512, 132 and 50 (spec 1.2).
 *
 * @param hidden1 units of the first hidden layer
 * @param hidden2 units of the second hidden layer
 * @param latent size of the embedding
 */
public record Architecture(int hidden1, int hidden2, int latent) {

    public static final Architecture PAPER = new Architecture(512, 132, 50);

    /** Width of all encoder activations side by side: what the adversary reads. */
    public int activations() {
        return hidden1 + hidden2 + latent;
    }
}
