package io.rickyard.worker.branch;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.task.LogLevel;
import io.rickyard.contracts.task.MigrationCourse;
import io.rickyard.contracts.task.TaskInput.StackMigrate;
import io.rickyard.worker.sql.Migration;
import io.rickyard.worker.sql.MigrationTransfer;
import io.rickyard.worker.sql.OpenDatabase;
import io.rickyard.worker.sql.SqlRefused;
import io.rickyard.worker.stack.StackLedger;
import io.rickyard.worker.task.Step;
import io.rickyard.worker.task.StepContext;
import io.rickyard.worker.task.TaskFailure;
import io.rickyard.worker.task.TaskRun;
import java.util.List;

/** The steps by which migrations are brought over. Each may run again. */
final class MigrateSteps {

  private final StackMigrate input;
  private final StackLedger ledger;
  private final RunningDatabases databases;
  private final MigrationTransfer transfer;

  MigrateSteps(
      StackMigrate input,
      StackLedger ledger,
      RunningDatabases databases,
      MigrationTransfer transfer) {
    this.input = input;
    this.ledger = ledger;
    this.databases = databases;
    this.transfer = transfer;
  }

  /** From here on whoever had the project before writes nothing more into its history. */
  Step begin() {
    return step(
        "begin",
        context -> {
          var run = context.run();
          var generation = requireNonNull(run.generation(), "A migration changes a project");
          if (!ledger.claimInPart(target(run), generation, context.token())) {
            throw fencedOff();
          }
          // A cause that lies in either of them is told before anything is done.
          var _ = source(run);
          var _ = open(run);
        });
  }

  Step empty() {
    return step(
        "empty the database",
        context -> {
          var run = context.run();
          // A version that is not there empties nothing.
          var _ = plan(run);
          guarded(
              "The database cannot be emptied", () -> transfer.empty(open(run), () -> mine(run)));
        });
  }

  Step apply() {
    return step(
        "apply migrations",
        context -> {
          var run = context.run();
          var versions = plan(run).versions();
          for (String version : versions) {
            context.checkpoint();
            var migration = read(source(run), version);
            guarded(
                "Migration " + version,
                () -> transfer.apply(open(run), migration, () -> mine(run)));
            context.log(
                LogLevel.INFO,
                migration.name() == null ? version : version + " " + migration.name());
          }
          context.result("migrations", Integer.toString(versions.size()));
        });
  }

  /** After a reset the target's history is what this task has written of it. */
  private MigrationPlan plan(TaskRun run) throws TaskFailure {
    var source = history(source(run));
    var target =
        input.course() == MigrationCourse.RESET
            ? List.<MigrationTransfer.Applied>of()
            : history(open(run));
    return MigrationPlan.of(input.course(), source, target, input.version());
  }

  private OpenDatabase source(TaskRun run) throws TaskFailure {
    return databases.open(input.from(), run.organization());
  }

  private OpenDatabase open(TaskRun run) throws TaskFailure {
    return databases.open(target(run), run.organization());
  }

  private List<MigrationTransfer.Applied> history(OpenDatabase database) throws TaskFailure {
    try {
      return transfer.history(database);
    } catch (SqlRefused refused) {
      throw failure("The history cannot be read", refused);
    }
  }

  private Migration read(OpenDatabase database, String version) throws TaskFailure {
    try {
      var migration = transfer.read(database, version);
      if (migration.statements().isEmpty()) {
        throw new TaskFailure(
            "migration_without_sql",
            "Migration " + version + " is in the history without its SQL",
            false);
      }
      return migration;
    } catch (SqlRefused refused) {
      throw failure("Migration " + version, refused);
    }
  }

  private interface Change {
    boolean run() throws SqlRefused, TaskFailure;
  }

  private static void guarded(String what, Change change) throws TaskFailure {
    try {
      if (!change.run()) {
        throw fencedOff();
      }
    } catch (SqlRefused refused) {
      throw failure(what, refused);
    }
  }

  /** Of PostgreSQL's words the first line: what follows may quote rows. */
  private static TaskFailure failure(String what, SqlRefused refused) {
    String said = String.valueOf(refused.getMessage()).lines().findFirst().orElse("");
    String message = what + ": " + said;
    return switch (refused.reason()) {
      case STATEMENT -> new TaskFailure("migration_failed", message, refused.passing(), refused);
      case TOO_LARGE -> new TaskFailure("result_too_large", message, false, refused);
      case BUSY -> new TaskFailure("busy", message, true, refused);
      case UNREACHABLE -> new TaskFailure("database_unreachable", message, true, refused);
    };
  }

  private boolean mine(TaskRun run) {
    return ledger.find(target(run)).filter(stack -> stack.token() == run.token()).isPresent();
  }

  private static ProjectRef target(TaskRun run) {
    return requireNonNull(run.project(), "Migrations are brought into a project");
  }

  private static TaskFailure fencedOff() {
    return new TaskFailure("fenced_off", "A newer task has taken this project", false);
  }

  private interface Action {
    void on(StepContext context) throws TaskFailure, InterruptedException;
  }

  private record Named(String name, Action action) implements Step {
    @Override
    public void run(StepContext context) throws TaskFailure, InterruptedException {
      action.on(context);
    }
  }

  private static Step step(String name, Action action) {
    return new Named(name, action);
  }
}
