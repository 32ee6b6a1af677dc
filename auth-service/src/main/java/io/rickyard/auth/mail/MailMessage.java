package io.rickyard.auth.mail;

import static java.util.Objects.requireNonNull;

import io.rickyard.auth.user.EmailAddress;

/**
 * A message, written out.
 *
 * @param purpose what it is for
 * @param to who gets it
 * @param subject one line
 * @param text what it says; holds what signs in, so it stands in no log
 */
public record MailMessage(MailPurpose purpose, EmailAddress to, String subject, String text) {
  /** Checks that nothing is missing. */
  public MailMessage {
    requireNonNull(purpose, "purpose");
    requireNonNull(to, "to");
    requireNonNull(subject, "subject");
    requireNonNull(text, "text");
  }

  @Override
  public String toString() {
    return "MailMessage[" + purpose.wireName() + "]";
  }
}
