package io.rickyard.auth.account;

import io.rickyard.auth.user.EmailAddress;
import java.time.Instant;

/** Addresses that may make an account although sign-up is closed to others. */
public interface Invitations {

  /** Lets an address in until then; of several invitations the longest counts. */
  void invite(EmailAddress address, Instant until);

  /** Whether an address is let in. */
  boolean invited(EmailAddress address, Instant now);
}
