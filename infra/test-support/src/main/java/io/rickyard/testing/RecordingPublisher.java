package io.rickyard.testing;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.Position;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.IncomingMessage;
import io.rickyard.messaging.MessageCodec;
import io.rickyard.messaging.OutgoingMessage;
import io.rickyard.messaging.Publisher;
import io.rickyard.messaging.UnreadableMessage;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Keeps what it is given, in partition 0 of each topic, and fails when it is told to. */
public final class RecordingPublisher implements Publisher {

  private final List<OutgoingMessage> published = new ArrayList<>();
  private final Deque<Failure> failures = new ArrayDeque<>();

  private record Failure(@Nullable Topic topic, RuntimeException cause) {
    boolean means(OutgoingMessage message) {
      return topic == null || topic == message.topic();
    }
  }

  @Override
  public synchronized CompletableFuture<Position> publish(OutgoingMessage message) {
    Failure failure = failures.peekFirst();
    if (failure != null && failure.means(message)) {
      failures.removeFirst();
      return CompletableFuture.failedFuture(failure.cause());
    }
    long offset = published.stream().filter(m -> m.topic() == message.topic()).count();
    published.add(message);
    return CompletableFuture.completedFuture(new Position(message.topic(), 0, offset));
  }

  /** Lets the next message that is not yet decided fail; several calls let several fail. */
  public synchronized void failNext(RuntimeException failure) {
    failures.addLast(new Failure(null, failure));
  }

  /** The same for the next message of one topic. */
  public synchronized void failNext(Topic topic, RuntimeException failure) {
    failures.addLast(new Failure(topic, failure));
  }

  /** Everything that was taken, in its order. */
  public synchronized List<OutgoingMessage> published() {
    return List.copyOf(published);
  }

  /** What the messages of one topic say, in their order. */
  public List<Envelope<?>> envelopes(Topic topic) {
    List<Envelope<?>> envelopes = new ArrayList<>();
    for (OutgoingMessage message : published()) {
      if (message.topic() == topic) {
        envelopes.add(read(message));
      }
    }
    return envelopes;
  }

  private static Envelope<?> read(OutgoingMessage message) {
    try {
      return MessageCodec.decode(
              new IncomingMessage(
                  new Position(message.topic(), 0, 0),
                  Instant.EPOCH,
                  message.key(),
                  message.value(),
                  message.headers()))
          .envelope();
    } catch (UnreadableMessage e) {
      throw new AssertionError("What was published cannot be read", e);
    }
  }

  @Override
  public void close() {}
}
