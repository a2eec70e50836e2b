/**
 * Measures the engine against its peers, through the same door as every trial: {@code Server}
 * trains when asked on standard input, {@code Loading} measures how a table is read.
 */
package org.lossexp.bench;
