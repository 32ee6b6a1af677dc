package io.rickyard.worker.runtime.docker;

import static io.rickyard.worker.stack.TestStacks.SILENT;
import static io.rickyard.worker.stack.TestStacks.build;
import static io.rickyard.worker.stack.TestStacks.newest;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.stack.DriftPolicy;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.testing.Eventually;
import io.rickyard.worker.runtime.StackLogins;
import io.rickyard.worker.stack.MemoryStackLedger;
import io.rickyard.worker.stack.MemoryStackVault;
import io.rickyard.worker.stack.Observer;
import io.rickyard.worker.stack.ObserverSettings;
import io.rickyard.worker.stack.Repairs;
import io.rickyard.worker.stack.StackRecord;
import io.rickyard.worker.stack.StackSpec;
import io.rickyard.worker.stack.StackState;
import io.rickyard.worker.stack.TestStacks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The engine itself is stopped and started; only one that the tests have started themselves. */
class EngineRestartIT {

  private static final Path SCRIPTS =
      Path.of("..", "infra", "system-tests", "engine").toAbsolutePath();
  private static final Path STARTED_HERE =
      Path.of(
          Optional.ofNullable(System.getenv("RICKYARD_ENGINE_STATE"))
              .orElse("/run/rickyard-test-engine"),
          "dockerd.pid");
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final MemoryStackLedger ledger = new MemoryStackLedger();
  private final MemoryStackVault vault = new MemoryStackVault();
  private final StackSpec stack = spec();
  private @Nullable EngineHost host;

  @BeforeEach
  void openHost() {
    Assumptions.assumeTrue(
        Files.exists(STARTED_HERE),
        "the engine was not started by infra/system-tests/engine/start, so it is not stopped");
    host = EngineHost.open();
  }

  @AfterEach
  void leaveNothing() throws Exception {
    if (host != null) {
      run("start");
      var runtime = host().runtime(EngineHost.freePorts());
      runtime.remove(newest(stack), SILENT);
      runtime.collectTrash();
      host().close();
    }
  }

  private EngineHost host() {
    return requireNonNull(host);
  }

  private StackSpec spec() {
    var project = TestStacks.project();
    return new StackSpec(
        project,
        TestStacks.ORGANIZATION,
        Generation.FIRST,
        10,
        StackProfile.DATABASE,
        vault.openOrCreate(project, TestStacks.ORGANIZATION, Optional.empty()));
  }

  private static void run(String script) throws Exception {
    var process =
        new ProcessBuilder(SCRIPTS.resolve(script).toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).as("engine/%s", script).isZero();
  }

  private StackState state() {
    return ledger.find(stack.project()).orElseThrow().state();
  }

  @Test
  void aStackIsUnknownWhileItsEngineIsStoppedAndRunsAgainAfterwards() throws Exception {
    // given
    var runtime = host().runtime(EngineHost.freePorts());
    build(runtime, stack);
    var port = requireNonNull(runtime.observe(stack).database()).port();
    try (var connection = StackLogins.user(stack.secrets()).connect(port, ANSWER);
        var statement = connection.createStatement()) {
      statement.execute("create table kept as select 42 as answer");
    }
    ledger.put(
        new StackRecord(
            stack.project(),
            stack.organization(),
            stack.size(),
            "docker",
            stack.generation(),
            stack.keptFrom(),
            stack.token(),
            new StackState.Active(),
            true,
            runtime.observe(stack).database(),
            Clock.systemUTC().instant()));
    try (var _ =
        new Observer(
            runtime,
            vault,
            ledger,
            Clock.systemUTC(),
            _ -> DriftPolicy.REPORT,
            new ObserverSettings(
                Duration.ofMillis(200), false, 2, new Repairs.Limit(3, Duration.ofMinutes(10))))) {

      // when
      run("stop");

      // then
      Eventually.until(() -> state() instanceof StackState.Unknown);
      run("start");
      Eventually.within(MINUTE).until(() -> state() instanceof StackState.Active);
      try (var connection = StackLogins.user(stack.secrets()).connect(port, ANSWER);
          var statement = connection.createStatement();
          var row = statement.executeQuery("select answer from kept")) {
        assertThat(row.next()).isTrue();
      }
    }
  }
}
