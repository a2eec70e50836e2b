package org.lossexp.grammar;

/** A name as written, and where. */
public record Name(Span span, String text) {}
