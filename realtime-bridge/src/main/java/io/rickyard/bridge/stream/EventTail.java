package io.rickyard.bridge.stream;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the event log once for all clients of this instance and hands each change to those who may
 * and want to see it.
 *
 * <ol>
 *   <li>A client is registered before its beginning is read. What was handed out before then is in
 *       the beginning, because that is read later; what is handed out after waits for it, and what
 *       both hold is left out by its sequence. So nothing is missed and nothing comes twice.
 *   <li>A client that comes back is given what it missed, if that is still kept and not too much;
 *       otherwise it is told to start over and gets a snapshot.
 *   <li>When the log begins anew, or what a user may see changes, the clients concerned start over:
 *       from that moment on they are told nothing until they were read a new beginning.
 * </ol>
 */
public final class EventTail {

  private static final Logger LOG = LoggerFactory.getLogger(EventTail.class);
  private static final int BATCH = 2_000;

  private final StatusLog log;
  private final Executor executor;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  /** Up to here changes were handed out; null until the log was read once. */
  private volatile @Nullable LogPosition position;

  private volatile boolean closed;
  private final LongAdder slow = new LongAdder();

  /**
   * A tail that begins at the log's head.
   *
   * @param executor reads beginnings of those who start over
   */
  public EventTail(StatusLog log, Executor executor) {
    this.log = log;
    this.executor = executor;
  }

  /**
   * What one reading found.
   *
   * @param broken whether changes may have been missed since the last one
   */
  private record Step(LogPosition head, boolean broken, List<Change> changes) {}

  /**
   * Reads what is new and hands it out; for one thread only.
   *
   * @throws StatusUnavailable when the log cannot be read; the next call goes on where this stopped
   */
  public void advance() {
    boolean more = true;
    while (more) {
      LogPosition from = position;
      Step step = log.read(moment -> step(moment, from));
      List<Change> changes = step.changes();
      if (!changes.isEmpty()) {
        listeners.forEach(listener -> listener.tell(changes));
        position = changes.getLast().position();
      } else {
        position = step.head();
      }
      if (step.broken()) {
        listeners.forEach(listener -> startOver(listener, Frame.LOG_BEGAN_ANEW));
      }
      more = changes.size() == BATCH;
    }
  }

  private Step step(StatusLog.Moment moment, @Nullable LogPosition from) {
    Head head = moment.head();
    // Looked at after the head was read: whoever registers later reads a beginning at least as new.
    if (listeners.isEmpty()) {
      return new Step(head.position(), false, List.of());
    }
    if (from == null || !head.knows(from) || !head.keepsAllAfter(from)) {
      return new Step(head.position(), true, List.of());
    }
    return new Step(head.position(), false, moment.after(from.sequence(), BATCH));
  }

  /**
   * Lets a client follow until it leaves; its mailbox ends when nothing can be read.
   *
   * @param last where the client stopped before, if it did
   */
  public void follow(Interest interest, Mailbox mailbox, @Nullable EventId last) {
    var listener = new Listener(interest, mailbox);
    listeners.add(listener);
    begin(listener, 0, last);
    if (closed) {
      mailbox.end();
    }
  }

  /**
   * Whether somebody may see anything of what an interest is about.
   *
   * @throws StatusUnavailable when that cannot be looked up
   */
  public boolean maySee(Interest interest) {
    String user = interest.userId();
    Set<String> may =
        log.read(moment -> moment.organizationsOf(Set.of(user))).getOrDefault(user, Set.of());
    return !interest.among(may).isEmpty();
  }

  /** Lets a client go. */
  public void leave(Mailbox mailbox) {
    mailbox.cancel();
    forget(listener -> listener.mailbox() == mailbox);
  }

  private void forget(Predicate<Listener> those) {
    for (Listener listener : List.copyOf(listeners)) {
      // Whoever really takes it out counts it, so it counts once.
      if (those.test(listener) && listeners.remove(listener) && listener.mailbox().lagged()) {
        slow.increment();
      }
    }
  }

  /** How many were let go because they did not keep up. */
  public long slowOnes() {
    return slow.sum();
  }

  /** Up to which sequence changes were handed out; 0 until the log was read once. */
  public long reached() {
    LogPosition now = position;
    return now == null ? 0 : now.sequence();
  }

  /** How many follow. */
  public int followers() {
    return listeners.size();
  }

  /** Ends all streams, because this instance stops. */
  public void close() {
    closed = true;
    listeners.forEach(listener -> listener.mailbox().end());
    listeners.clear();
  }

  /** Tells clients that are told nothing where the log stands, and forgets those that ended. */
  public void tellPosition() {
    forget(listener -> listener.mailbox().ended());
    LogPosition reached = position;
    if (reached != null) {
      listeners.forEach(listener -> listener.moved(reached));
    }
  }

  /**
   * Looks whether somebody may see something else than before; takes effect on open streams at
   * once.
   */
  public void reviewRights() {
    Set<String> users =
        listeners.stream()
            .map(listener -> listener.interest().userId())
            .collect(Collectors.toSet());
    if (users.isEmpty()) {
      return;
    }
    Map<String, Set<String>> organizations = log.read(moment -> moment.organizationsOf(users));
    for (Listener listener : listeners) {
      Set<String> may = organizations.get(listener.interest().userId());
      if (may != null && listener.seesOtherThan(may)) {
        startOver(listener, Frame.RIGHTS_CHANGED);
      }
    }
  }

  private void startOver(Listener listener, String reason) {
    int round = listener.startOver(reason);
    executor.execute(() -> begin(listener, round, null));
  }

  private void begin(Listener listener, int round, @Nullable EventId last) {
    try {
      listener.begin(round, log.read(moment -> Beginning.read(moment, listener.interest(), last)));
    } catch (StatusUnavailable e) {
      LOG.warn("event=beginning_not_read follows=\"the stream ends, its client comes again\"", e);
      listeners.remove(listener);
      listener.mailbox().end();
    }
  }
}
