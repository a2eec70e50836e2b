package org.lossexp.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between the rooms (runner/README.md), and what each room may not touch. */
class RoomsTest {
  /** Room → the rooms that it may see; cli sees all but the API in front of it. */
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry("spi", Set.of()),
          Map.entry("grammar", Set.of()),
          Map.entry("testkit", Set.of("spi")),
          Map.entry("standard", Set.of("spi")),
          Map.entry("experiment", Set.of("spi")),
          Map.entry("formula", Set.of("grammar", "experiment", "spi")),
          Map.entry("plan", Set.of("grammar", "formula", "experiment", "spi")),
          Map.entry("data", Set.of("experiment", "spi")),
          Map.entry("engine", Set.of("data", "experiment", "spi")),
          Map.entry("results", Set.of("experiment", "spi")),
          Map.entry("sweep", Set.of("results", "experiment", "spi")),
          Map.entry("report", Set.of("results", "experiment", "spi")),
          Map.entry("api", Set.of("cli", "report", "results", "grammar", "experiment")));

  /** Library package → the rooms that may see it. */
  private static final Map<String, Set<String>> LIBRARIES =
      Map.of(
          "org.antlr..", Set.of("grammar"),
          "com.google.inject..", Set.of("cli"),
          "picocli..", Set.of("cli"),
          "org.apache.commons.math3..", Set.of("data", "report", "sweep"),
          "de.siegmar.fastcsv..", Set.of("data", "results"),
          "com.google.gson..", Set.of("results", "report", "tracking", "cli", "testkit"),
          "com.google.protobuf..", Set.of("tracking"),
          "jdk.incubator.vector..", Set.of("engine"));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.lossexp");

  static Stream<String> rooms() {
    return ARROWS.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomSeesOnlyTheRoomsItsArrowsPointTo(String room) {
    String[] forbidden =
        Stream.concat(ARROWS.keySet().stream(), Stream.of("cli", "bench"))
            .filter(other -> !other.equals(room) && !ARROWS.get(room).contains(other))
            .map(RoomsTest::inside)
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(inside(room))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden)
        .check(CLASSES);
  }

  @Test
  void theProgramDoesNotKnowItsApi() {
    noClasses()
        .that()
        .resideInAPackage(inside("cli"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(inside("api"))
        .check(CLASSES);
  }

  static Stream<String> libraries() {
    return LIBRARIES.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void aLibraryIsKnownToItsRoomsAlone(String library) {
    String[] allowed =
        LIBRARIES.get(library).stream().map(RoomsTest::inside).toArray(String[]::new);
    noClasses()
        .that()
        .resideOutsideOfPackages(allowed)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(CLASSES);
  }

  @Test
  void theContractNeedsNothingButJavaBase() {
    noClasses()
        .that()
        .resideInAPackage(inside("spi"))
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("java.lang..", "java.util..", inside("spi"))
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLinePrints() {
    noClasses()
        .that()
        .resideOutsideOfPackages(inside("cli"), inside("bench"))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(CLASSES);
  }

  /** The last bit of these is the machine's own (architecture, decision 3). */
  @Test
  void noResultDependsOnTheMachinesElementaryFunctions() {
    Set<String> machines =
        Set.of(
            "exp", "log", "log10", "log1p", "expm1", "pow", "sin", "cos", "tan", "asin", "acos",
            "atan", "atan2", "sinh", "cosh", "tanh", "cbrt", "hypot");
    noClasses()
        .should()
        .accessTargetWhere(
            JavaAccess.Predicates.target(
                DescribedPredicate.describe(
                    "an elementary function of java.lang.Math",
                    target ->
                        target.getOwner().isEquivalentTo(Math.class)
                            && machines.contains(target.getName()))))
        .check(CLASSES);
  }

  @Test
  void nothingMutableIsStatic() {
    noFields()
        .that()
        .areStatic()
        .and()
        .areDeclaredInClassesThat()
        .resideOutsideOfPackage("org.lossexp.grammar.syntax..") // written by ANTLR
        .should()
        .notBeFinal()
        .because("trials run side by side")
        .check(CLASSES);
  }

  /** The glossary of runner/README.md: one word for one idea. */
  @Test
  void namesKeepToTheGlossary() {
    List<String> wrong = List.of("Session", "Regularizer", "Hyperparam", "Datapoint", "Minibatch");
    Set<String> found =
        CLASSES.that(resideInAnyPackage("org.lossexp..")).stream()
            .map(JavaClass::getSimpleName)
            .filter(name -> wrong.stream().anyMatch(name::contains))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of(), found);
  }

  private static String inside(String room) {
    return "org.lossexp." + room + "..";
  }
}
