package io.rickyard.bridge.http;

import io.micronaut.http.sse.Event;
import io.rickyard.bridge.stream.Frame;
import io.rickyard.bridge.stream.Holder;
import io.rickyard.bridge.stream.Mailbox;
import io.rickyard.bridge.stream.OpenStreams;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Turns a mailbox into server-sent events, at the pace at which the connection takes them. */
final class FramePublisher implements Publisher<Event<String>> {

  private final OpenStreams streams;
  private final Holder holder;
  private final Consumer<Mailbox> subscribed;
  private final Consumer<Mailbox> cancelled;

  /**
   * A stream that is filled once somebody listens, and ends with its holder's right.
   *
   * @param subscribed fills the mailbox from now on
   * @param cancelled the client went away
   */
  FramePublisher(
      OpenStreams streams,
      Holder holder,
      Consumer<Mailbox> subscribed,
      Consumer<Mailbox> cancelled) {
    this.streams = streams;
    this.holder = holder;
    this.subscribed = subscribed;
    this.cancelled = cancelled;
  }

  @Override
  public void subscribe(Subscriber<? super Event<String>> subscriber) {
    var mailbox = new Mailbox(outlet(subscriber), Thread::startVirtualThread);
    subscriber.onSubscribe(
        new Subscription() {
          @Override
          public void request(long frames) {
            mailbox.request(frames);
          }

          @Override
          public void cancel() {
            cancelled.accept(mailbox);
          }
        });
    Thread.ofVirtual().name("stream-begin").start(() -> begin(mailbox));
  }

  private void begin(Mailbox mailbox) {
    streams.add(holder, mailbox, mailbox::cutOff);
    subscribed.accept(mailbox);
  }

  private static Mailbox.Outlet outlet(Subscriber<? super Event<String>> subscriber) {
    return new Mailbox.Outlet() {
      @Override
      public void deliver(Frame frame) {
        subscriber.onNext(event(frame));
      }

      @Override
      public void end() {
        subscriber.onComplete();
      }
    };
  }

  private static Event<String> event(Frame frame) {
    Event<String> event = Event.of(frame.data()).name(frame.name());
    return frame.id() == null ? event : event.id(frame.id());
  }
}
