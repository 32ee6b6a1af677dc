package io.rickyard.auth.onetime;

import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.mail.MailMessage;
import io.rickyard.auth.token.OpaqueToken;
import io.rickyard.auth.user.EmailAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps one-time tokens. Of each purpose somebody has one: a new one replaces it. */
public interface OneTimeTokens {

  /** How many wrong codes end a token. */
  int MOST_FAILURES = 5;

  /**
   * Keeps a token together with the message that brings it; the same work is done when the message
   * goes nowhere.
   *
   * @param mail the message; none where the token is handed out otherwise
   * @param goesOut whether the message is to reach somebody
   */
  void issue(OneTimeToken token, @Nullable MailMessage mail, boolean goesOut, Cause cause);

  /** Spends a link's token; of many at once exactly one gets it. */
  Optional<Redeemed> redeem(OpaqueToken link, Set<OneTimePurpose> purposes, Instant now);

  /** Spends the token of a code; a wrong code counts against every token it may have meant. */
  Optional<Redeemed> redeem(
      EmailAddress address, String code, Set<OneTimePurpose> purposes, Instant now);
}
