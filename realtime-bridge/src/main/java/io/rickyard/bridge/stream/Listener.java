package io.rickyard.bridge.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One client that follows the event log. Changes that come before its beginning has been read are
 * kept; those that the beginning holds already are left out by their sequence.
 */
final class Listener {

  private static final int MOST_EARLY = 10_000;

  private final Interest interest;
  private final Mailbox mailbox;
  private final List<Change> early = new ArrayList<>();

  /** What it may see; null until it has begun. */
  private @Nullable Set<String> visible;

  /** The same, as event ids say it. */
  private String rights = "";

  /** Up to here the client has been told. */
  private long from;

  private int round;

  Listener(Interest interest, Mailbox mailbox) {
    this.interest = interest;
    this.mailbox = mailbox;
  }

  Interest interest() {
    return interest;
  }

  Mailbox mailbox() {
    return mailbox;
  }

  /** Takes changes in their order. */
  synchronized void tell(List<Change> changes) {
    Set<String> organizations = visible;
    if (organizations == null) {
      changes.stream().filter(interest::fits).forEach(early::add);
      if (early.size() > MOST_EARLY) {
        early.clear();
        mailbox.lagging();
      }
    } else {
      changes.forEach(change -> tell(change, organizations));
    }
  }

  private void tell(Change change, Set<String> organizations) {
    long sequence = change.position().sequence();
    if (sequence > from) {
      from = sequence;
      if (interest.covers(change, organizations)) {
        mailbox.offer(Frame.of(change, rights));
      }
    }
  }

  /**
   * Voids all that was told; nothing is told any more until {@link #begin}.
   *
   * @return the round that begins now
   */
  synchronized int startOver(String reason) {
    visible = null;
    early.clear();
    mailbox.startOver(Frame.reset(reason));
    return ++round;
  }

  /** Begins, unless it was told to start over since this was read. */
  synchronized void begin(int ofRound, Beginning beginning) {
    if (ofRound != round) {
      return;
    }
    visible = beginning.organizations();
    rights = EventId.rights(beginning.organizations());
    from = beginning.position().sequence();
    beginning.frames().forEach(mailbox::offer);
    tell(List.copyOf(early));
    early.clear();
  }

  /**
   * So that a filtered stream in which nothing happens never falls out of what is kept, and its
   * connection is seen to live.
   */
  synchronized void moved(LogPosition position) {
    if (visible != null && position.sequence() >= from && mailbox.idle()) {
      mailbox.offer(Frame.position(new EventId(position, rights)));
    }
  }

  /** Whether it sees something else than it may. */
  synchronized boolean seesOtherThan(Set<String> organizations) {
    return visible != null && !visible.equals(interest.among(organizations));
  }
}
