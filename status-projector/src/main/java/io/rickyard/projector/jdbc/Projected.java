package io.rickyard.projector.jdbc;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.Version;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One sort of entity that is folded from events, with the tables that hold it. */
interface Projected<S, E> {

  /** Its name in the table of parked messages. */
  String kind();

  /** The events in a message about such an entity. */
  List<E> events(Envelope<?> message);

  /** The state after one more event. */
  S evolve(@Nullable S state, E event, Envelope<?> message);

  /** How many events are in a state. */
  Version version(S state);

  /** The states of those entities that are there. */
  Map<String, S> load(Connection connection, Collection<String> entities) throws SQLException;

  /**
   * Stores states, each only if the stored one is older.
   *
   * @param changes in the order of their entities, so that no two transactions wait in a circle
   * @return what the event log has to say of those that were stored
   */
  List<LogEntry> save(Connection connection, List<Change<S>> changes) throws SQLException;

  /**
   * A state to store.
   *
   * @param entity whose
   * @param before what it was when it was loaded
   * @param after what it is now
   * @param events the names of what happened in between
   */
  record Change<S>(String entity, @Nullable S before, S after, List<String> events) {
    /** Copies the names. */
    public Change {
      events = List.copyOf(events);
    }
  }
}
