package io.rickyard.auth.mail;

import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries what is queued; what is not taken over is tried again, ever more seldom, for a day. */
public final class MailRounds {

  private static final Logger LOG = LoggerFactory.getLogger(MailRounds.class);
  private static final int AT_ONCE = 20;
  private static final int MOST_DOUBLINGS = 7;
  private static final Duration FIRST_WAIT = Duration.ofSeconds(30);
  private static final Duration GIVEN_UP_AFTER = Duration.ofDays(1);

  private final MailQueue queue;
  private final MailCarrier carrier;
  private final Clock clock;

  /** From this queue by this carrier. */
  public MailRounds(MailQueue queue, MailCarrier carrier, Clock clock) {
    this.queue = queue;
    this.carrier = carrier;
    this.clock = clock;
  }

  /** One round; returns how many were carried. */
  public int run() {
    int carried = 0;
    for (var mail : queue.claim(AT_ONCE, clock.instant())) {
      carried += carry(mail) ? 1 : 0;
    }
    return carried;
  }

  private boolean carry(QueuedMail mail) {
    try {
      carrier.carry(mail.message());
      queue.remove(mail.id());
      return true;
    } catch (MailNotCarried e) {
      String purpose = mail.message().purpose().wireName();
      if (!e.retryable() || tooOld(mail)) {
        queue.remove(mail.id());
        LOG.error(
            "event=mail_given_up mail={} purpose={} attempts={} reason=\"{}\""
                + " follows=\"it is deleted; its addressee has to ask again\"",
            mail.id(),
            purpose,
            mail.attempts(),
            e.getMessage());
      } else {
        var wait = FIRST_WAIT.multipliedBy(1L << Math.min(mail.attempts() - 1, MOST_DOUBLINGS));
        queue.postpone(mail.id(), clock.instant().plus(wait));
        LOG.warn(
            "event=mail_waits mail={} purpose={} attempt={} next_in={} reason=\"{}\"",
            mail.id(),
            purpose,
            mail.attempts(),
            wait,
            e.getMessage());
      }
      return false;
    }
  }

  private boolean tooOld(QueuedMail mail) {
    return mail.createdAt().plus(GIVEN_UP_AFTER).isBefore(clock.instant());
  }
}
