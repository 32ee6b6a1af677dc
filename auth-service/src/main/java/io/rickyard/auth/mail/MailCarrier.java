package io.rickyard.auth.mail;

/** Carries messages to where they are read. */
public interface MailCarrier {

  /** Carries one, and returns when somebody else has taken it over. */
  void carry(MailMessage message) throws MailNotCarried;
}
