package io.rickyard.bridge.stream;

import java.util.Set;

/**
 * One client that follows the event log. Its fields are guarded by the {@link EventTail} that feeds
 * it.
 */
final class Listener {

  private final Interest interest;
  private final Mailbox mailbox;
  private Set<String> visible;

  /** Changes up to here are in what the client already has. */
  private long from;

  Listener(Interest interest, Mailbox mailbox, Set<String> visible, long from) {
    this.interest = interest;
    this.mailbox = mailbox;
    this.visible = Set.copyOf(visible);
    this.from = from;
  }

  Interest interest() {
    return interest;
  }

  Mailbox mailbox() {
    return mailbox;
  }

  Set<String> visible() {
    return visible;
  }

  void tell(Change change) {
    if (change.position().sequence() > from && interest.covers(change, visible)) {
      from = change.position().sequence();
      mailbox.offer(Frame.of(change));
    }
  }

  /** Begins anew at a snapshot. */
  void tell(Snapshot snapshot) {
    from = snapshot.position().sequence();
    mailbox.offer(Frame.of(snapshot));
  }

  /** So that a filtered stream in which nothing happens never falls out of what is kept. */
  void moved(LogPosition position) {
    if (position.sequence() >= from && mailbox.idle()) {
      from = position.sequence();
      mailbox.offer(Frame.position(position));
    }
  }

  /** Goes on behind a change that the client already has. */
  void restartAt(long sequence) {
    from = sequence;
  }

  long from() {
    return from;
  }

  void sees(Set<String> organizations) {
    visible = Set.copyOf(organizations);
  }
}
