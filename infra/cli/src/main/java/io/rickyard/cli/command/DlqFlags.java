package io.rickyard.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.cli.api.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead messages are meant. */
final class DlqFlags {

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "Only from this topic, such as events or commands.normal; several with commas.")
  private @Nullable String topic;

  @Option(names = "--consumer", paramLabel = "NAME", description = "Only given up by this one.")
  private @Nullable String consumer;

  @Option(
      names = "--cause",
      paramLabel = "CAUSE",
      description = "Only unreadable, signature_invalid or processing_failed.")
  private @Nullable String cause;

  @Option(
      names = "--given-up-after",
      paramLabel = "TIME",
      description = "Only given up at or after this, like 2026-12-01T08:00:00Z.")
  private @Nullable String givenUpAfter;

  @Option(names = "--given-up-before", paramLabel = "TIME", description = "Only given up before.")
  private @Nullable String givenUpBefore;

  boolean narrow() {
    return !given().isEmpty();
  }

  void on(Path path) {
    given().forEach(path::query);
  }

  void put(ObjectNode where) {
    given().forEach(where::put);
  }

  private Map<String, String> given() {
    Map<String, String> given = new LinkedHashMap<>();
    put(given, "topic", topic);
    put(given, "consumer", consumer);
    put(given, "cause", cause);
    put(given, "given_up_after", givenUpAfter);
    put(given, "given_up_before", givenUpBefore);
    return given;
  }

  private static void put(Map<String, String> given, String name, @Nullable String value) {
    if (value != null) {
      given.put(name, value);
    }
  }
}
