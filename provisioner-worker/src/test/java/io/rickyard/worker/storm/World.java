package io.rickyard.worker.storm;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.MessageBody;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.Reason;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.WorkerId;
import io.rickyard.contracts.flow.FlowRules;
import io.rickyard.contracts.task.TaskCommand.CancelTask;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.messaging.RetryableFailure;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.RecordingPublisher;
import io.rickyard.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** Two workers on one database, to which a storm happens, and a model that is told the same. */
final class World implements AutoCloseable {

  /** How many workers there are at a time. */
  static final int SLOTS = 2;

  /** Why tasks are cancelled. */
  static final String ASKED = "asked";

  private static final Actor OPS = new Actor(Actor.Kind.PERSON, "ops", null);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MOST_DELIVERIES = 500;
  private static final int MOST_MINUTES = 60;
  private static final long LAST_RULES = 1_000_000;

  private final TestDatabase database = TestDatabase.create();
  private final RecordingPublisher published = new RecordingPublisher();
  private final Connection superuser;
  private final Timeline timeline;
  private final Model model;
  private final Stage stage;
  private final List<WorkerProcess> slots = new ArrayList<>();
  private final Map<Integer, WorkerProcess> processes = new HashMap<>();
  private final Map<Integer, Set<WorkerId>> names = new HashMap<>();
  private final Map<Integer, Envelope<SubmitTask>> submits = new HashMap<>();
  private final Set<String> lost = new HashSet<>();

  World(Storm storm) throws SQLException {
    database.migrate("provisioner", "io/rickyard/worker/changelog.xml");
    superuser = database.superuser();
    try (var statement = superuser.createStatement()) {
      statement.execute("set search_path = provisioner");
    }
    timeline = Timeline.install(superuser);
    Chronicle.install(superuser);
    model = new Model(storm);
    stage = new Stage(storm);
    for (int slot = 0; slot < SLOTS; slot++) {
      slots.add(start(slot));
    }
  }

  /** The second worker is the one with a label. */
  private WorkerProcess start(int slot) {
    int number = processes.size() + 1;
    var process =
        new WorkerProcess(
            number,
            slot == 0 ? Map.of() : Map.of("zone", "north"),
            database,
            stage,
            timeline.skewed(Duration.ZERO),
            published);
    processes.put(number, process);
    return process;
  }

  /** Lets something happen. */
  void happens(Operation operation) throws SQLException {
    switch (operation) {
      case Operation.Deliver deliver -> deliver(deliver.slot(), deliver.commands());
      case Operation.Open open -> stage.gates().open(open.task());
      case Operation.Pass pass -> pass(pass.time(), true);
      case Operation.Jump jump -> pass(jump.time(), false);
      case Operation.Crash crash -> crash(crash.slot());
      case Operation.HandBack handBack -> handBack(handBack.slot());
      case Operation.Cut cut -> {
        if (slots.stream().filter(WorkerProcess::works).count() > 1) {
          slots.get(cut.slot()).wire().cut();
        }
      }
      case Operation.Mend mend -> slots.get(mend.slot()).wire().mend();
      case Operation.Usurp usurp ->
          execute("delete from worker where id = '" + slots.get(usurp.slot()).name() + "'");
      case Operation.LoseAnswer lose -> slots.get(lose.slot()).wire().loseAnswer(lose.thread());
      case Operation.Renew renew ->
          onLock(
              renew.task(),
              worker -> worker.locks().renew(TaskPlan.id(renew.task()), Optional.empty()));
      case Operation.Release release ->
          onLock(
              release.task(),
              worker -> {
                model.released(release.task());
                worker.locks().release(TaskPlan.id(release.task()));
              });
      case Operation.Settle _ -> settle();
    }
  }

  private void deliver(int slot, List<Command> commands) {
    List<Envelope<?>> envelopes = commands.stream().<Envelope<?>>map(this::envelope).toList();
    var place = new AtomicLong();
    again(
        slot,
        worker ->
            worker.take(
                envelopes, transaction -> place.set(Chronicle.last(transaction.connection()))));
    for (int at = 0; at < commands.size(); at++) {
      switch (commands.get(at)) {
        case Command.Submit submit -> model.submitted(submit.task(), timeline.now());
        case Command.Cancel cancel -> model.cancelled(cancel.task(), place.get());
        case Command.Rule rule ->
            model.ruled(rule.rules().version(), (FlowRules) envelopes.get(at).body());
      }
    }
  }

  /** As consumers do it: what could not be committed is delivered again, here or elsewhere. */
  private void again(int slot, Consumer<WorkerProcess> what) {
    for (int deliveries = 1; ; deliveries++) {
      try {
        what.accept(working(slot));
        return;
      } catch (RetryableFailure e) {
        if (deliveries == MOST_DELIVERIES) {
          throw e;
        }
      }
    }
  }

  private WorkerProcess working(int slot) {
    WorkerProcess wanted = slots.get(slot);
    return wanted.works()
        ? wanted
        : slots.stream().filter(WorkerProcess::works).findFirst().orElseThrow();
  }

  private Envelope<?> envelope(Command command) {
    return switch (command) {
      case Command.Submit submit ->
          submits.computeIfAbsent(
              submit.task(), number -> model.task(number).accepted(timeline.now()));
      case Command.Cancel cancel -> {
        var body =
            new CancelTask(
                TaskPlan.id(cancel.task()), new Reason(ASKED, "Somebody asked"), cancel.force());
        int organization = model.task(cancel.task()).organization();
        yield envelope(body, body.taskId().toString(), 0, TaskPlan.organization(organization));
      }
      case Command.Rule rule ->
          envelope(
              rule.rules().named(this::nameOf, timeline.now()),
              FlowRules.ENTITY,
              rule.rules().version(),
              null);
    };
  }

