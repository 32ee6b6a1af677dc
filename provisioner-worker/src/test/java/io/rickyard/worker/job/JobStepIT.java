package io.rickyard.worker.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.contracts.task.ProjectSecret;
import io.rickyard.contracts.task.TaskInput.JobRun;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.Infrastructure;
import io.rickyard.worker.runtime.process.ProcessHost;
import io.rickyard.worker.stack.MemoryStackLedger;
import io.rickyard.worker.stack.MemoryStackVault;
import io.rickyard.worker.stack.StackLedger;
import io.rickyard.worker.stack.StackRecord;
import io.rickyard.worker.stack.StackRuntime;
import io.rickyard.worker.stack.StackSpec;
import io.rickyard.worker.stack.StackState;
import io.rickyard.worker.stack.StackVault;
import io.rickyard.worker.stack.TestStacks;
import io.rickyard.worker.task.TaskFailure;
import io.rickyard.worker.workspace.Workspaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Infrastructure.class)
class JobStepIT {

  private static final int FIRST_USER = 1_900_200_000;
  private static final StackSpec STACK = TestStacks.spec(TestStacks.project(), 1);

  @TempDir private static @Nullable Path temporary;
  private static @Nullable ProcessHost host;
  private static @Nullable StackRuntime runtime;
  private static DatabaseEndpoint database = new DatabaseEndpoint("127.0.0.1", 1, "none", "17");

  @BeforeAll
  static void buildProject() throws Exception {
    Files.setPosixFilePermissions(directory(), PosixFilePermissions.fromString("rwx--x--x"));
    assumeThat(whyNot()).as("this machine isolates programs").isEmpty();
    assumeThat(Path.of("/usr/bin/psql")).as("PostgreSQL's client is installed").isExecutable();
    host = new ProcessHost(directory());
    runtime = host.worker();
    TestStacks.build(runtime, STACK);
    database = Objects.requireNonNull(runtime.observe(STACK).database());
  }

  @AfterAll
  static void removeProject() throws Exception {
    if (runtime != null) {
      runtime.remove(STACK, TestStacks.SILENT);
    }
    if (host != null) {
      host.close();
    }
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    assertThat(SystemUsers.processesFrom(FIRST_USER, FIRST_USER + Workspaces.MOST)).isEmpty();
    try (var left = Files.list(work())) {
      assertThat(left).allMatch(path -> path.toString().endsWith(".lock"));
    }
  }

  @Test
  void programReachesTheProjectsDatabaseAndNothingElse() throws Exception {
    // when
    var context =
        run(
            shell(
                """
                psql -Atc 'select current_user'
                psql -h %s -p %d -c 'select 1' || echo no network
                grep -c : /proc/net/dev
                """
                    .formatted(database.host(), database.port())));

    // then
    assertThat(context.lines()).contains("postgres", "no network", "1");
  }

  @Test
  void programIsItsOwnUserWithoutPrivilegesAndSeesNoOtherProcess() throws Exception {
    // when
    var context =
        run(shell("id -u; grep CapEff /proc/self/status; ls /proc | grep -c '^[0-9]*$'; ls .."));

    // then
    assertThat(context.lines().getFirst()).startsWith("19002");
    assertThat(context.lines().get(1)).endsWith("0000000000000000");
    assertThat(Integer.parseInt(context.lines().get(2))).isLessThan(10);
  }

  @Test
  void outputIsCollectedAndLinksAreNot() throws Exception {
    // when
    var context =
        run(
            shell(
                "echo fine > $RICKYARD_OUTPUT/report.txt; ln -s /etc/hostname $RICKYARD_OUTPUT/link"));

    // then
    assertThat(context.results())
        .isEqualTo(Map.of("exit_code", "0", "output/report.txt", "fine\n"));
  }

  @Test
  void exitCodeOfAFailedProgramIsTold() {
    assertThatThrownBy(() -> run(shell("echo oops >&2; exit 3")))
        .isInstanceOf(TaskFailure.class)
        .hasMessageContaining("exit code 3")
        .extracting(failure -> ((TaskFailure) failure).code())
        .isEqualTo("job_failed");
  }

