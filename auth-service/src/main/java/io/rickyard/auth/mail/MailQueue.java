package io.rickyard.auth.mail;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Keeps messages until they have been carried. */
public interface MailQueue {

  /** What becomes of them. */
  MailTransport transport();

  /** Takes a message; one with an id that is known already changes nothing. */
  void add(UUID id, MailMessage message, Instant now);

  /** Takes some whose time has come, so that nobody else carries them for two minutes. */
  List<QueuedMail> claim(int most, Instant now);

  /** It was carried, or never can be. */
  void remove(UUID id);

  /** It is to be tried again then. */
  void postpone(UUID id, Instant next);

  /** The newest that are here, the newest first. */
  List<QueuedMail> newest(int most);
}
