package io.rickyard.auth.http.gotrue;

import io.rickyard.auth.mail.MailQueue;
import io.rickyard.auth.mail.MailTransport;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** Stands before everything that sends mail. */
@Singleton
final class MailDuty {

  private final MailQueue queue;

  MailDuty(MailQueue queue) {
    this.queue = queue;
  }

  /** Refuses where there is no mail at all. */
  void check() {
    if (queue.transport() == MailTransport.NONE) {
      throw new GoTrueRefusal(
          GoTrueError.EMAIL_PROVIDER_DISABLED,
          "This installation sends no mail: ask its administrator for a link, or to set"
              + " rickyard.auth.mail.transport");
    }
  }

  /** Refuses when it is too early for another message. */
  static void limit(Optional<Duration> wait) {
    if (wait.isPresent()) {
      throw GoTrueRefusal.mailLimited(wait.get());
    }
  }
}
