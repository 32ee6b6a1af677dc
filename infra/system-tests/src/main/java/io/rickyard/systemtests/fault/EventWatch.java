package io.rickyard.systemtests.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.api.EventStream;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RequestRefused;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.cli.sse.ServerSentEvent;
import io.rickyard.contracts.task.TaskStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A client of {@code /v1/events} that comes back after each break with the last id it saw, and
 * remembers what it was told.
 */
final class EventWatch implements AutoCloseable {

  /**
   * It was told to start over: what happened in between is in the snapshot and nowhere else.
   *
   * @param after the sequence up to which it had been told
   * @param upTo the snapshot's
   * @param live the tasks that had not ended by then
   */
  record Gap(long after, long upTo, Set<UUID> live) {
    Gap {
      live = Set.copyOf(live);
    }
  }

  private final EventStream stream;
  private final Thread reading;
  private final Map<UUID, List<Long>> ends = new HashMap<>();
  private final List<Gap> gaps = new ArrayList<>();
  private final List<String> broken = new ArrayList<>();
  private int breaks;
  private long reached;

  /** Opens it; returns when the first event has come. */
  EventWatch(RickyardClient client) {
    this.stream =
        client.stream(Path.of("/v1/events").query("kind", "task"), null).tell(this::connectivity);
    hear(stream.next());
    this.reading = Thread.ofVirtual().name("event-watch").start(this::read);
  }

  private void read() {
    try {
      ServerSentEvent event = stream.next();
      while (event != null) {
        hear(event);
        event = stream.next();
      }
    } catch (RequestRefused e) {
      synchronized (this) {
        broken.add("the stream was refused: " + e.status() + " " + e.code());
      }
    }
  }

  private synchronized void connectivity(@Nullable String why) {
    breaks += why == null ? 0 : 1;
  }

  private synchronized void hear(@Nullable ServerSentEvent event) {
    if (event == null) {
      return;
    }
    long at = sequence(event.id());
    switch (event.name()) {
      case "snapshot" -> gaps.add(new Gap(reached, at, live(json(event))));
      case "task" -> told(json(event).path("task"), at);
      default -> {
        // What only moves the position, and a reset, which a snapshot follows.
      }
    }
    if (at < reached) {
      broken.add("after sequence " + reached + " it was told " + at);
    }
    reached = Math.max(reached, at);
  }

  private void told(JsonNode task, long at) {
    if (TaskStatus.named(task.path("state").asText()).ended()) {
      ends.computeIfAbsent(id(task), _ -> new ArrayList<>()).add(at);
    }
  }

  private static Set<UUID> live(JsonNode snapshot) {
    Set<UUID> live = new HashSet<>();
    for (JsonNode task : snapshot.path("tasks")) {
      if (!TaskStatus.named(task.path("state").asText()).ended()) {
        live.add(id(task));
      }
    }
    return live;
  }

  private static UUID id(JsonNode task) {
    return UUID.fromString(task.path("id").asText());
  }

  private static JsonNode json(ServerSentEvent event) {
    try {
      return RickyardClient.JSON.readTree(event.data());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The stream told no JSON: " + event.data(), e);
    }
  }

  /** The sequence within an id, which reads {@code epoch-sequence-rights}. */
  private static long sequence(@Nullable String id) {
    return id == null ? 0 : Long.parseLong(id.split("-", -1)[1]);
  }

  /** How far it was told. */
  synchronized long reached() {
    return reached;
  }

  /** How often its connection broke. */
  synchronized int breaks() {
    return breaks;
  }

  /** How often it was told to start over. */
  synchronized int resets() {
    return gaps.size() - 1;
  }

  /**
   * What it missed.
   *
   * @param ended for each task the sequence in the event log that told its end
   */
  synchronized List<String> missed(Map<UUID, Long> ended) {
    List<String> missed = new ArrayList<>(broken);
    ended.forEach((task, sequence) -> {
      List<Long> told = ends.getOrDefault(task, List.of());
      var gap = gaps.stream().filter(g -> g.after() < sequence && sequence <= g.upTo()).findFirst();
      if (gap.isEmpty() && told.size() != 1) {
        missed.add("task %s ended at %d and was told at %s".formatted(task, sequence, told));
      }
      if (gap.isPresent() && gap.get().live().contains(task)) {
        missed.add("task %s ended at %d and lived in the snapshot".formatted(task, sequence));
      }
    });
    return missed;
  }

  @Override
  public void close() {
    stream.close();
    reading.interrupt();
  }
}
