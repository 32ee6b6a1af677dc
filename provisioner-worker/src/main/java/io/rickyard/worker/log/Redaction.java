package io.rickyard.worker.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rickyard.worker.stack.StackSecrets;
import java.net.URLEncoder;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Takes a stack's secrets out of what its services and jobs write, as they are and as they stand in
 * an address or in JSON. A secret that a service cuts in two or encodes in another way is not
 * found.
 */
public final class Redaction {

  private static final String INSTEAD = "[redacted]";

  /** What is shorter stands in too many words. */
  private static final int SHORTEST = 6;

  private final List<String> secrets;

  /** Takes out those of one stack. */
  public Redaction(StackSecrets secrets) {
    this.secrets =
        secrets
            .hidden()
            .flatMap(Redaction::forms)
            .filter(secret -> secret.length() >= SHORTEST)
            .distinct()
            // A longer one may hold a shorter one.
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  private static Stream<String> forms(String secret) {
    return Stream.of(
        secret,
        URLEncoder.encode(secret, UTF_8),
        URLEncoder.encode(secret, UTF_8).replace("+", "%20"),
        secret.replace("\\", "\\\\").replace("\"", "\\\""));
  }

  /** The text without them. */
  public String of(String text) {
    var clean = text;
    for (var secret : secrets) {
      clean = clean.replace(secret, INSTEAD);
    }
    return clean;
  }
}
