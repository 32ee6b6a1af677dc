package io.rickyard.bridge.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads the event log once for all clients of this instance and hands each change to those who may
 * and want to see it.
 *
 * <ol>
 *   <li>A client is registered at the tail's place before its snapshot is read. What the tail reads
 *       from then on waits; what the snapshot already holds is left out by its sequence. So nothing
 *       is missed and nothing comes twice.
 *   <li>A client that comes back is given what lies between its place and the tail's from the log,
 *       if that is still kept and not too much; otherwise it is told to start over and gets a
 *       snapshot.
 *   <li>When a user's organizations change, that user's clients start over with what they may see
 *       now.
 * </ol>
 */
public final class EventTail {

  private static final int BATCH = 2_000;
  private static final int LONGEST_RESUME = 10_000;

  private final StatusLog log;
  private final List<Listener> listeners = new ArrayList<>();
  private LogPosition position;

  /** A tail that begins at the log's head. */
  public EventTail(StatusLog log) {
    this.log = log;
    this.position = log.head();
  }

  /** Reads what is new and hands it out. */
  public void advance() {
    LogPosition head = log.head();
    if (head.epoch() != epoch()) {
      startOver(head);
      return;
    }
    List<Change> changes = log.after(sequence(), BATCH);
    while (!changes.isEmpty()) {
      hand(changes);
      changes = changes.size() == BATCH ? log.after(sequence(), BATCH) : List.of();
    }
  }

  private synchronized void hand(List<Change> changes) {
    for (Change change : changes) {
      listeners.forEach(listener -> listener.tell(change));
    }
    position = changes.getLast().position();
  }

  /**
   * Tells clients that saw nothing lately where the log stands; also keeps their connections alive.
   */
  public synchronized void tellPosition() {
    listeners.removeIf(listener -> listener.mailbox().ended());
    listeners.forEach(listener -> listener.moved(position));
  }

  /** Lets a client follow from a snapshot on. */
  public void follow(Interest interest, Mailbox mailbox) {
    beginAtSnapshot(register(interest, mailbox));
  }

  /** Lets a client go on where it stopped, if that is possible. */
  public void resume(Interest interest, Mailbox mailbox, LogPosition last) {
    Listener listener;
    long reached;
    synchronized (this) {
      listener = register(interest, mailbox);
      reached = position.sequence();
    }
    if (last.epoch() != epoch() || last.sequence() > reached) {
      mailbox.offer(Frame.reset("the log began anew"));
      beginAtSnapshot(listener);
    } else if (last.sequence() + 1 < log.oldest() || reached - last.sequence() > LONGEST_RESUME) {
      mailbox.offer(Frame.reset("too much has happened since"));
      beginAtSnapshot(listener);
    } else {
      catchUp(listener, last.sequence(), reached);
    }
  }

  /** Lets a client go. */
  public synchronized void leave(Mailbox mailbox) {
    listeners.removeIf(listener -> listener.mailbox() == mailbox);
    mailbox.cancel();
  }

  /** Ends all streams, because this instance stops. */
  public synchronized void close() {
    listeners.forEach(listener -> listener.mailbox().end());
    listeners.clear();
  }

  /** Looks whether somebody's organizations have changed; takes effect on open streams at once. */
  public void reviewRights() {
    Map<String, Set<String>> organizations = log.organizationsOf(users());
    List<Listener> changed;
    synchronized (this) {
      changed =
          listeners.stream()
              .filter(listener ->
                  !listener
                      .visible()
                      .equals(
                          organizations.getOrDefault(
                              listener.interest().userId(), listener.visible())))
              .toList();
      changed.forEach(listener ->
          listener.sees(organizations.getOrDefault(listener.interest().userId(), Set.of())));
    }
    for (Listener listener : changed) {
      listener.mailbox().offer(Frame.reset("what may be seen has changed"));
      beginAtSnapshot(listener);
    }
  }

  private synchronized Set<String> users() {
    return listeners.stream()
        .map(listener -> listener.interest().userId())
        .collect(Collectors.toSet());
  }

  private Listener register(Interest interest, Mailbox mailbox) {
    Set<String> visible =
        log.organizationsOf(Set.of(interest.userId())).getOrDefault(interest.userId(), Set.of());
    synchronized (this) {
      var listener = new Listener(interest, mailbox, visible, Long.MAX_VALUE);
      listeners.add(listener);
      return listener;
    }
  }

  /**
   * Until its snapshot is there a listener takes no changes; those that the snapshot lacks follow
   * it.
   */
  private void beginAtSnapshot(Listener listener) {
    Snapshot snapshot = log.snapshot(listener.interest());
    List<Change> missed;
    synchronized (this) {
      listener.tell(snapshot);
      missed =
          position.sequence() > snapshot.position().sequence()
              ? log.after(snapshot.position().sequence(), BATCH)
              : List.of();
      missed.stream()
          .filter(change -> change.position().sequence() <= position.sequence())
          .forEach(listener::tell);
    }
  }

  private void catchUp(Listener listener, long after, long reached) {
    var missed = new ArrayList<Change>();
    for (long from = after; from < reached; ) {
      List<Change> part = log.after(from, BATCH);
      if (part.isEmpty()) {
        break;
      }
      missed.addAll(part);
      from = part.getLast().position().sequence();
    }
    synchronized (this) {
      listener.restartAt(after);
      missed.forEach(listener::tell);
      if (position.sequence() > listener.from()) {
        log.after(listener.from(), BATCH).stream()
            .filter(change -> change.position().sequence() <= position.sequence())
            .forEach(listener::tell);
      }
    }
  }

  private void startOver(LogPosition head) {
    List<Listener> all;
    synchronized (this) {
      position = head;
      all = List.copyOf(listeners);
    }
    for (Listener listener : all) {
      listener.mailbox().offer(Frame.reset("the log began anew"));
      beginAtSnapshot(listener);
    }
  }

  private synchronized long epoch() {
    return position.epoch();
  }

  private synchronized long sequence() {
    return position.sequence();
  }
}
