package org.lossexp.report;

/**
 * A finished plot.
 *
 * @param height in pixels; it is as wide as its place
 */
record Plot(Markup markup, int height) {}
