package io.rickyard.gateway.management;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.json.ContractJson;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The operations of the hosted platform's Management API, and for those that Rickyard does not
 * offer the reason, so that the hosted platform's clients show it. The list is data, and a test
 * compares it with what is offered and with infra/docs/compatibility.md.
 */
@Singleton
public final class HostedOperations {

  private static final String RESOURCE = "hosted-operations.json";

  private final List<Missing> missing;

  HostedOperations() {
    this(read());
  }

  private HostedOperations(Document document) {
    missing =
        document.operations().stream()
            .filter(operation -> operation.reason() != null)
            .map(operation -> Missing.of(operation, document.reasons()))
            .toList();
  }

  /**
   * The list as it is written.
   *
   * @param source where the operations are from
   * @param reasons sentences for people, by the names that the operations have for them
   * @param operations all
   */
  record Document(String source, Map<String, String> reasons, List<Operation> operations) {
    Document {
      requireNonNull(source, "source");
      reasons = Map.copyOf(reasons);
      operations = List.copyOf(operations);
    }
  }

  /**
   * An operation.
   *
   * @param method the HTTP method
   * @param path with names in braces
   * @param reason why it is not offered; nothing where it is
   */
  record Operation(String method, String path, @Nullable String reason) {}

  private record Missing(String method, Pattern path, String reason) {

    static Missing of(Operation operation, Map<String, String> reasons) {
      String regex =
          List.of(operation.path().split("/")).stream()
              .map(segment -> segment.startsWith("{") ? "[^/]+" : Pattern.quote(segment))
              .collect(Collectors.joining("/"));
      String reason = reasons.get(operation.reason());
      return new Missing(
          operation.method(),
          Pattern.compile(regex),
          requireNonNull(reason, () -> "A reason is missing: " + operation.reason()));
    }
  }

  /** Why a request cannot be answered, where it is for an operation that is not offered. */
  public Optional<String> whyNot(String method, String path) {
    return missing.stream()
        .filter(operation ->
            operation.method().equals(method) && operation.path().matcher(path).matches())
        .map(Missing::reason)
        .findFirst();
  }

  static Document read() {
    try (var resource = HostedOperations.class.getResourceAsStream(RESOURCE)) {
      return ContractJson.mapper().readValue(requireNonNull(resource, RESOURCE), Document.class);
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE + " cannot be read", e);
    }
  }
}
