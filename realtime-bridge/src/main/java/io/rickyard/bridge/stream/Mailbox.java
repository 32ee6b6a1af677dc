package io.rickyard.bridge.stream;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits for one client. It is bounded: while the client does not take, a newer state of an
 * entity replaces the older one, and when even that is too much the client is told that it lags and
 * is let go. Who offers never waits, and what goes wrong while frames are handed over concerns this
 * client alone.
 */
public final class Mailbox {

  private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

  /** How many frames may wait. */
  static final int MOST_FRAMES = 2_000;

  /** How many characters of replaceable frames may wait; a snapshot is as large as it is. */
  static final long MOST_CHARACTERS = 8_000_000;

  private final Outlet outlet;
  private final Executor executor;

  /** In the order of delivery; a frame that each one counts of has a key of its own. */
  private final SequencedMap<Object, Frame> waiting = new LinkedHashMap<>();

  private long characters;
  private long demand;
  private boolean ended;
  private boolean lagged;
  private boolean endTold;
  private boolean delivering;

  /**
   * A mailbox that empties itself into this outlet as fast as frames are asked for.
   *
   * @param executor hands the frames over
   */
  public Mailbox(Outlet outlet, Executor executor) {
    this.outlet = outlet;
    this.executor = executor;
  }

  /** Where frames go. Called by one thread at a time, in order. */
  public interface Outlet {
    /** Takes one frame that was asked for. */
    void deliver(Frame frame);

    /** Nothing more will come. */
    void end();
  }

  /** The client can take so many more frames. */
  public void request(long frames) {
    synchronized (this) {
      demand = Math.min(Integer.MAX_VALUE, demand + Math.min(Integer.MAX_VALUE, frames));
    }
    deliver();
  }

  /** Adds a frame behind the others. */
  public void offer(Frame frame) {
    synchronized (this) {
      if (ended) {
        return;
      }
      add(frame);
      if (waiting.size() > MOST_FRAMES || characters > MOST_CHARACTERS) {
        letGo();
      }
    }
    deliver();
  }

  /** Drops what waits, because this frame says that it is void. */
  void startOver(Frame frame) {
    synchronized (this) {
      if (ended) {
        return;
      }
      clear();
      add(frame);
    }
    deliver();
  }

  /** Tells the client that it does not keep up, and ends. */
  void lagging() {
    synchronized (this) {
      if (ended) {
        return;
      }
      letGo();
    }
    deliver();
  }

  /** Ends the stream once what waits has been taken. */
  public void end() {
    synchronized (this) {
      ended = true;
      notifyAll();
    }
    deliver();
  }

  /** Ends the stream at once: what waits is not told any more. */
  public void cutOff() {
    synchronized (this) {
      if (ended) {
        return;
      }
      clear();
      ended = true;
      notifyAll();
    }
    deliver();
  }

  /** The client went away; it is told nothing more, not even the end. */
  public synchronized void cancel() {
    ended = true;
    endTold = true;
    clear();
    notifyAll();
  }

  /** Whether nothing more can be added. */
  public synchronized boolean ended() {
    return ended;
  }

  /** Whether the client was let go because it did not keep up. */
  synchronized boolean lagged() {
    return lagged;
  }

  /** Whether the client has taken everything there is. */
  public synchronized boolean idle() {
    return waiting.isEmpty();
  }

  /** Waits until the client has taken everything, or nothing more can be added. */
  public synchronized void awaitIdle() throws InterruptedException {
    while (!waiting.isEmpty() && !ended) {
      wait();
    }
  }

  private void add(Frame frame) {
    String entity = frame.entity();
    if (entity == null) {
      waiting.putLast(new Object(), frame);
      return;
    }
    Frame older = waiting.remove(entity);
    characters += frame.data().length() - (older == null ? 0 : older.data().length());
    waiting.putLast(entity, frame);
  }

  private void letGo() {
    clear();
    add(Frame.lagging());
    ended = true;
    lagged = true;
    notifyAll();
  }

  private void clear() {
    waiting.clear();
    characters = 0;
  }

  private void deliver() {
    synchronized (this) {
      if (delivering || !something()) {
        return; // whoever delivers now also sees what was just added
      }
      delivering = true;
    }
    executor.execute(this::drain);
  }

  private boolean something() {
    return waiting.isEmpty() ? ended && !endTold : demand > 0;
  }

  private void drain() {
    try {
      while (next()) {
        // one after the other
      }
    } catch (RuntimeException e) {
      // Owns the delivery to this client: nobody else is behind it, so nobody else must notice.
      LOG.warn("event=delivery_failed follows=\"this stream ends, its client comes again\"", e);
      cancel();
    }
  }

  private boolean next() {
    Frame frame = null;
    synchronized (this) {
      if (!something()) {
        delivering = false;
        return false;
      }
      if (waiting.isEmpty()) {
        endTold = true;
      } else {
        frame = take();
      }
    }
    hand(frame);
    return true;
  }

  private void hand(@Nullable Frame frame) {
    if (frame == null) {
      outlet.end();
    } else {
      outlet.deliver(frame);
    }
  }

  private Frame take() {
    Frame frame = waiting.pollFirstEntry().getValue();
    demand--;
    if (frame.entity() != null) {
      characters -= frame.data().length();
    }
    if (waiting.isEmpty()) {
      notifyAll();
    }
    return frame;
  }
}