  @Test
  void secretsAreGivenByNameAndNeverLogged() throws Exception {
    // given
    var secret = TestStacks.secrets().serviceKey();
    var job =
        new JobRun(
            List.of("sh", "-c", "echo ${#KEY} $GREETING; echo $KEY"),
            Map.of("GREETING", "it's \"fine\" $HOME"),
            Map.of("KEY", ProjectSecret.SERVICE_ROLE_KEY),
            Duration.ofMinutes(1),
            512,
            32);

    // when
    var context = run(job);

    // then
    assertThat(context.lines())
        .containsExactly(secret.length() + " it's \"fine\" $HOME", "[redacted]");
  }

  @Test
  void programThatTakesTooLongIsEndedWithAllItStarted() {
    // given
    var job =
        new JobRun(
            List.of("sh", "-c", "setsid sleep 600 & sleep 600"),
            Map.of(),
            Map.of(),
            Duration.ofSeconds(2),
            512,
            32);

    // then
    assertThatThrownBy(() -> run(job))
        .isInstanceOf(TaskFailure.class)
        .extracting(failure -> ((TaskFailure) failure).code())
        .isEqualTo("job_timeout");
  }

  @Test
  void cancelEndsTheProgramWithAllItStarted() throws Exception {
    // given
    var job = shell("(setsid sleep 600 &) ; echo started; sleep 600");
    var context = new RecordedContext(STACK.project(), job);
    var running =
        Thread.ofPlatform()
            .start(() ->
                assertThatThrownBy(() -> step(job).run(context))
                    .isInstanceOf(InterruptedException.class));
    Eventually.until(() -> context.lines().contains("started"));

    // when
    running.interrupt();

    // then
    running.join(Duration.ofSeconds(30));
    assertThat(running.isAlive()).isFalse();
  }

  @Test
  void programGetsNoMoreProcessesThanItsLimit() {
    assertThatThrownBy(() ->
            run(
                new JobRun(
                    List.of("sh", "-c", "sleep 0.1 & wait; exit 0"),
                    Map.of(),
                    Map.of(),
                    Duration.ofMinutes(1),
                    512,
                    1)))
        .isInstanceOf(TaskFailure.class);
  }

  @Test
  void killedWorkerLeavesNoProcessAndTheNextOneRemovesTheWorkspace() throws Exception {
    // given
    var worker =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                DyingWorker.class.getName(),
                work().toString(),
                Integer.toString(FIRST_USER))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var said = worker.inputReader()) {
      assertThat(said.readLine()).isEqualTo("started");

      // when
      worker.destroyForcibly().waitFor();
    }

    // then
    Eventually.asserted(() ->
        assertThat(SystemUsers.processesFrom(FIRST_USER, FIRST_USER + Workspaces.MOST)).isEmpty());
    assertThat(new Workspaces(work(), FIRST_USER).reap()).isEqualTo(1);
  }

  private static Path directory() {
    return Objects.requireNonNull(temporary);
  }

  private static Path work() {
    return directory().resolve("work");
  }

  private static Optional<String> whyNot() throws Exception {
    try (var workspace = new Workspaces(work(), FIRST_USER).open().orElseThrow()) {
      return Sandbox.whyNot(workspace);
    }
  }

  private static JobRun shell(String script) {
    return new JobRun(
        List.of("sh", "-c", script), Map.of(), Map.of(), Duration.ofMinutes(1), 1_024, 64);
  }

  private static RecordedContext run(JobRun job) throws Exception {
    var context = new RecordedContext(STACK.project(), job);
    step(job).run(context);
    return context;
  }

  private static JobStep step(JobRun job) {
    var places = new JobPlaces(new Workspaces(work(), FIRST_USER));
    return new JobStep(
        job,
        new ProjectDoors(ledger(), vault()),
        new JobSettings(true, ""),
        List.of(new SandboxSurroundings(places)));
  }

  private static StackLedger ledger() {
    var ledger = new MemoryStackLedger();
    ledger.put(
        new StackRecord(
            STACK.project(),
            STACK.organization(),
            STACK.size(),
            "process",
            STACK.generation(),
            STACK.keptFrom(),
            1,
            new StackState.Active(),
            true,
            database,
            null));
    return ledger;
  }

  private static StackVault vault() {
    var vault = new MemoryStackVault();
    vault.openOrCreate(STACK.project(), STACK.organization(), Optional.empty());
    return vault;
  }
}
