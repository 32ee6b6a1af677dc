package io.rickyard.bridge.stream;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A client that keeps what it is told. */
final class Taken implements Mailbox.Outlet {

  private final List<Frame> frames = new CopyOnWriteArrayList<>();
  private final AtomicInteger ends = new AtomicInteger();

  @Override
  public void deliver(Frame frame) {
    frames.add(frame);
  }

  @Override
  public void end() {
    ends.incrementAndGet();
  }

  List<Frame> frames() {
    return List.copyOf(frames);
  }

  List<String> names() {
    return frames.stream().map(Frame::name).toList();
  }

  /** The changes' data, in the order in which they came. */
  List<String> told() {
    return frames.stream().filter(frame -> frame.entity() != null).map(Frame::data).toList();
  }

  int ends() {
    return ends.get();
  }

  void forget() {
    frames.clear();
  }
}
