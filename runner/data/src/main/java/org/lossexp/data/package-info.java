/**
 * From a {@code data} pipeline to numbers: sources, splits, steps, and the random streams that
 * everything else draws from. The door is {@link org.lossexp.data.DataRoom}.
 */
package org.lossexp.data;
