package org.lossexp.results;

/**
 * Which program made a result.
 *
 * @param program the program's version, such as {@code 0.1.0}
 * @param language the version of the language that the experiment is written in
 * @param engine the engine's {@code BITS}: equal numbers give equal bits
 */
public record Versions(String program, int language, int engine) {}
