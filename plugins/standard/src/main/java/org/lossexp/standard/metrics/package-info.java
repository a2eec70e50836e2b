/**
 * The standard metrics, one class for each thing that they read. They judge all examples alike:
 * weights are a matter of training. What scikit-learn 1.2 has, they compute as it does; where a
 * choice differs, the descriptor says so.
 *
 * <p>Where items, classes or neighbours have equal scores, no order among them is invented: a
 * metric that depends on it takes its mean over all their orders (McSherry and Najork 2008,
 * Computing information retrieval performance measures efficiently in the presence of tied scores).
 */
package org.lossexp.standard.metrics;
