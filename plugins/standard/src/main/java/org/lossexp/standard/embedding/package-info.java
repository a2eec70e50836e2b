/**
 * Losses of embeddings: what lies near and what lies far.
 *
 * <p>Most of them look at a batch through one matrix: how alike each pair of rows is. {@link
 * org.lossexp.standard.embedding.Pairs} measures it and takes the derivative with respect to it
 * back to the rows ({@link org.lossexp.standard.embedding.Rows}, at unit length or as they come).
 * So a loss is a loop that reads similarities or distances and pushes derivatives. Which rows face
 * which is told by three interfaces: {@link org.lossexp.standard.embedding.WithinBatch} (all
 * examples of a batch), {@link org.lossexp.standard.embedding.AgainstOwn} (examples and the vectors
 * that the loss trains), {@link org.lossexp.standard.embedding.Joined} (views, pairs or triplets
 * that stand side by side in a row). All memory is the host's ({@link
 * org.lossexp.standard.embedding.Memory}); all sums run in the order of the indices.
 */
package org.lossexp.standard.embedding;
