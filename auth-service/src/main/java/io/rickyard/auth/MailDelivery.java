package io.rickyard.auth;

import io.micronaut.context.annotation.Requires;
import io.micronaut.scheduling.annotation.Scheduled;
import io.rickyard.auth.mail.MailQueue;
import io.rickyard.auth.mail.MailRounds;
import io.rickyard.auth.smtp.SmtpCarrier;
import io.rickyard.persistence.DatabaseUnavailable;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets mail leave by SMTP, where it does; of several instances each takes what is free. */
@Singleton
@Requires(property = "rickyard.auth.mail.transport", pattern = "(?i)\\s*smtp\\s*")
class MailDelivery {

  private static final Logger LOG = LoggerFactory.getLogger(MailDelivery.class);

  private final MailRounds rounds;

  MailDelivery(MailQueue queue, MailSettings settings, Clock clock) {
    this.rounds = new MailRounds(queue, new SmtpCarrier(settings.server(), clock), clock);
  }

  @Scheduled(initialDelay = "1s", fixedDelay = "1s")
  void run() {
    try {
      rounds.run();
    } catch (DatabaseUnavailable e) {
      LOG.warn(
          "event=mail_waits follows=\"the next round tries again\" reason=\"{}\"", e.getMessage());
    }
  }
}
