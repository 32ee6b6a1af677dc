package io.rickyard.auth.attempt;

/** What is attempted; each kind is counted for itself. */
public enum AttemptKind {
  /** A password. */
  PASSWORD,
  /** A one-time code or a second factor's. */
  CODE,
  /** Something that sends mail. It never succeeds: each one counts. */
  MAIL,
  /** An account without an address, of which only where it comes from is known. */
  ANONYMOUS;

  /** The rules for one account. */
  public AttemptRules account() {
    return switch (this) {
      case PASSWORD, CODE -> AttemptRules.ACCOUNT;
      case MAIL -> AttemptRules.MAILS_TO_ACCOUNT;
      case ANONYMOUS -> AttemptRules.ADDRESS;
    };
  }

  /** The rules for one address that requests come from. */
  public AttemptRules address() {
    return switch (this) {
      case PASSWORD, CODE, ANONYMOUS -> AttemptRules.ADDRESS;
      case MAIL -> AttemptRules.MAILS_FROM_ADDRESS;
    };
  }
}
