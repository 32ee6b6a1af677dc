package io.rickyard.worker.runtime.docker;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A socket in front of the engine's that can be taken away, fall silent, hold a request that
 * changes something, or break off right behind one: the engine carries it out and nobody hears of
 * it.
 */
final class EngineGate implements AutoCloseable {

  private static final Pattern CHANGE = Pattern.compile("^(POST|PUT|DELETE) /");

  private final Path engine;
  private final Path socket;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
  private final Set<SocketChannel> unheard = ConcurrentHashMap.newKeySet();
  private final AtomicInteger changes = new AtomicInteger();
  private final AtomicInteger breakBehind = new AtomicInteger(Integer.MAX_VALUE);
  private final AtomicReference<@Nullable String> breakBehindWords = new AtomicReference<>();
  private final AtomicInteger holdAt = new AtomicInteger(Integer.MAX_VALUE);
  private volatile CountDownLatch held = new CountDownLatch(1);
  private volatile CountDownLatch released = new CountDownLatch(1);
  private volatile boolean silent;
  private @Nullable ServerSocketChannel server;

  /** In front of an engine's socket, open. */
  EngineGate(URI engine, Path socket) throws IOException {
    this.engine = Path.of(engine.getPath());
    this.socket = socket;
    restore();
  }

  URI address() {
    return URI.create("unix://" + socket);
  }

  /** How many changes have been asked for since the last call of {@link #breakBehind}. */
  int changes() {
    return changes.get();
  }

  /** Breaks off behind the nth change from now, counted from 1; only that one. */
  void breakBehind(int change) {
    changes.set(0);
    breakBehind.set(change);
  }

  /** Breaks off behind the next change whose request has these words in it. */
  void breakBehind(String words) {
    changes.set(0);
    breakBehindWords.set(words);
  }

  /** Keeps the nth change from now from the engine, counted from 1, until it is released. */
  void holdAt(int change) {
    held = new CountDownLatch(1);
    released = new CountDownLatch(1);
    changes.set(0);
    holdAt.set(change);
  }

  /** Waits until that change is held. */
  boolean held(Duration within) throws InterruptedException {
    return held.await(within.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Lets the engine have it. */
  void release() {
    holdAt.set(Integer.MAX_VALUE);
    released.countDown();
  }

  /** From now on it takes questions and answers none. */
  void fallSilent(boolean now) throws IOException {
    silent = now;
    if (now) {
      closeConnections();
    }
  }

  /** There is no engine any more. */
  void takeAway() throws IOException {
    var listening = server;
    if (listening != null) {
      listening.close();
    }
    Files.deleteIfExists(socket);
    closeConnections();
  }

  /** There is one again. */
  void restore() throws IOException {
    var listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listening.bind(UnixDomainSocketAddress.of(socket));
    server = listening;
    Thread.ofVirtual().start(() -> accept(listening));
  }

  private void accept(ServerSocketChannel listening) {
    while (listening.isOpen()) {
      try {
        var client = listening.accept();
        open.add(client);
        if (!silent) {
          var other = SocketChannel.open(UnixDomainSocketAddress.of(engine));
          open.add(other);
          Thread.ofVirtual().start(() -> requests(client, other));
          Thread.ofVirtual().start(() -> answers(other, client));
        }
      } catch (IOException _) {
        return; // taken away
      }
    }
  }

  private void requests(SocketChannel client, SocketChannel other) {
    var buffer = ByteBuffer.allocate(64 * 1024);
    try (client;
        other) {
      while (client.read(buffer) >= 0) {
        buffer.flip();
        var text = StandardCharsets.ISO_8859_1.decode(buffer.duplicate());
        if (CHANGE.matcher(text).find()) {
          var change = changes.incrementAndGet();
          var words = breakBehindWords.get();
          if (change == breakBehind.get()
              || (words != null
                  && text.toString().contains(words)
                  && breakBehindWords.compareAndSet(words, null))) {
            unheard.add(client);
          }
          if (change == holdAt.get()) {
            held.countDown();
            released.await();
          }
        }
        while (buffer.hasRemaining()) {
          other.write(buffer);
        }
        buffer.clear();
      }
    } catch (IOException _) {
      // one side is gone, and takes the other with it
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void answers(SocketChannel other, SocketChannel client) {
    var buffer = ByteBuffer.allocate(64 * 1024);
    try (client;
        other) {
      while (other.read(buffer) >= 0) {
        buffer.flip();
        if (unheard.remove(client)) {
          return; // the engine has carried it out by the time it answers
        }
        while (buffer.hasRemaining()) {
          client.write(buffer);
        }
        buffer.clear();
      }
    } catch (IOException _) {
      // one side is gone, and takes the other with it
    }
  }

  private void closeConnections() throws IOException {
    for (var connection : open) {
      connection.close();
    }
    open.clear();
  }

  @Override
  public void close() throws IOException {
    takeAway();
  }
}
