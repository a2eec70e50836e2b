/**
 * The command line: arguments in, an exit code out. The only room that prints, that wires (one
 * injector, {@link org.lossexp.cli.Wiring}) and that ends the process.
 */
package org.lossexp.cli;
