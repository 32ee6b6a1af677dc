package io.rickyard.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.haveNameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {

  private static final Set<String> SERVICES =
      Set.of("gateway", "auth", "org", "worker", "projector", "bridge");

  private static final String[] EDGES = {
    "..kafka..", "..http..", "..jdbc..", "..docker..", "..process.."
  };

  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.rickyard");
  }

  @Test
  void everyModuleWasRead() {
    // given
    var packages =
        classes.stream()
            .map(JavaClass::getPackageName)
            .collect(Collectors.toCollection(TreeSet::new));

    // then
    for (String service : SERVICES) {
      assertThat(packages).anyMatch(name -> name.startsWith("io.rickyard." + service));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gateway", "auth", "org", "worker", "projector", "bridge"})
  void serviceKnowsNoOtherService(String service) {
    // given
    String[] others =
        SERVICES.stream()
            .filter(other -> !other.equals(service))
            .map(other -> "io.rickyard." + other + "..")
            .toArray(String[]::new);

    // then
    noClasses()
        .that()
        .resideInAPackage("io.rickyard." + service + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .check(classes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"contracts", "messaging", "persistence", "postgres", "broker", "service", "stack"})
  void whatIsSharedKnowsNoService(String shared) {
    noClasses()
        .that()
        .resideInAPackage("io.rickyard." + shared + "..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                SERVICES.stream().map(s -> "io.rickyard." + s + "..").toArray(String[]::new)))
        .check(classes);
  }

  @Test
  void onlyMessagingAndTheBrokerKnowKafka() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.rickyard.messaging..", "io.rickyard.broker..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka..", "kafka..")
        .check(classes);
  }

  @Test
  void contractsKnowNothingButTheJdkAndJson() {
    classes()
        .that()
        .resideInAPackage("io.rickyard.contracts..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "org.jspecify..",
            "com.fasterxml.jackson..",
            "com.github.f4b6a3.uuid..",
            "io.rickyard.contracts..")
        .check(classes);
  }

  @Test
  void edgesOfTheWorkerDoNotKnowEachOther() {
    for (Map.Entry<String, String> pair :
        Map.of("kafka", "http", "http", "kafka", "process", "http").entrySet()) {
      noClasses()
          .that(resideInAPackage("io.rickyard.worker.." + pair.getKey() + ".."))
          .should()
          .dependOnClassesThat(resideInAPackage("io.rickyard.worker.." + pair.getValue() + ".."))
          .allowEmptyShould(true)
          .check(classes);
    }
  }

  @Test
  void noPackageIsCalledNothing() {
    noClasses()
        .should()
        .resideInAnyPackage(
            "..common..", "..core..", "..util..", "..utils..", "..helper..", "..helpers..")
        .check(classes);
  }

  @Test
  void namesSayWhatAClassDoes() {
    noClasses()
        .should(haveNameMatching(".*(Impl|Manager|Helper|Helpers|Utils|Util|Dto)"))
        .check(classes);
    noClasses().should(haveNameMatching(".*\\.Abstract[A-Z][A-Za-z]*")).check(classes);
  }

  @Test
  void everyPackageSaysThatNothingIsNullUnlessMarked() {
    // given
    var unmarked = new TreeSet<String>();

    // when
    classes.stream()
        .filter(type -> !type.getSimpleName().startsWith("$") && !type.getName().contains("$"))
        .map(JavaClass::getPackageName)
        .distinct()
        .filter(name -> !marked(name))
        .forEach(unmarked::add);

    // then
    assertThat(unmarked).isEmpty();
  }

  @Test
  void decidingKnowsNoEdge() {
    noClasses()
        .that()
        .haveSimpleNameEndingWith("State")
        .or()
        .haveSimpleNameEndingWith("Decision")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(EDGES)
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "io.micronaut.http..")
        .check(classes);
  }

  private static boolean marked(String packageName) {
    try {
      return Class.forName(packageName + ".package-info").isAnnotationPresent(NullMarked.class);
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
