package io.rickyard.persistence;

import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.Advance;
import io.rickyard.messaging.OffsetStore;
import io.rickyard.messaging.Partition;
import io.rickyard.messaging.StaleOffset;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Offsets in the table {@code consumer_offset} of the service's schema, which {@code
 * io/rickyard/persistence/consumer-offset.sql} makes.
 */
public final class OffsetTable implements OffsetStore {

  private static final String LOAD =
      "select topic, partition, next_offset from consumer_offset where consumer = ?";

  private static final String UPDATE =
      """
      update consumer_offset stored
         set next_offset = advance.next
        from unnest(?::text[], ?::integer[], ?::bigint[], ?::bigint[])
             as advance (topic, partition, expected, next)
       where stored.consumer = ?
         and stored.topic = advance.topic
         and stored.partition = advance.partition
         and stored.next_offset = advance.expected
      returning stored.topic, stored.partition
      """;

  private static final String INSERT =
      """
      insert into consumer_offset (consumer, topic, partition, next_offset)
      select ?, advance.topic, advance.partition, advance.next
        from unnest(?::text[], ?::integer[], ?::bigint[]) as advance (topic, partition, next)
      on conflict do nothing
      returning topic, partition
      """;

  private final Transactions transactions;

  /** Keeps the offsets where these transactions go. */
  public OffsetTable(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public Map<Partition, Long> load(String consumer, Collection<Partition> partitions) {
    return transactions.call(transaction -> {
      try (PreparedStatement select = transaction.connection().prepareStatement(LOAD)) {
        select.setString(1, consumer);
        return read(select, Set.copyOf(partitions));
      }
    });
  }

  private static Map<Partition, Long> read(PreparedStatement select, Set<Partition> wanted)
      throws SQLException {
    Map<String, Topic> topics = new HashMap<>();
    wanted.forEach(partition -> topics.put(partition.topic().topicName(), partition.topic()));
    Map<Partition, Long> offsets = new HashMap<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        Topic topic = topics.get(rows.getString(1));
        if (topic != null) {
          offsets.put(new Partition(topic, rows.getInt(2)), rows.getLong(3));
        }
      }
    }
    offsets.keySet().retainAll(wanted);
    return offsets;
  }

  /**
   * {@inheritDoc}
   *
   * <p>The offsets move first: a left-over consumer fails before it has done anything, and waits
   * for the row's lock if the other one is in the midst of it.
   */
  @Override
  public void commit(String consumer, List<Advance> advances, Effect effect) {
    transactions.run(transaction -> {
      advance(transaction.connection(), consumer, advances);
      effect.apply(transaction);
    });
  }

  private static void advance(Connection connection, String consumer, List<Advance> advances)
      throws SQLException {
    List<Advance> known = advances.stream().filter(a -> a.from().isPresent()).toList();
    List<Advance> fresh = advances.stream().filter(a -> a.from().isEmpty()).toList();
    if (!known.isEmpty()) {
      try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
        update.setObject(1, topics(known));
        update.setObject(2, partitions(known));
        update.setObject(3, known.stream().mapToLong(a -> a.from().orElseThrow()).toArray());
        update.setObject(4, known.stream().mapToLong(Advance::to).toArray());
        update.setString(5, consumer);
        requireAll(consumer, known, update);
      }
    }
    if (!fresh.isEmpty()) {
      try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
        insert.setString(1, consumer);
        insert.setObject(2, topics(fresh));
        insert.setObject(3, partitions(fresh));
        insert.setObject(4, fresh.stream().mapToLong(Advance::to).toArray());
        requireAll(consumer, fresh, insert);
      }
    }
  }

  private static void requireAll(
      String consumer, List<Advance> advances, PreparedStatement statement) throws SQLException {
    Set<String> moved = new HashSet<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        moved.add(rows.getString(1) + "-" + rows.getInt(2));
      }
    }
    for (Advance advance : advances) {
      Partition partition = advance.partition();
      if (!moved.contains(partition.topic().topicName() + "-" + partition.number())) {
        throw new StaleOffset(consumer, advance);
      }
    }
  }

  private static String[] topics(List<Advance> advances) {
    return advances.stream().map(a -> a.partition().topic().topicName()).toArray(String[]::new);
  }

  private static int[] partitions(List<Advance> advances) {
    return advances.stream().mapToInt(a -> a.partition().number()).toArray();
  }
}
