package io.rickyard.cli.api;

import io.rickyard.cli.sse.ServerSentEvent;
import io.rickyard.cli.sse.SseParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A stream of events that survives its connection: after a break it waits a little and goes on
 * after the last event it has seen. Read by one thread; {@link #close} may come from another.
 */
public final class EventStream implements AutoCloseable {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final RickyardClient client;
  private final Path path;
  private final SseParser parser;
  private Connectivity connectivity = _ -> {};
  private Duration pause = FIRST_PAUSE;
  private boolean everConnected;
  private boolean told;
  private volatile boolean closed;
  private @Nullable BufferedReader lines;
  // Closed instead of the reader, whose lock the reading thread holds while it waits.
  private volatile @Nullable InputStream body;

  /** Is told once when the stream breaks, and once when it is back. */
  @FunctionalInterface
  public interface Connectivity {
    /** Called with the reason when the connection broke, with null when it stands again. */
    void changed(@Nullable String broken);
  }

  EventStream(RickyardClient client, Path path, @Nullable String lastEventId) {
    this.client = client;
    this.path = path;
    this.parser = new SseParser(lastEventId);
  }

  /** Tells somebody about breaks; by default nobody hears of them. */
  public EventStream tell(Connectivity listener) {
    this.connectivity = listener;
    return this;
  }

  /**
   * Waits for the next event.
   *
   * @return null once the stream was closed
   * @throws RequestRefused when the installation does not let us read it
   * @throws InstallationUnreachable when the very first connection fails
   */
  public @Nullable ServerSentEvent next() {
    while (!closed) {
      try {
        var reader = lines;
        if (reader == null) {
          connect();
          continue;
        }
        var line = reader.readLine();
        if (line == null) {
          broken("the connection ended");
          continue;
        }
        var event = parser.line(line);
        if (event.isPresent()) {
          pause = FIRST_PAUSE;
          return event.get();
        }
      } catch (IOException _) {
        broken("the connection broke");
      }
    }
    return null;
  }

  @Override
  public void close() {
    closed = true;
    disconnect();
  }

  private void connect() {
    try {
      var response = client.connect(path, parser.lastId().orElse(null));
      body = response.body();
      lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
      everConnected = true;
      report(null);
    } catch (InstallationUnreachable e) {
      giveUpAtFirst(e);
      broken(String.valueOf(e.getMessage()));
    } catch (RequestRefused e) {
      if (e.status() < 500) {
        throw e;
      }
      giveUpAtFirst(e);
      broken(String.valueOf(e.getMessage()));
    }
  }

  private void report(@Nullable String why) {
    if ((why == null) == told) {
      told = why != null;
      connectivity.changed(why);
    }
  }

  private void giveUpAtFirst(ApiFailure failure) {
    if (!everConnected) {
      throw failure;
    }
  }

  private void broken(String why) {
    lines = null;
    parser.forgetUnfinished();
    disconnect();
    if (closed) {
      return;
    }
    report(why);
    try {
      Thread.sleep(parser.retry().orElse(pause));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      closed = true;
    }
    var doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }

  private void disconnect() {
    var stream = body;
    body = null;
    if (stream != null) {
      try {
        stream.close();
      } catch (IOException _) {
        // It is being thrown away: whether it broke before or now makes no difference.
      }
    }
  }
}