  private WorkerId nameOf(int slot) {
    noteNames();
    return slots.get(slot).name();
  }

  private void noteNames() {
    slots.forEach(process ->
        names.computeIfAbsent(process.number(), _ -> new HashSet<>()).add(process.name()));
  }

  private <B extends MessageBody> Envelope<B> envelope(
      B body, String entity, long version, @Nullable OrganizationId organization) {
    return new Envelope<>(
        MessageId.next(),
        body.messageType(),
        1,
        entity,
        new Version(version),
        timeline.now(),
        organization,
        null,
        null,
        new CorrelationId("storm"),
        null,
        OPS,
        null,
        body);
  }

  private void onLock(int task, Consumer<WorkerProcess> what) {
    if (model.task(task).lock() != null && model.isAccepted(task)) {
      again(0, what);
    }
  }

  private void pass(Duration time, boolean renewed) throws SQLException {
    settle();
    List<WorkerId> alive =
        slots.stream()
            .filter(process -> renewed && process.works())
            .map(WorkerProcess::name)
            .toList();
    timeline.pass(time, alive);
    settle();
    model.passed(timeline.now());
  }

  private void crash(int slot) throws SQLException {
    WorkerProcess old = slots.get(slot);
    old.die();
    stage.resources().died(old);
    stage.gates().look();
    execute(
        "update worker set process = regexp_replace(process, '[0-9]+$', '1') where labels ->> '%s' = '%d'"
            .formatted(WorkerProcess.PROCESS, old.number()));
    slots.set(slot, start(slot));
  }

  private void handBack(int slot) {
    WorkerProcess old = slots.get(slot);
    boolean deaf =
        stage.resources().present().stream()
            .anyMatch(visit -> visit.process == old.number() && visit.task.script().deaf());
    if (old.works() && !deaf) {
      old.close();
      slots.set(slot, start(slot));
    }
  }

  /** Waits until there is nothing left to do for anybody; nothing may be wrong meanwhile. */
  private Tables settle() throws SQLException {
    List<Findings> left = new ArrayList<>();
    try {
      Eventually.within(PATIENCE)
          .pollInSameThread()
          .pollInterval(Duration.ofMillis(10))
          .until(() -> {
            left.add(toBeDone());
            return left.getLast().isEmpty();
          });
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("Nobody does what is to be done:\n" + left.getLast(), e);
    }
    var tables = Tables.read(superuser);
    model.rested(tables.ended().keySet());
    return tables;
  }

  private Findings toBeDone() throws SQLException {
    noteNames();
    var tables = Tables.read(superuser);
    TableInvariants.of(tables, model).requireNone();
    return Rest.toBeDone(tables, model, stage, slots, names);
  }

  /** Lifts every rule, mends everything and lets time pass until all has ended. */
  void calms() throws SQLException {
    slots.forEach(process -> process.wire().mend());
    deliver(0, List.of(new Command.Rule(RulesPlan.none(LAST_RULES))));
    stage.gates().openAll();
    Tables tables = settle();
    for (int minutes = 0; minutes < MOST_MINUTES && !tables.tasks().isEmpty(); minutes++) {
      pass(Duration.ofMinutes(1), true);
      tables = settle();
    }
    // What dead processes did not publish is left over by now.
    pass(Duration.ofMinutes(1), true);
    Eventually.within(PATIENCE)
        .pollInSameThread()
        .until(() -> Tables.read(superuser).outbox() == 0);
    Chronicle.read(superuser).stream()
        .filter(entry -> entry.what() == Chronicle.What.REGISTERED)
        .map(Chronicle.Entry::worker)
        .forEach(lost::add);
    lost.removeAll(Tables.read(superuser).workers().keySet());
    processes.values().stream().filter(WorkerProcess::isDead).forEach(WorkerProcess::haunt);
    closeAll();
  }

  /** What is not as it must be, over the whole of it. */
  Findings findings() throws SQLException {
    var tables = Tables.read(superuser);
    var chronicle = Chronicle.read(superuser);
    var histories = Histories.in(published);
    var findings = new Findings();
    findings.addAll(TableInvariants.of(tables, model));
    findings.addAll(TableInvariants.atTheEnd(tables));
    findings.addAll(LaneInvariants.of(chronicle, model));
    findings.addAll(LimitInvariants.of(chronicle, model, histories, processes));
    findings.addAll(HistoryInvariants.of(histories, model));
    findings.addAll(EndInvariants.of(histories, model, stage));
    findings.addAll(
        EffectInvariants.of(stage.resources().all(), histories, chronicle, lost, model));
    return findings;
  }

  private void execute(String sql) throws SQLException {
    try (var statement = superuser.createStatement()) {
      statement.execute(sql);
    }
  }

  private void closeAll() {
    Collection<WorkerProcess> open = List.copyOf(processes.values());
    List<Thread> closing =
        open.stream().map(process -> Thread.ofVirtual().start(process::close)).toList();
    for (Thread one : closing) {
      try {
        one.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while workers stop", e);
      }
    }
  }

  @Override
  public void close() throws SQLException {
    stage.gates().openAll();
    processes.values().forEach(process -> process.wire().mend());
    closeAll();
    superuser.close();
    database.close();
  }
}
