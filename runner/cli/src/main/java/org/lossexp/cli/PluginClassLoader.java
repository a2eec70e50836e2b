package org.lossexp.cli;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.Set;
import org.lossexp.spi.Plugin;

/**
 * Loads one guest. It sees its own jars, the contract and {@code java.base}, and nothing of ours,
 * so that neither our libraries nor another guest's can get in its way.
 */
final class PluginClassLoader extends URLClassLoader {
  static {
    registerAsParallelCapable();
  }

  PluginClassLoader(String name, URL[] jars) {
    super(name, jars, new ContractAlone());
  }

  private static final class ContractAlone extends ClassLoader {
    static {
      registerAsParallelCapable();
    }

    private static final Set<String> JAVA_BASE = Object.class.getModule().getPackages();

    ContractAlone() {
      super(null);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      String packageName = name.substring(0, Math.max(0, name.lastIndexOf('.')));
      if (packageName.equals(Plugin.class.getPackageName())) {
        return Plugin.class.getClassLoader().loadClass(name);
      }
      if (JAVA_BASE.contains(packageName)) {
        return super.loadClass(name, resolve);
      }
      throw new ClassNotFoundException(name);
    }
  }
}
