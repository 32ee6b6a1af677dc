package io.rickyard.auth.mail;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.UUID;

/**
 * A message that is kept.
 *
 * @param id which one
 * @param message what it says
 * @param createdAt since when it is here
 * @param attempts how often somebody took it to carry it
 */
public record QueuedMail(UUID id, MailMessage message, Instant createdAt, int attempts) {
  /** Checks that nothing is missing. */
  public QueuedMail {
    requireNonNull(id, "id");
    requireNonNull(message, "message");
    requireNonNull(createdAt, "createdAt");
  }
}
