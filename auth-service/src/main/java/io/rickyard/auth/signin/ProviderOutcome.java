package io.rickyard.auth.signin;

import static java.util.Objects.requireNonNull;

import io.rickyard.auth.user.User;

/** What came of what a provider said of somebody. */
public sealed interface ProviderOutcome {

  /**
   * They are known now.
   *
   * @param user as whom
   */
  record Known(User user) implements ProviderOutcome {
    /** Checks that it is there. */
    public Known {
      requireNonNull(user, "user");
    }
  }

  /** The user may not sign in at present. */
  record Banned() implements ProviderOutcome {}

  /** There is no account, and none is to be made. */
  record SignUpClosed() implements ProviderOutcome {}

  /** There is no account by this identity, and no address that the provider says is verified. */
  record AddressUnproven() implements ProviderOutcome {}

  /** The identity opens an account already. */
  record IdentityTaken() implements ProviderOutcome {}

  /** The account that was to be linked to is gone. */
  record AccountGone() implements ProviderOutcome {}
}
