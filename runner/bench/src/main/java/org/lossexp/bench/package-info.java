/**
 * Measures the engine against its peers, through the same door as every trial: {@code Server}
 * trains when asked on standard input.
 */
package org.lossexp.bench;
