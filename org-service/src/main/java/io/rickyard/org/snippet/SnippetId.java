package io.rickyard.org.snippet;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.MessageId;
import java.util.UUID;

/** Names a snippet; later ones come later in order. */
public record SnippetId(UUID value) {

  /** Checks that nothing is missing. */
  public SnippetId {
    requireNonNull(value, "value");
  }

  /** One that nobody has. */
  public static SnippetId next() {
    return new SnippetId(MessageId.next().value());
  }

  /** Reads the canonical form; throws {@link IllegalArgumentException} when it is none. */
  public static SnippetId parse(String text) {
    if (text.length() != 36) {
      throw new IllegalArgumentException("A snippet's id has the 36 characters of a UUID");
    }
    return new SnippetId(UUID.fromString(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
