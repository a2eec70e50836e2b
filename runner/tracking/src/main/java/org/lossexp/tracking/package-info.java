/** Stored results, told to the trackers that people already use: MLflow and TensorBoard. */
package org.lossexp.tracking;
