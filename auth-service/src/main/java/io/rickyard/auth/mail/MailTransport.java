package io.rickyard.auth.mail;

/** What becomes of messages. */
public enum MailTransport {
  /** There is no mail: what would have to send some is refused. */
  NONE,
  /** They leave by SMTP. */
  SMTP,
  /** They stay here, for the installation's administrators to read: for trying things out. */
  MAILBOX
}
