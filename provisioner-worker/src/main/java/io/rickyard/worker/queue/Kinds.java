package io.rickyard.worker.queue;

import io.rickyard.contracts.task.TaskType;
import io.rickyard.persistence.Transactions;
import io.rickyard.worker.flow.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The numbers of kinds, remembered in memory. A new one is added in a transaction of its own, so
 * that nobody waits for it who holds a queue.
 */
public final class Kinds {

  private final Transactions transactions;
  private final Map<Kind, Integer> codes = new ConcurrentHashMap<>();
  private final Map<Integer, Kind> byCode = new ConcurrentHashMap<>();
  private final Set<Integer> foreign = ConcurrentHashMap.newKeySet();
  private volatile int highest;

  /** Knows nothing yet. */
  public Kinds(Transactions transactions) {
    this.transactions = transactions;
  }

  /** The number of a kind, made when it is new. */
  int code(Kind kind) {
    Integer known = codes.get(kind);
    if (known != null) {
      return known;
    }
    transactions.run(transaction -> add(transaction.connection(), kind));
    transactions.run(transaction -> load(transaction.connection()));
    return Objects.requireNonNull(codes.get(kind), () -> "No number was given to " + kind);
  }

  /** Learns what others have added, up to a number. */
  public void learn(Connection connection, int upTo) throws SQLException {
    if (upTo > highest) {
      load(connection);
    }
  }

  /** The kind of a number. */
  public Kind kind(int code) {
    return Objects.requireNonNull(byCode.get(code), () -> "No kind has the number " + code);
  }

  /** The highest number known; what is ready under a higher one is left until it is known. */
  public int highest() {
    return highest;
  }

  /** The numbers of those that a worker must leave alone. */
  public Set<Integer> without(Predicate<Kind> allowed) {
    Set<Integer> left = new HashSet<>(foreign);
    codes.forEach((kind, code) -> {
      if (!allowed.test(kind)) {
        left.add(code);
      }
    });
    return left;
  }

  /** One at a time, so that a number is never seen before a lower one. */
  private static void add(Connection connection, Kind kind) throws SQLException {
    try (var lock = connection.createStatement()) {
      lock.execute("lock table kind in exclusive mode");
    }
    try (var insert =
        connection.prepareStatement(
            "insert into kind (type, labels) values (?, ?::jsonb) on conflict do nothing")) {
      insert.setString(1, kind.type().wireName());
      insert.setString(2, Labels.write(kind.labels()));
      insert.executeUpdate();
    }
  }

  private void load(Connection connection) throws SQLException {
    int most = 0;
    try (PreparedStatement select =
            connection.prepareStatement("select id, type, labels from kind order by id");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        most = rows.getInt(1);
        String type = rows.getString(2);
        Map<String, String> labels = Labels.read(rows.getString(3));
        Optional<TaskType> known = TaskType.find(type);
        if (known.isPresent()) {
          var kind = new Kind(known.get(), labels);
          byCode.put(most, kind);
          codes.put(kind, most);
        } else {
          foreign.add(most); // a newer release's; it is left to its workers
        }
      }
    }
    highest = Math.max(highest, most);
  }
}
