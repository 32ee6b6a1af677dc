package io.rickyard.worker.runtime.docker;

import static io.rickyard.worker.stack.TestStacks.SILENT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.contracts.Attempt;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.contracts.stack.ServiceHealth;
import io.rickyard.contracts.task.ProjectSecret;
import io.rickyard.contracts.task.TaskInput.JobRun;
import io.rickyard.testing.Eventually;
import io.rickyard.worker.content.MemoryContentStore;
import io.rickyard.worker.job.JobOutput;
import io.rickyard.worker.job.JobProgram;
import io.rickyard.worker.job.ProjectJob;
import io.rickyard.worker.runtime.PortRange;
import io.rickyard.worker.stack.StackSpec;
import io.rickyard.worker.stack.TestStacks;
import io.rickyard.worker.task.TaskFailure;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class JobContainerIT {

  private static final StackSpec STACK = TestStacks.spec(TestStacks.project(), 1);
  private static final AtomicLong TOKENS = new AtomicLong(100);
  private static final int LOOK_MILLIS = 100;

  private static @Nullable EngineHost host;
  private static @Nullable DockerStackRuntime runtime;
  private static final PortRange PORTS = EngineHost.freePorts();
  private static DatabaseEndpoint database = new DatabaseEndpoint("127.0.0.1", 1, "none", "17");

  @BeforeAll
  static void buildProject() throws Exception {
    host = EngineHost.open();
    runtime = host.runtime(PORTS);
    TestStacks.build(runtime, STACK);
    database = requireNonNull(runtime.observe(STACK).database());
  }

  @AfterAll
  static void removeProject() throws Exception {
    if (host != null) {
      var last = host.runtime(PORTS);
      last.remove(TestStacks.newest(STACK), SILENT);
      last.collectTrash();
      host.close();
    }
  }

  @Test
  void programReachesTheProjectsDatabaseByItsNameWithTheGivenSecrets() throws Exception {
    // when
    var lines =
        lines(
            new JobRun(
                List.of("sh", "-c", "psql -Atc 'select current_user'; echo $HOST_OF ${#KEY}"),
                Map.of("HOST_OF", "it's \"fine\" $HOME"),
                Map.of("KEY", ProjectSecret.SERVICE_ROLE_KEY),
                Duration.ofMinutes(1),
                512,
                32));

    // then
    assertThat(lines)
        .containsExactly(
            "postgres", "it's \"fine\" $HOME " + STACK.secrets().serviceKey().length());
  }

  @Test
  void programIsNobodyWithoutPrivileges() throws Exception {
    // when
    var lines =
        lines(shell("id -u; grep CapEff /proc/self/status; grep NoNewPrivs /proc/self/status"));

    // then
    assertThat(lines.getFirst()).isEqualTo("65534");
    assertThat(lines.get(1)).endsWith("0000000000000000");
    assertThat(lines.get(2)).endsWith("1");
  }

  @Test
  void outputIsCollectedAndLinksAreNot() throws Exception {
    try (var program =
        start(
            shell(
                "echo fine > $RICKYARD_OUTPUT/report.txt; ln -s /etc/hostname $RICKYARD_OUTPUT/link;"
                    + " head -c 100000 /dev/zero > $RICKYARD_OUTPUT/large"))) {
      take(program);

      // then
      assertThat(program.exitCode()).isZero();
      assertThat(program.files().contents()).isEqualTo(Map.of("report.txt", "fine\n"));
      assertThat(program.files().left()).containsExactly("large");
    }
  }

  @Test
  void linesKeepTheirStreamAndTheExitCodeIsTold() throws Exception {
    try (var program = start(shell("echo one; sleep 0.2; echo two >&2; printf three; exit 3"))) {
      // when
      var lines = take(program);

      // then
      assertThat(lines).extracting(JobOutput.Line::text).containsExactly("one", "two", "three");
      assertThat(lines.get(1).level()).isNotEqualTo(lines.getFirst().level());
      assertThat(program.exitCode()).isEqualTo(3);
    }
  }

  @Test
  void programThatNeedsTooMuchMemoryIsEndedAndToldSo() throws Exception {
    // given
    var job =
        new JobRun(
            List.of("tail", "-n", "1", "/dev/zero"),
            Map.of(),
            Map.of(),
            Duration.ofMinutes(1),
            32,
            16);
    try (var program = start(job)) {
      take(program);

      // then
      assertThatThrownBy(
              () -> {
                int code = program.exitCode();
                assertThat(code).isNotZero();
              })
          .isInstanceOf(TaskFailure.class)
          .hasMessageContaining("memory_mib");
    }
  }

  @Test
  void closingEndsTheProgramWithAllItStarted() throws Exception {
    // given
    var program = start(shell("(setsid sleep 600 &); echo started; sleep 600"));
    Eventually.until(() -> program.next(LOOK_MILLIS).isPresent());

    // when
    program.close();

    // then
    assertThat(jobs()).isEmpty();
  }

  @Test
  void programEndsWithItsWorkerAndTheNextJobRemovesWhatIsLeft() throws Exception {
    // given
    var dying = host().runtime(PORTS);
    var program = dying.jobs("").start(job(shell("echo started; sleep 600")), SILENT);
    Eventually.until(() -> program.next(LOOK_MILLIS).isPresent());
    var left = jobs();
    assertThat(left).hasSize(1);

    // when
    dying.close();

    // then
    Eventually.asserted(() ->
        assertThat(
                host().client().inspectContainerCmd(left.getFirst()).exec().getState().getRunning())
            .isFalse());
    assertThat(lines(shell("echo next"))).containsExactly("next");
    assertThat(jobs()).isEmpty();
  }

  @Test
  void jobThatLostItsProjectStartsNothing() throws Exception {
    // given
    var late = job(shell("echo late"));
    assertThat(lines(shell("echo newer"))).containsExactly("newer");

    // then
    assertThatThrownBy(() -> runtime().jobs("").start(late, SILENT))
        .isInstanceOf(TaskFailure.class)
        .extracting(failure -> ((TaskFailure) failure).code())
        .isEqualTo("fenced_off");
    assertThat(jobs()).isEmpty();
  }

  @Test
  void jobWhoseTimeIsOverIsRemoved() throws Exception {
    // given
    var program = start(shell("echo started; sleep 600"));
    Eventually.until(() -> program.next(LOOK_MILLIS).isPresent());
    runtime().jobs("").collect();
    assertThat(jobs()).hasSize(1);
    var later = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(12));
    var settings = EngineHost.settings(PORTS);

    // when
    try (var after =
        new DockerStackRuntime(
            settings,
            EngineHost::plan,
            new Engine(EngineHost.engine(EngineHost.ADDRESS), later),
            java.util.Optional.empty(),
            host().database(),
            new MemoryContentStore(),
            later,
            new SecureRandom())) {
      after.jobs("").collect();
    }

    // then
    assertThat(jobs()).isEmpty();
    program.close();
  }

  @Test
  void stackIsNotMistakenForOneThatRunsBecauseAJobDoes() throws Exception {
    try (var program = start(shell("echo started; sleep 600"))) {
      Eventually.until(() -> program.next(LOOK_MILLIS).isPresent());

      // when
      var seen = runtime().observe(STACK);

      // then
      assertThat(seen.services()).extracting(ServiceHealth::service).doesNotContain("");
      assertThat(seen.services()).allMatch(ServiceHealth::healthy);
    }
  }

  private static EngineHost host() {
    return requireNonNull(host);
  }

  private static DockerStackRuntime runtime() {
    return requireNonNull(runtime);
  }

  private static JobRun shell(String script) {
    return new JobRun(
        List.of("sh", "-c", script), Map.of(), Map.of(), Duration.ofMinutes(1), 256, 64);
  }

  /** Each is a claim of its own, newer than all before. */
  private static ProjectJob job(JobRun job) throws TaskFailure {
    var spec =
        new StackSpec(
            STACK.project(),
            STACK.organization(),
            STACK.generation(),
            STACK.keptFrom(),
            TOKENS.incrementAndGet(),
            STACK.size(),
            STACK.secrets(),
            DockerStackRuntime.NAME,
            new StackSpec.Origin(TaskId.next(), new Attempt(1)));
    return ProjectJob.of(job, spec, database);
  }

  private static JobProgram start(JobRun job) throws Exception {
    return runtime().jobs("").start(job(job), SILENT);
  }

  private static List<String> lines(JobRun job) throws Exception {
    try (var program = start(job)) {
      var lines = take(program).stream().map(JobOutput.Line::text).toList();
      assertThat(program.exitCode()).isZero();
      return lines;
    }
  }

  private static List<JobOutput.Line> take(JobProgram program) throws Exception {
    var lines = new ArrayList<JobOutput.Line>();
    while (!program.ended()) {
      program.next(LOOK_MILLIS).ifPresent(lines::add);
    }
    return lines;
  }

  private static List<String> jobs() {
    return host().containers(STACK.project()).stream()
        .filter(container -> container.getLabels().containsKey(StackLabels.JOB_UNTIL))
        .map(container -> container.getId())
        .toList();
  }
}
