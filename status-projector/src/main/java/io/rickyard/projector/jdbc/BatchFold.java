package io.rickyard.projector.jdbc;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.Version;
import io.rickyard.projector.fold.Folded;
import io.rickyard.projector.fold.Happened;
import io.rickyard.projector.jdbc.ParkedTable.Parked;
import io.rickyard.projector.jdbc.ParkedTable.Released;
import io.rickyard.projector.jdbc.Projected.Change;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folds messages about entities of one sort:
 *
 * <ol>
 *   <li>loads the entities and what is parked of them,
 *   <li>folds both in memory,
 *   <li>stores what changed, parks what has to wait and releases what need not any more.
 * </ol>
 */
@Singleton
final class BatchFold {

  private static final Logger LOG = LoggerFactory.getLogger(BatchFold.class);

  private final ParkedTable parked;

  BatchFold(ParkedTable parked) {
    this.parked = parked;
  }

  /**
   * Folds and stores.
   *
   * @param messages by entity, also entities without messages, whose parked ones are then tried
   * @param accepted states to start from where nothing is stored yet
   * @return what the event log has to say
   */
  <S, E> List<LogEntry> apply(
      Connection connection,
      Projected<S, E> projected,
      SortedMap<String, List<Envelope<?>>> messages,
      Map<String, S> accepted)
      throws SQLException {
    if (messages.isEmpty()) {
      return List.of();
    }
    Map<String, S> stored = projected.load(connection, messages.keySet());
    Map<String, List<Envelope<?>>> waiting =
        parked.load(connection, projected.kind(), messages.keySet());
    List<Change<S>> changes = new ArrayList<>();
    List<Parked> park = new ArrayList<>();
    List<Released> release = new ArrayList<>();
    for (var entry : messages.entrySet()) {
      String entity = entry.getKey();
      S before = stored.get(entity);
      S start = before == null ? accepted.get(entity) : before;
      List<Envelope<?>> waited = waiting.getOrDefault(entity, List.of());
      List<Envelope<?>> all = new ArrayList<>(waited);
      all.addAll(entry.getValue());
      var folded = fold(projected, start, all);
      S after = folded.state();
      if (after != null && after != before) {
        changes.add(new Change<>(entity, before, after, names(folded)));
      }
      Set<Version> waitedVersions = new HashSet<>();
      waited.forEach(message -> waitedVersions.add(message.version()));
      folded.applied().stream()
          .map(Happened::last)
          .filter(waitedVersions::remove)
          .forEach(version -> release.add(new Released(entity, version)));
      String reason = folded.reason();
      for (var left : folded.parked()) {
        if (!waitedVersions.contains(left.last()) && reason != null) {
          park.add(new Parked(entity, left.last(), reason, left.message()));
          LOG.warn(
              "event=entity_parked kind={} entity={} version={} reason=\"{}\" follows=\"replayed when what is missing comes\"",
              projected.kind(),
              entity,
              left.last(),
              reason);
        }
      }
    }
    parked.park(connection, projected.kind(), park);
    parked.release(connection, projected.kind(), release);
    return changes.isEmpty() ? List.of() : projected.save(connection, changes);
  }

  /** Entities that are parked, by kind, those that wait longest first. */
  Map<String, Set<String>> waiting(Connection connection, int limit) throws SQLException {
    return parked.waiting(connection, limit);
  }

  private static <S, E> Folded<S, E, Envelope<?>> fold(
      Projected<S, E> projected, @Nullable S start, List<Envelope<?>> messages) {
    Version version = start == null ? Version.NONE : projected.version(start);
    List<Happened<E, Envelope<?>>> happened = new ArrayList<>();
    for (Envelope<?> message : messages) {
      happened.add(new Happened<>(message.version(), projected.events(message), message));
    }
    return Folded.fold(start, version, happened, projected::evolve);
  }

  private static <S, E> List<String> names(Folded<S, E, Envelope<?>> folded) {
    return folded.applied().stream()
        .flatMap(message -> message.events().stream())
        .map(EventNames::of)
        .toList();
  }
}
