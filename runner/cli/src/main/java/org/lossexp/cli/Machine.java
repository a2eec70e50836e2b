package org.lossexp.cli;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;

/** What the Java at hand offers; asked without loading a vector class. */
final class Machine {
  private Machine() {}

  /** {@return whether this Java can run the engine} */
  static boolean hasVectorModule() {
    return ModuleFinder.ofSystem().find("jdk.incubator.vector").isPresent();
  }

  /** {@return the widest vector in bits} */
  static int vectorBits() {
    return 8 * Integer.parseInt(option("MaxVectorSize"));
  }

  /** {@return whether multiply-add is one instruction; without it the engine is very slow} */
  static boolean hasFusedMultiplyAdd() {
    return Boolean.parseBoolean(option("UseFMA"));
  }

  private static String option(String name) {
    return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .getVMOption(name)
        .getValue();
  }
}
