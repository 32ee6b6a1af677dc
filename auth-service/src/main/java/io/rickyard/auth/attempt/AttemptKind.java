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
  ANONYMOUS,
  /** A user code of a program that asks for a login, typed by somebody signed in. */
  USER_CODE,
  /** A program's request for a login, of which only where it comes from is known. */
  LOGIN;

  /** The rules for one account. */
  public AttemptRules account() {
    return switch (this) {
      case PASSWORD, CODE, USER_CODE -> AttemptRules.ACCOUNT;
      case MAIL -> AttemptRules.MAILS_TO_ACCOUNT;
      case ANONYMOUS, LOGIN -> AttemptRules.ADDRESS;
    };
  }

  /** The rules for one address that requests come from. */
  public AttemptRules address() {
    return switch (this) {
      case PASSWORD, CODE, ANONYMOUS, USER_CODE, LOGIN -> AttemptRules.ADDRESS;
      case MAIL -> AttemptRules.MAILS_FROM_ADDRESS;
    };
  }
}
