package io.rickyard.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.PropertySource.Origin;
import io.micronaut.context.env.PropertySource.PropertyConvention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingNamesTest {

  private static final Path ROOT = Path.of("../..");
  private static final Pattern DOCUMENTED = Pattern.compile("`(rickyard\\.[^`]+)`");
  private static final Pattern CHOICE = Pattern.compile("(.*)\\{([^}]*)}(.*)");
  private static final Pattern ASKED_FOR =
      Pattern.compile(
          "(?:\\$\\{|@Property\\(\\s*name = \"|under\\(environment,"
              + " \")(rickyard\\.[a-z0-9.-]*[a-z0-9])");

  private final SettingNames worker = new SettingNames(KnownSettings.of("provisioner-worker"));

  @ParameterizedTest
  @CsvSource({
    "rickyard.worker.leese, rickyard.worker.lease",
    "rickyard.retention.ended-id, rickyard.retention.ended-ids",
    "rickyard.databse.url, rickyard.database.url",
    "rickyard.signing.keys, rickyard.signing.keys.*",
  })
  void misspeltSettingIsRefusedWithTheNearestOne(String given, String meant) {
    assertThatThrownBy(() -> worker.check(List.of(PropertySource.of("test", Map.of(given, "1")))))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage("Setting " + given + " is not known; did you mean " + meant + "?");
  }

  @Test
  void misspeltVariableIsRefusedAsItIsWritten() {
    assertThatThrownBy(() -> worker.check(List.of(variables("RICKYARD_WORKER_SHARD_SLOTS"))))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("RICKYARD_WORKER_SHARD_SLOTS")
        .hasMessageContaining("rickyard.worker.shared-slots");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RICKYARD_WORKER_SHARED_SLOTS",
        "RICKYARD_SIGNING_KEYS_GATEWAY",
        "RICKYARD_TOKEN",
        "PATH",
      })
  void variablesOfSettingsAndOfScriptsAreKnown(String name) {
    assertThatCode(() -> worker.check(List.of(variables(name)))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rickyard.worker.sharedSlots",
        "rickyard.worker.labels.region",
        "rickyard.installation.administrators[0]",
        "micronaut.server.prot",
      })
  void otherWritingsAndOtherPeoplesSettingsAreTaken(String name) {
    var source = PropertySource.of("test", Map.of(name, "1"));
    assertThatCode(() -> worker.check(List.of(source))).doesNotThrowAnyException();
  }

  @Test
  void serviceDoesNotStartWithAMisspeltSetting() {
    // given
    var definition = new ServiceDefinition("sample", "sample-service", 1, null, Map.of());

    // when
    assertThatThrownBy(() -> definition.start(Map.of("rickyard.kafka.boostrap-servers", "x:1")))
        // then
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("rickyard.kafka.bootstrap-servers");
  }

  @Test
  void documentationListsWhatIsKnownAndNothingElse() throws IOException {
    // given
    var known = new TreeMap<String, Set<String>>();
    known.put("Every service", new TreeSet<>(KnownSettings.SHARED));
    KnownSettings.OWN.forEach((service, names) -> known.put(service, new TreeSet<>(names)));

    // then
    assertThat(documented()).isEqualTo(known);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api-gateway",
        "auth-service",
        "org-service",
        "provisioner-worker",
        "status-projector",
        "realtime-bridge",
      })
  void whatAServicesSourcesAskForIsKnown(String service) throws IOException {
    // given
    var known =
        KnownSettings.of(service).stream()
            .map(name -> name.replace(".*", ""))
            .collect(Collectors.toSet());

    // when
    var asked = new TreeSet<String>();
    for (String module : List.of(service, "infra/service")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          ASKED_FOR.matcher(Files.readString(file)).results().forEach(m -> asked.add(m.group(1)));
        }
      }
    }

    // then
    assertThat(asked).isNotEmpty().isSubsetOf(known);
  }

  private static Map<String, Set<String>> documented() throws IOException {
    var all = new LinkedHashMap<String, Set<String>>();
    var section = "";
    for (String line : Files.readAllLines(ROOT.resolve("infra/docs/configuration.md"))) {
      if (line.startsWith("## ")) {
        section = line.substring(3);
      } else if (line.startsWith("| `rickyard.")) {
        var names = all.computeIfAbsent(section, _ -> new TreeSet<>());
        DOCUMENTED
            .matcher(line.split("\\|", -1)[1])
            .results()
            .flatMap(found -> choices(found.group(1)))
            .forEach(names::add);
      }
    }
    return new TreeMap<>(all);
  }

  private static Stream<String> choices(String name) {
    var whole = name.replaceAll("<[^>]*>", "*");
    var choice = CHOICE.matcher(whole);
    return choice.matches()
        ? Arrays.stream(choice.group(2).split(","))
            .map(one -> choice.group(1) + one + choice.group(3))
        : Stream.of(whole);
  }

  private static PropertySource variables(String name) {
    return PropertySource.of(
        "variables", Map.of(name, "1"), PropertyConvention.ENVIRONMENT_VARIABLE, Origin.of("test"));
  }
}
