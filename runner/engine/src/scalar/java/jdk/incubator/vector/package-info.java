/**
 * A stand-in for the JDK's module {@code jdk.incubator.vector}, with vectors of one lane: what the
 * engine uses of it, and no more.
 *
 * <p>Where the module is resolved ({@code --add-modules jdk.incubator.vector}) a JVM never looks at
 * these classes, for a package of a module hides one of the class path. Where it is not, the same
 * kernels run on them: every number is one chain of operations whose order does not depend on the
 * number of lanes, so the bits are the same, only later.
 */
package jdk.incubator.vector;
