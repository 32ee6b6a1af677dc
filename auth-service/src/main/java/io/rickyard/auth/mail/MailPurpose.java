package io.rickyard.auth.mail;

import java.util.Locale;
import java.util.Optional;

/** What a message is for; each has a template. */
public enum MailPurpose {
  /** Whoever made an account shall confirm its address. */
  CONFIRMATION,
  /** Signs in once. */
  MAGIC_LINK,
  /** Signs in whoever lost the password. */
  RECOVERY,
  /** Confirms the change of an address, at the old and at the new one. */
  EMAIL_CHANGE,
  /** Proves that whoever is signed in can read the account's mail. */
  REAUTHENTICATION,
  /** An administrator made an account. */
  INVITE,
  /** A member invites into an organization. */
  INVITATION,
  /** Somebody wanted to make an account with an address that has one. */
  ACCOUNT_EXISTS;

  /** The name in files, in the database and on the wire. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one of that name. */
  public static Optional<MailPurpose> named(String name) {
    for (var purpose : values()) {
      if (purpose.wireName().equals(name)) {
        return Optional.of(purpose);
      }
    }
    return Optional.empty();
  }
}
