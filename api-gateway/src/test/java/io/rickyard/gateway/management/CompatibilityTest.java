package io.rickyard.gateway.management;

import static java.util.Comparator.comparing;
import static java.util.regex.Matcher.quoteReplacement;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.json.ContractJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said to be offered is, what is said to be missing is not, and the page says the same. */
class CompatibilityTest {

  private static final Path PAGE = Path.of("../infra/docs/compatibility.md");
  private static final Pattern COUNT = Pattern.compile("answers \\d+ of its \\d+ operations");
  private static final Pattern TABLE =
      Pattern.compile("\\| operations \\| reason \\|\\n\\|---\\|---\\|\\n(\\|.*\\n)*");

  private static final HostedOperations.Document DOCUMENT = HostedOperations.read();

  private final HostedOperations hosted = new HostedOperations();

  @Test
  void everyOperationIsOfferedOrHasAReason() throws IOException {
    // given
    Set<String> offered = offered();

    // then
    assertThat(DOCUMENT.operations())
        .hasSizeGreaterThan(150)
        .allSatisfy(operation ->
            assertThat(offered.contains(line(operation)))
                .as(line(operation))
                .isEqualTo(operation.reason() == null));
  }

  static Stream<HostedOperations.Operation> missing() {
    return DOCUMENT.operations().stream().filter(operation -> operation.reason() != null);
  }

  @ParameterizedTest
  @MethodSource("missing")
  void reasonIsFoundForARequest(HostedOperations.Operation operation) {
    var path = operation.path().replaceAll("\\{[^}]*}", "abc");
    assertThat(hosted.whyNot(operation.method(), path))
        .contains(DOCUMENT.reasons().get(operation.reason()));
  }

  @Test
  void whatIsOfferedOrUnknownHasNoReason() {
    assertThat(hosted.whyNot("GET", "/v1/projects/abc")).isEmpty();
    assertThat(hosted.whyNot("GET", "/v1/projects/abc/branches/a/b")).isEmpty();
    assertThat(hosted.whyNot("GET", "/v1/no/such/thing")).isEmpty();
  }

  /** {@code -Drickyard.compatibility.write} writes what the page has to say. */
  @Test
  void pageSaysTheSame() throws IOException {
    // given
    String page = Files.readString(PAGE);
    String written =
        TABLE
            .matcher(COUNT.matcher(page).replaceFirst(count()))
            .replaceFirst(quoteReplacement(table()));
    if (Boolean.getBoolean("rickyard.compatibility.write")) {
      Files.writeString(PAGE, written);
    }

    // then
    assertThat(Files.readString(PAGE)).isEqualTo(written);
  }

  private static String count() {
    long offered =
        DOCUMENT.operations().stream().filter(operation -> operation.reason() == null).count();
    return "answers " + offered + " of its " + DOCUMENT.operations().size() + " operations";
  }

  private static String table() {
    return DOCUMENT.reasons().entrySet().stream()
        .filter(reason -> first(reason.getKey()) >= 0)
        .sorted(comparing(reason -> first(reason.getKey())))
        .map(reason -> row(reason.getKey(), reason.getValue()) + "\n")
        .collect(joining("", "| operations | reason |\n|---|---|\n", ""));
  }

  @Test
  void everyReasonIsNeeded() {
    assertThat(DOCUMENT.reasons().keySet())
        .allSatisfy(reason -> assertThat(first(reason)).isNotNegative());
  }

  private static int first(String reason) {
    var reasons = DOCUMENT.operations().stream().map(HostedOperations.Operation::reason).toList();
    return reasons.indexOf(reason);
  }

  private static String row(String name, String sentence) {
    String operations =
        DOCUMENT.operations().stream()
            .filter(operation -> name.equals(operation.reason()))
            .map(operation -> "`" + operation.method() + " " + operation.path() + "`")
            .collect(joining("<br>"));
    return "| " + operations + " | " + sentence + " |";
  }

  private static Set<String> offered() throws IOException {
    try (var resource =
        CompatibilityTest.class
            .getClassLoader()
            .getResourceAsStream("META-INF/swagger/rickyard.json")) {
      JsonNode paths = ContractJson.mapper().readTree(resource).path("paths");
      var lines = new HashSet<String>();
      paths
          .properties()
          .forEach(path ->
              path.getValue()
                  .fieldNames()
                  .forEachRemaining(method ->
                      lines.add(method.toUpperCase(Locale.ROOT) + " " + nameless(path.getKey()))));
      return lines;
    }
  }

  private static String line(HostedOperations.Operation operation) {
    return operation.method() + " " + nameless(operation.path());
  }

  private static String nameless(String path) {
    return List.of(path.split("/")).stream()
        .map(segment -> segment.startsWith("{") ? "{}" : segment)
        .collect(joining("/"));
  }
}
