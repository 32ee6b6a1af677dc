package io.rickyard.auth.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A place in the trail, from the newest entry back: by time, and by id where times are the same. It
 * stays where it is, whatever is added meanwhile.
 */
public record AuditPlace(Instant at, UUID id) {

  private static final int LONGEST = 120;

  /** Checks that nothing is missing. */
  public AuditPlace {
    requireNonNull(at, "at");
    requireNonNull(id, "id");
  }

  /** Reads what {@link #text} wrote; throws {@link IllegalArgumentException} for anything else. */
  public static AuditPlace parse(String text) {
    if (text.length() > LONGEST) {
      throw wrong(null);
    }
    try {
      String[] parts = new String(Base64.getUrlDecoder().decode(text), US_ASCII).split(" ", -1);
      if (parts.length != 2) {
        throw wrong(null);
      }
      return new AuditPlace(Instant.parse(parts[0]), UUID.fromString(parts[1]));
    } catch (DateTimeException | IllegalArgumentException e) {
      throw wrong(e);
    }
  }

  /** As it goes over the wire; nobody has to understand it. */
  public String text() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((at + " " + id).getBytes(US_ASCII));
  }

  private static IllegalArgumentException wrong(@Nullable Exception cause) {
    return new IllegalArgumentException("after is the next of a page before", cause);
  }
}
