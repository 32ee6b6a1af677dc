package io.rickyard.worker.engine;

import io.rickyard.contracts.WorkerId;
import io.rickyard.contracts.flow.FlowRules;
import io.rickyard.contracts.flow.FlowScope;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.persistence.Transactions;
import io.rickyard.worker.flow.Allowance;
import io.rickyard.worker.flow.Kind;
import io.rickyard.worker.flow.Rules;
import io.rickyard.worker.queue.FairOrder;
import io.rickyard.worker.queue.FairOrder.Closed;
import io.rickyard.worker.queue.Kinds;
import io.rickyard.worker.queue.RulesTable;
import io.rickyard.worker.queue.TallyTable;
import io.rickyard.worker.task.AcceptedTask;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What administrators have set, as this worker sees it. Every transaction that starts or ends tasks
 * comes through {@link #share}, so that what it does fits the rules that hold at its commit.
 */
final class FlowGate {

  private final Transactions transactions;
  private final Kinds kinds;
  private final Slots slots;
  private final Supplier<WorkerId> worker;
  private final Supplier<Collection<WorkerId>> names;
  private final Map<String, String> labels;
  private final Handlers handlers;
  private volatile Rules rules = Rules.NONE;

  FlowGate(
      Transactions transactions,
      Kinds kinds,
      Slots slots,
      Supplier<WorkerId> worker,
      Supplier<Collection<WorkerId>> names,
      Map<String, String> labels,
      Handlers handlers) {
    this.transactions = transactions;
    this.kinds = kinds;
    this.slots = slots;
    this.worker = worker;
    this.names = names;
    this.labels = labels;
    this.handlers = handlers;
  }

  /**
   * The rules within one transaction.
   *
   * @param rules what is set
   * @param now the database's time
   * @param others numbers of the kinds that this worker cannot serve
   * @param known the highest number of a kind that was known when {@code others} were
   */
  record View(Rules rules, Instant now, Set<Integer> others, int known) {

    /** Whether whatever is in a queue may start here. */
    boolean isOpen() {
      return !rules.restrict() && others.isEmpty();
    }
  }

  /** Shares the rules until the commit: they hold for all that the transaction starts and ends. */
  View share(Connection connection) throws SQLException {
    var head = RulesTable.share(connection);
    kinds.learn(connection, head.kinds());
    Rules current = rules;
    if (current.version() != head.version()) {
      current = RulesTable.read(connection);
      rules = current;
    }
    slots.allow(current.mostOf(worker.get()), current.isDrained(names.get()));
    int known = kinds.highest(); // before the others, so that none of these is missed
    return new View(current, head.at(), kinds.without(this::serves), known);
  }

  /** Puts newer rules in force; in the place of {@link #share} in the order of locks. */
  static boolean replace(Connection connection, long version, FlowRules rules) throws SQLException {
    return RulesTable.replace(connection, version, rules);
  }

  /** Looks at the rules again: what kept this worker from claiming may have gone. */
  void refresh() {
    transactions.run(transaction -> {
      var _ = share(transaction.connection());
    });
  }

  /** How many tasks of a queue could start here if there were slots, up to a number. */
  int startable(TaskQueue queue, int most) {
    return transactions.call(transaction -> {
      var connection = transaction.connection();
      var view = share(connection);
      var allowance =
          new Allowance(
              view.rules(),
              view.rules().count() ? TallyTable.read(connection) : Map.of(),
              view.now());
      if (slots.isDrained() || allowance.isClosed(FlowScope.of(queue))) {
        return 0;
      }
      Set<Integer> others = new HashSet<>(view.others());
      others.addAll(kinds.without(kind -> !allowance.isClosed(FlowScope.of(kind.type()))));
      var closed = new Closed(allowance.closedOrganizations(), others, view.known());
      return FairOrder.look(connection, queue, closed, most).size();
    });
  }

  /** Whether a task may start without a look at the queue: nothing may keep it back. */
  boolean startsDirectly(View view, AcceptedTask task) {
    return !view.rules().restrict() && serves(task.kind());
  }

  /** Whether an end may let others start, as far as is known without a lock. */
  boolean mayMakeRoom(AcceptedTask task) {
    return !rules.countedScopes(task.queue(), task.organization(), task.type()).isEmpty();
  }

  Kinds kinds() {
    return kinds;
  }

  private boolean serves(Kind kind) {
    return kind.isServedBy(labels) && handlers.serves(kind.type());
  }
}
