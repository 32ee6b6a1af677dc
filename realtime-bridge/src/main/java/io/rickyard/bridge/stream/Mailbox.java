package io.rickyard.bridge.stream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one client. It is bounded: while the client does not take, a newer state of an
 * entity replaces the older one, and when even that is too much the client is told that it lags and
 * is let go. Nobody else waits for it.
 */
public final class Mailbox {

  private static final int MOST_ENTITIES = 2_000;

  private final Outlet outlet;
  private final Deque<Frame> waiting = new ArrayDeque<>();
  private final Map<String, Frame> replaceable = new HashMap<>();
  private long demand;
  private boolean ended;
  private boolean delivering;

  /** A mailbox that empties itself into this outlet as fast as frames are asked for. */
  public Mailbox(Outlet outlet) {
    this.outlet = outlet;
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
      demand = Math.min(Integer.MAX_VALUE, demand + frames);
    }
    deliver();
  }

  /** Adds a frame behind the others. */
  public void offer(Frame frame) {
    synchronized (this) {
      if (ended) {
        return;
      }
      String entity = frame.entity();
      if (entity != null) {
        Frame older = replaceable.put(entity, frame);
        if (older != null) {
          waiting.remove(older);
        }
      }
      waiting.addLast(frame);
      if (waiting.size() > MOST_ENTITIES) {
        waiting.clear();
        replaceable.clear();
        waiting.addLast(
            new Frame("lagging", null, "{\"reason\":\"the client does not keep up\"}", null));
        ended = true;
      }
    }
    deliver();
  }

  /** Ends the stream once what waits has been taken. */
  public void end() {
    synchronized (this) {
      ended = true;
    }
    deliver();
  }

  /** The client went away. */
  public void cancel() {
    synchronized (this) {
      ended = true;
      waiting.clear();
      replaceable.clear();
      demand = 0;
    }
  }

  /** Whether nothing more will be delivered. */
  public synchronized boolean ended() {
    return ended && waiting.isEmpty();
  }

  /** Whether the client has taken everything there is. */
  synchronized boolean idle() {
    return waiting.isEmpty();
  }

  private void deliver() {
    synchronized (this) {
      if (delivering) {
        return; // whoever delivers now also sees what was just added
      }
      delivering = true;
    }
    boolean more = true;
    while (more) {
      Frame frame = next();
      if (frame == null) {
        return;
      }
      outlet.deliver(frame);
    }
  }

  private @Nullable Frame next() {
    boolean over;
    synchronized (this) {
      if (demand > 0 && !waiting.isEmpty()) {
        demand--;
        Frame frame = waiting.removeFirst();
        if (frame.entity() != null) {
          replaceable.remove(frame.entity(), frame);
        }
        return frame;
      }
      delivering = false;
      over = ended && waiting.isEmpty();
      if (over) {
        delivering = true; // the end is told once
      }
    }
    if (over) {
      outlet.end();
    }
    return null;
  }
}
