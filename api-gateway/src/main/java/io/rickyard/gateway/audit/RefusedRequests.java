package io.rickyard.gateway.audit;

import io.micronaut.scheduling.annotation.Scheduled;
import io.rickyard.contracts.Actor;
import io.rickyard.contracts.OrganizationId;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings refused requests into the audit without letting them flood it: of each actor and minute
 * the first ten are recorded as they are, the others as one record with their number, for each
 * organization one, when the minute is over. So an actor makes no more records in a minute than ten
 * and one for each of its organizations, whatever it sends.
 */
@Singleton
public class RefusedRequests implements AutoCloseable {

  /** How many of an actor's refusals in a minute have a record of their own. */
  static final int EACH = 10;

  private final AcceptedDeeds deeds;
  private final Map<Actor, Minute> minutes = new HashMap<>();

  RefusedRequests(AcceptedDeeds deeds) {
    this.deeds = deeds;
  }

  /** What one actor was refused in one minute. */
  private static final class Minute {
    private final Instant begun;
    private int recorded;
    private final Map<Optional<OrganizationId>, More> more = new HashMap<>();

    Minute(Instant begun) {
      this.begun = begun;
    }
  }

  /** Those without a record of their own. */
  private record More(int count, Refusal last) {}

  /**
   * Takes a refusal in.
   *
   * @param words what was missing, as the caller was told
   */
  public void refused(Refusal refusal, String words) {
    var begun = refusal.at().truncatedTo(ChronoUnit.MINUTES);
    sweep(begun);
    boolean alone;
    synchronized (minutes) {
      var minute = minutes.computeIfAbsent(refusal.actor(), _ -> new Minute(begun));
      alone = minute.recorded < EACH;
      if (alone) {
        minute.recorded++;
      } else {
        minute.more.merge(
            Optional.ofNullable(refusal.organization()),
            new More(1, refusal),
            (before, one) -> new More(before.count() + 1, one.last()));
      }
    }
    if (alone) {
      deeds.refused(refusal, words);
    }
  }

  /** Tells what minutes that are over had more. */
  @Scheduled(fixedDelay = "5s")
  void sweep() {
    sweep(Instant.now().truncatedTo(ChronoUnit.MINUTES));
  }

  private void sweep(Instant before) {
    List<Minute> over = new ArrayList<>();
    synchronized (minutes) {
      minutes
          .values()
          .removeIf(minute -> {
            boolean past = minute.begun.isBefore(before);
            if (past) {
              over.add(minute);
            }
            return past;
          });
    }
    for (Minute minute : over) {
      for (More more : minute.more.values()) {
        deeds.refused(
            more.last(),
            "%d more requests of this caller were refused in the minute from %s; this is the last"
                .formatted(more.count(), minute.begun));
      }
    }
  }

  /** Tells what is left, before the records' own queue is emptied. */
  @Override
  @PreDestroy
  public void close() {
    sweep(Instant.MAX);
  }
}
