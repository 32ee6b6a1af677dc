package io.rickyard.gateway.logsql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.json.ContractJson;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A line as a row of the table {@code logs}.
 *
 * @param id the same for the same line
 * @param timestamp when it was written
 * @param source the hosted platform's name for what wrote it
 * @param message the line
 * @param severity what it calls itself, such as LOG or ERROR; empty where it says nothing
 * @param attributes what can be read out of it
 */
public record LogEntry(
    String id,
    Instant timestamp,
    String source,
    String message,
    String severity,
    Map<String, String> attributes) {

  /** As PostgreSQL writes the severity in front of what it says. */
  private static final Pattern POSTGRES =
      Pattern.compile(
          "\\b(DEBUG[1-5]?|INFO|NOTICE|WARNING|ERROR|LOG|FATAL|PANIC|STATEMENT|DETAIL|HINT|CONTEXT):  ");

  /** As web servers have written requests since NCSA httpd. */
  private static final Pattern REQUEST =
      Pattern.compile("\"([A-Z]{3,7}) (\\S+) HTTP/[0-9.]+\" ([1-5][0-9]{2}) ");

  /** Copies the attributes. */
  public LogEntry {
    attributes = Map.copyOf(attributes);
  }

  /**
   * Reads a line.
   *
   * @param project the reference, which the clients show as what wrote it
   * @return nothing, where the clients have no name for the service
   */
  public static Optional<LogEntry> of(String project, Instant at, String service, String text) {
    return LogSource.ofService(service)
        .map(source -> {
          var attributes = attributes(source, text);
          attributes.put("identifier", project);
          return new LogEntry(
              "%s-%d-%08x".formatted(service, nanoseconds(at), text.hashCode()),
              at,
              source.table(),
              text,
              attributes.getOrDefault(
                  "parsed.error_severity", attributes.getOrDefault("level", "")),
              attributes);
        });
  }

  private static long nanoseconds(Instant at) {
    return at.getEpochSecond() * 1_000_000_000L + at.getNano();
  }

  private static Map<String, String> attributes(LogSource source, String text) {
    Map<String, String> found = new TreeMap<>();
    switch (source) {
      case POSTGRES -> {
        var severity = POSTGRES.matcher(text);
        if (severity.find()) {
          found.put("parsed.error_severity", severity.group(1));
        }
      }
      case EDGE -> {
        var request = REQUEST.matcher(text);
        if (request.find()) {
          found.put("request.method", request.group(1));
          found.put("request.path", request.group(2));
          found.put("response.status_code", request.group(3));
        }
      }
      case POSTGREST, AUTH, STORAGE, REALTIME, FUNCTION, SUPAVISOR -> ofJson(text, found);
    }
    return found;
  }

  /** Services that write JSON give each thing a name. */
  private static void ofJson(String text, Map<String, String> found) {
    if (!text.startsWith("{")) {
      return;
    }
    try {
      JsonNode line = ContractJson.mapper().readTree(text);
      line.properties()
          .forEach(member -> {
            if (member.getValue().isValueNode() && !member.getValue().isNull()) {
              found.put(member.getKey(), member.getValue().asText());
            }
          });
    } catch (JsonProcessingException _) {
      found.clear(); // A line that only begins like JSON.
    }
  }
}
