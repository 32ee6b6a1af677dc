package io.rickyard.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeparatePartsTest {

  private static final Path DOCUMENTATION = Path.of("../docs/configuration.md");
  private static final String ALL = "# every service";
  private static final String WITH_DATABASE = "# every service but api-gateway";

  @TempDir Path directory;

  /** Or root could not give its servers another user. */
  @BeforeEach
  void letEverybodyIn() throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @ParameterizedTest
  @CsvSource({
    "gateway, api-gateway",
    "auth, auth-service",
    "org, org-service",
    "worker, provisioner-worker",
    "projector, status-projector",
    "bridge, realtime-bridge",
  })
  void documentationShowsTheWholeEnvironmentOfAService(String service, String application)
      throws IOException {
    // given
    var documented = documented();
    Set<String> names = new TreeSet<>(documented.getOrDefault(ALL, Set.of()));
    names.addAll(
        service.equals("gateway") ? Set.of() : documented.getOrDefault(WITH_DATABASE, Set.of()));
    names.addAll(documented.getOrDefault("# " + application, Set.of()));

    // when
    try (var parts = SeparateParts.in(directory)) {
      // then
      assertThat(parts.environment(service).keySet()).isEqualTo(names);
    }
  }

  @Test
  void serviceIsGivenItsOwnCredentialsAndNobodyElses() {
    try (var parts = SeparateParts.in(directory)) {
      // when
      var bridge = parts.environment("bridge");
      var gateway = parts.environment("gateway");

      // then
      assertThat(bridge).containsEntry("RICKYARD_DATABASE_USERNAME", "rickyard_realtime");
      assertThat(bridge.values())
          .doesNotContain(gateway.getOrDefault("RICKYARD_KAFKA_PASSWORD", ""))
          .doesNotContain(gateway.getOrDefault("RICKYARD_SIGNING_SECRET", ""));
    }
  }

  /** The names in the example, by the comment above them, up to its first stop. */
  private static Map<String, Set<String>> documented() throws IOException {
    Map<String, Set<String>> all = new HashMap<>();
    boolean example = false;
    String section = "";
    for (String line : Files.readAllLines(DOCUMENTATION)) {
      if (line.startsWith("```")) {
        example = line.equals("```properties");
      } else if (example && line.startsWith("#")) {
        section = line.replaceAll("[;,].*", "");
      } else if (example) {
        all.computeIfAbsent(section, _ -> new TreeSet<>()).add(line.replaceAll("=.*", ""));
      }
    }
    return all;
  }
}
