package io.rickyard.auth.http;

import static java.util.Objects.requireNonNull;

import io.micronaut.core.annotation.Introspected;
import io.rickyard.auth.mail.MailTransport;
import io.rickyard.auth.mail.QueuedMail;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Mail on the wire of the internal endpoints. */
final class MailForms {

  private MailForms() {}

  /**
   * Asks for a message to be sent.
   *
   * @param id of the sender's choice; the same again sends nothing more
   * @param purpose which template
   * @param to who gets it
   * @param values what stands in the template's places
   * @param invitedUntil until when the address may make an account, where sign-up is closed
   */
  @Introspected
  record NewMail(
      UUID id,
      String purpose,
      String to,
      Map<String, String> values,
      @Nullable Instant invitedUntil) {
    NewMail {
      requireNonNull(id, "id");
      requireNonNull(purpose, "purpose");
      requireNonNull(to, "to");
      values = Map.copyOf(requireNonNull(values, "values"));
    }
  }

  /** What became of it: {@code mailbox}, {@code smtp}, or {@code none} where there is no mail. */
  @Introspected
  record Sent(String transport) {
    static Sent by(MailTransport transport) {
      return new Sent(transport.name().toLowerCase(Locale.ROOT));
    }
  }

  @Introspected
  record KeptMail(
      UUID id, String purpose, String to, String subject, String text, Instant createdAt) {
    static KeptMail of(QueuedMail mail) {
      var message = mail.message();
      return new KeptMail(
          mail.id(),
          message.purpose().wireName(),
          message.to().value(),
          message.subject(),
          message.text(),
          mail.createdAt());
    }
  }

  @Introspected
  record KeptMails(List<KeptMail> data) {}
}
