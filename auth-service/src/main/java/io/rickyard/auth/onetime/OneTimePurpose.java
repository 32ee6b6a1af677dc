package io.rickyard.auth.onetime;

import io.rickyard.auth.mail.MailPurpose;

/** What a one-time token is for. */
public enum OneTimePurpose {
  /** Confirms the address of a new account. */
  SIGNUP("signup", MailPurpose.CONFIRMATION),
  /** Confirms the address of an account that an administrator made. */
  INVITE("invite", MailPurpose.INVITE),
  /** Signs in. */
  MAGIC_LINK("magiclink", MailPurpose.MAGIC_LINK),
  /** Signs in whoever lost the password. */
  RECOVERY("recovery", MailPurpose.RECOVERY),
  /** Agrees to a new address, at the present one. */
  EMAIL_CHANGE_CURRENT("email_change", MailPurpose.EMAIL_CHANGE),
  /** Agrees to a new address, at that one. */
  EMAIL_CHANGE_NEW("email_change", MailPurpose.EMAIL_CHANGE),
  /** Lets somebody who is signed in change the password. */
  REAUTHENTICATION("reauthentication", MailPurpose.REAUTHENTICATION);

  private final String type;
  private final MailPurpose mail;

  OneTimePurpose(String type, MailPurpose mail) {
    this.type = type;
    this.mail = mail;
  }

  /** GoTrue's word for it, in links and requests. */
  public String type() {
    return type;
  }

  /** What is written in the message that brings it. */
  public MailPurpose mail() {
    return mail;
  }
}
